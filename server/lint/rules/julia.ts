import type { Rule } from '../rule';

export const juliaRules: readonly Rule[] = [];
