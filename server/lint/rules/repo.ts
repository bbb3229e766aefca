import type { Rule } from '../rule';

export const repoRules: readonly Rule[] = [];
