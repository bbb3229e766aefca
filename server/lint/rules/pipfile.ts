import type { Rule } from '../rule';

export const pipfileRules: readonly Rule[] = [];
