import type { Rule } from '../rule';

export const rRules: readonly Rule[] = [];
