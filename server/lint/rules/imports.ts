import type { Rule } from '../rule';
import { checkLocal } from './imports/local';
import { checkDynamic, checkOptional } from './imports/optional';
import { checkUndeclared } from './imports/undeclared';

export const importRules: readonly Rule[] = [
  { id: 'nb-import-undeclared', severity: 'error', on: 'repository', check: checkUndeclared },
  { id: 'nb-import-optional', severity: 'information', on: 'repository', check: checkOptional },
  { id: 'nb-import-dynamic', severity: 'hint', on: 'repository', check: checkDynamic },
  { id: 'nb-import-local-missing', severity: 'warning', on: 'repository', check: checkLocal },
];
