import type { Rule } from '../rule';

export const metaRules: readonly Rule[] = [];
