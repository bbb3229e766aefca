import type { Rule } from '../rule';

export const notebookRules: readonly Rule[] = [];
