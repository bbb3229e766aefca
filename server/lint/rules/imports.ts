import type { Rule } from '../rule';

export const importRules: readonly Rule[] = [];
