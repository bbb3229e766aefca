import type { Rule } from '../rule';
import { checkLocal } from './imports/local';
import { checkDynamic, checkOptional } from './imports/optional';
import { checkTransitive } from './imports/transitive';
import { checkUndeclared } from './imports/undeclared';
import { checkUnused } from './imports/unused';

export const importRules: readonly Rule[] = [
  { id: 'nb-import-undeclared', severity: 'error', on: 'repository', check: checkUndeclared },
  { id: 'nb-import-optional', severity: 'information', on: 'repository', check: checkOptional },
  { id: 'nb-import-dynamic', severity: 'hint', on: 'repository', check: checkDynamic },
  { id: 'nb-import-local-missing', severity: 'warning', on: 'repository', check: checkLocal },
  {
    id: 'nb-transitive-import',
    severity: 'information',
    profile: 'archive',
    on: 'repository',
    check: checkTransitive,
  },
  { id: 'nb-declared-unused', severity: 'hint', on: 'repository', check: checkUnused },
];
