import type { Rule } from '../rule';
import { few } from './notebook/cells';
import { checkClock } from './notebook/clock';
import { checkColab } from './notebook/colab';
import {
  checkCountGap,
  checkNotFromOne,
  checkOutOfOrder,
  checkOutputsMissing,
  checkRepeatCount,
  checkUnexecuted,
} from './notebook/counts';
import { checkFileMissing, checkPathCase } from './notebook/files';
import { checkFilename } from './notebook/filename';
import { checkInvalid, checkOldFormat } from './notebook/format';
import { checkGpu } from './notebook/gpu';
import { checkInstalls } from './notebook/installs';
import { checkInteractiveInput } from './notebook/interactive';
import { checkKernel } from './notebook/kernel';
import { checkImportsFirst } from './notebook/layout';
import { checkMatplotlib } from './notebook/matplotlib';
import { checkDefinedLater, checkUndefined } from './notebook/names';
import { checkNetwork } from './notebook/network';
import { checkErrorOutput, checkHugeOutput, checkWidgetState } from './notebook/outputs';
import { checkAbsolutePath, checkBackslashPath } from './notebook/path-style';
import { checkSeed } from './notebook/randomness';
import { checkRemovedApi } from './notebook/removed-api';
import { checkSecrets } from './notebook/secret';
import { checkTools } from './notebook/tools';
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
  {
    id: 'nb-outputs-missing',
    severity: 'information',
    profile: 'archive',
    on: 'notebook',
    check: checkOutputsMissing,
  },
  { id: 'nb-error-output', severity: 'warning', on: 'notebook', check: few(checkErrorOutput) },
  { id: 'nb-huge-output', severity: 'warning', on: 'notebook', check: checkHugeOutput },
  { id: 'nb-widget-no-state', severity: 'hint', on: 'notebook', check: checkWidgetState },
  { id: 'nb-kernel-unknown', severity: 'warning', on: 'notebook', check: checkKernel },
  { id: 'nb-language-version', severity: 'hint', on: 'notebook', check: checkLanguageVersion },
  { id: 'nb-python2', severity: 'error', on: 'notebook', check: checkPython2 },
  { id: 'nb-filename', severity: 'information', on: 'notebook', check: checkFilename },
  { id: 'nb-undefined-name', severity: 'warning', on: 'notebook', check: checkUndefined },
  { id: 'nb-defined-later', severity: 'warning', on: 'notebook', check: checkDefinedLater },
  { id: 'nb-file-missing', severity: 'information', on: 'notebook', check: few(checkFileMissing) },
  { id: 'nb-path-case', severity: 'error', on: 'notebook', check: few(checkPathCase) },
  { id: 'nb-absolute-path', severity: 'warning', on: 'notebook', check: few(checkAbsolutePath) },
  { id: 'nb-backslash-path', severity: 'warning', on: 'notebook', check: few(checkBackslashPath) },
  { id: 'nb-install-in-cell', severity: 'warning', on: 'notebook', check: checkInstalls },
  { id: 'nb-shell-tool-missing', severity: 'warning', on: 'notebook', check: checkTools },
  { id: 'nb-removed-api', severity: 'warning', on: 'notebook', check: checkRemovedApi },
  { id: 'nb-matplotlib-notebook', severity: 'information', on: 'notebook', check: few(checkMatplotlib) },
  { id: 'nb-colab-only', severity: 'warning', on: 'notebook', check: checkColab },
  { id: 'nb-gpu-required', severity: 'information', on: 'notebook', check: checkGpu },
  { id: 'nb-interactive-input', severity: 'warning', on: 'notebook', check: checkInteractiveInput },
  { id: 'nb-network-unpinned', severity: 'warning', on: 'notebook', check: checkNetwork },
  { id: 'nb-time-dependent', severity: 'information', on: 'notebook', check: checkClock },
  { id: 'nb-seed-missing', severity: 'information', profile: 'archive', on: 'notebook', check: checkSeed },
  { id: 'nb-imports-not-first', severity: 'hint', on: 'notebook', check: checkImportsFirst },
  { id: 'nb-secret', severity: 'error', on: 'notebook', check: few(checkSecrets) },
];
