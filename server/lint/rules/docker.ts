import type { Rule } from '../rule';

export const dockerRules: readonly Rule[] = [];
