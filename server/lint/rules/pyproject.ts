import type { Rule } from '../rule';

export const pyprojectRules: readonly Rule[] = [];
