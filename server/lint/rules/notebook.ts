import type { Rule } from '../rule';
import {
  checkCountGap,
  checkNotFromOne,
  checkOutOfOrder,
  checkOutputsMissing,
  checkRepeatCount,
  checkUnexecuted,
} from './notebook/counts';
import { checkFilename } from './notebook/filename';
import { checkInvalid, checkOldFormat } from './notebook/format';
import { checkKernel } from './notebook/kernel';
import { checkErrorOutput, checkHugeOutput, checkWidgetState } from './notebook/outputs';
import { checkSecrets } from './notebook/secret';
import { checkLanguageVersion, checkPython2 } from './notebook/versions';

/** What is said of notebooks one by one; of their imports, rules/imports.ts. */
export const notebookRules: readonly Rule[] = [
  { id: 'nb-invalid', severity: 'error', on: 'notebook', check: checkInvalid },
  { id: 'nb-old-format', severity: 'warning', on: 'notebook', check: checkOldFormat },
  { id: 'nb-out-of-order', severity: 'warning', on: 'notebook', check: checkOutOfOrder },
  { id: 'nb-repeat-count', severity: 'warning', on: 'notebook', check: checkRepeatCount },
  { id: 'nb-count-gap', severity: 'information', on: 'notebook', check: checkCountGap },
  { id: 'nb-not-from-1', severity: 'information', on: 'notebook', check: checkNotFromOne },
  { id: 'nb-unexecuted-cell', severity: 'warning', on: 'notebook', check: checkUnexecuted },
  { id: 'nb-outputs-missing', severity: 'information', on: 'notebook', check: checkOutputsMissing },
  { id: 'nb-error-output', severity: 'warning', on: 'notebook', check: checkErrorOutput },
  { id: 'nb-huge-output', severity: 'warning', on: 'notebook', check: checkHugeOutput },
  { id: 'nb-widget-no-state', severity: 'hint', on: 'notebook', check: checkWidgetState },
  { id: 'nb-kernel-unknown', severity: 'warning', on: 'notebook', check: checkKernel },
  { id: 'nb-language-version', severity: 'hint', on: 'notebook', check: checkLanguageVersion },
  { id: 'nb-python2', severity: 'error', on: 'notebook', check: checkPython2 },
  { id: 'nb-filename', severity: 'information', on: 'notebook', check: checkFilename },
  { id: 'nb-secret', severity: 'error', on: 'notebook', check: checkSecrets },
];
