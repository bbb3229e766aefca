import type { Rule } from '../rule';
import { atMost } from './at-most';
import { checkRemoved, checkRenamed } from './apt/base';
import { checkCommandLines, checkMetacharacters } from './apt/commands';
import { checkLanguages } from './apt/languages';
import { checkDuplicates, checkNames, checkVersions } from './apt/names';

export const aptRules: readonly Rule[] = [
  { id: 'apt-invalid-name', severity: 'error', on: 'repository', check: atMost(checkNames) },
  { id: 'apt-command-line', severity: 'error', on: 'repository', check: atMost(checkCommandLines) },
  { id: 'apt-shell-metachar', severity: 'error', on: 'repository', check: atMost(checkMetacharacters) },
  { id: 'apt-removed-in-base', severity: 'error', on: 'repository', check: atMost(checkRemoved) },
  { id: 'apt-renamed-t64', severity: 'error', on: 'repository', check: atMost(checkRenamed) },
  { id: 'apt-version-pin', severity: 'warning', on: 'repository', check: atMost(checkVersions) },
  { id: 'apt-duplicate', severity: 'hint', on: 'repository', check: atMost(checkDuplicates) },
  { id: 'apt-python-r-packages', severity: 'warning', on: 'repository', check: atMost(checkLanguages) },
];
