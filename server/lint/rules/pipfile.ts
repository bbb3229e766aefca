import type { Rule } from '../rule';
import { checkRequirementsBeside } from './pipfile/beside';
import { checkLockMissing, checkLockStale } from './pipfile/lock';
import { checkPythonStated, checkPythonTooNew } from './pipfile/python';

/** Pipfile and Pipfile.lock, where they decide on what is built. */
export const pipfileRules: readonly Rule[] = [
  { id: 'pipfile-lock-missing', severity: 'warning', on: 'repository', check: checkLockMissing },
  { id: 'pipfile-lock-stale', severity: 'warning', on: 'repository', check: checkLockStale },
  { id: 'pipfile-no-python', severity: 'warning', on: 'repository', check: checkPythonStated },
  { id: 'pipfile-new-python', severity: 'warning', on: 'repository', check: checkPythonTooNew },
  { id: 'pipfile-requirements-both', severity: 'warning', on: 'repository', check: checkRequirementsBeside },
];
