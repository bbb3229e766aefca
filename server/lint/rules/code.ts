import type { Rule } from '../rule';

export const codeRules: readonly Rule[] = [];
