import type { Rule } from '../rule';
import { checkFormat, checkName, checkPatch, checkSupported } from './runtime/python';
import { checkDay, checkFuture, checkMismatch, checkNoDate, checkOldest, checkVersion } from './runtime/r';

export const runtimeRules: readonly Rule[] = [
  { id: 'runtime-format', severity: 'error', on: 'repository', check: checkFormat },
  { id: 'runtime-patch-version', severity: 'error', on: 'repository', check: checkPatch },
  { id: 'runtime-python-unsupported', severity: 'error', on: 'repository', check: checkSupported },
  { id: 'runtime-unknown-name', severity: 'error', on: 'repository', check: checkName },
  { id: 'runtime-r-no-date', severity: 'error', on: 'repository', check: checkNoDate },
  { id: 'runtime-r-date-too-old', severity: 'error', on: 'repository', check: checkOldest },
  { id: 'runtime-r-date-future', severity: 'error', on: 'repository', check: checkFuture },
  { id: 'runtime-r-date-invalid', severity: 'error', on: 'repository', check: checkDay },
  { id: 'runtime-r-version-unknown', severity: 'error', on: 'repository', check: checkVersion },
  { id: 'runtime-r-version-date-mismatch', severity: 'warning', on: 'repository', check: checkMismatch },
];
