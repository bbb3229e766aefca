import { aptRows } from './rows/apt';
import { compileRows } from './rows/compile';
import { condaRows } from './rows/conda';
import { gitRows } from './rows/git';
import { machineRows } from './rows/machine';
import { configRows, engineRows, juliaRows, nixRows } from './rows/others';
import { packageBuildRow, pythonBuildRows } from './rows/python-build';
import { pythonPackageRows } from './rows/python-packages';
import { rRows } from './rows/r';
import { scriptRows } from './rows/scripts';
import type { CauseRow } from './types';

/**
 * All causes that are recognised, in the order in which they are looked for; the first that is found counts. What others
 * follow from stands first: pip says "No matching distribution" also when it could not reach the index, and everybody
 * says "failed to build" after the compiler has said why. docs/failures.md is written from this table.
 */
export const causeTable: readonly CauseRow[] = [
  ...machineRows,
  ...gitRows,
  ...compileRows,
  ...pythonBuildRows,
  ...configRows,
  ...pythonPackageRows,
  ...condaRows,
  ...aptRows,
  ...rRows,
  ...juliaRows,
  ...nixRows,
  ...engineRows,
  packageBuildRow,
  ...scriptRows,
];
