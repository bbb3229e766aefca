import type { Rule } from '../rule';

export const scriptRules: readonly Rule[] = [];
