import type { Rule } from '../rule';
import { checkSearchPath } from './code/search-path';

export const codeRules: readonly Rule[] = [
  { id: 'py-sys-path-hack', severity: 'information', on: 'repository', check: checkSearchPath },
];
