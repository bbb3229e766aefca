import type { Rule } from '../rule';
import { atMost } from './at-most';
import { checkCondaExport } from './requirements/conda-export';
import { checkDuplicates } from './requirements/duplicates';
import { checkEncoding } from './requirements/encoding';
import { checkGpu } from './requirements/gpu';
import { checkHashes } from './requirements/hashes';
import { checkIncludes } from './requirements/includes';
import { checkPythonFits, checkReleases } from './requirements/index-facts';
import { checkIndexes } from './requirements/indexes';
import { checkLocalUrls } from './requirements/local-urls';
import { checkDeprecatedNames, checkStandardNames, checkWrongNames } from './requirements/names';
import { checkNotebookStack } from './requirements/notebook-stack';
import { checkNumpyAbi } from './requirements/numpy-abi';
import { checkPaths } from './requirements/paths';
import { checkLowerBounds, checkUnpinned } from './requirements/pins';
import { checkPlatformPackages } from './requirements/platform';
import { checkPythonItself } from './requirements/python-itself';
import { checkMovingSources, checkPrivateProtocols } from './requirements/sources';
import { checkSyntax } from './requirements/syntax';
import { checkSystemLibraries } from './requirements/system-libraries';

/** What pip is asked for: requirements files, what they include, and the list for pip in environment.yml. */
export const requirementsRules: readonly Rule[] = [
  { id: 'req-syntax', severity: 'error', on: 'repository', check: checkSyntax },
  { id: 'req-conda-syntax', severity: 'error', on: 'repository', check: checkCondaExport },
  { id: 'req-local-file-url', severity: 'error', on: 'repository', check: checkLocalUrls },
  { id: 'req-stdlib', severity: 'error', on: 'repository', check: atMost(checkStandardNames) },
  { id: 'req-import-name', severity: 'error', on: 'repository', check: atMost(checkWrongNames) },
  { id: 'req-deprecated-name', severity: 'error', on: 'repository', check: atMost(checkDeprecatedNames) },
  { id: 'req-python-itself', severity: 'error', on: 'repository', check: atMost(checkPythonItself) },
  { id: 'req-platform-package', severity: 'error', on: 'repository', check: checkPlatformPackages },
  { id: 'req-unpinned', severity: 'warning', profile: 'archive', on: 'repository', check: checkUnpinned },
  {
    id: 'req-lower-bound-only',
    severity: 'warning',
    profile: 'archive',
    on: 'repository',
    check: checkLowerBounds,
  },
  { id: 'req-vcs-unpinned', severity: 'warning', on: 'repository', check: atMost(checkMovingSources) },
  { id: 'req-vcs-ssh', severity: 'error', on: 'repository', check: atMost(checkPrivateProtocols) },
  { id: 'req-editable-path', severity: 'error', on: 'repository', check: atMost(checkPaths) },
  { id: 'req-include-missing', severity: 'error', on: 'repository', check: atMost(checkIncludes) },
  { id: 'req-index-private', severity: 'warning', on: 'repository', check: atMost(checkIndexes) },
  { id: 'req-duplicate', severity: 'warning', on: 'repository', check: atMost(checkDuplicates) },
  { id: 'req-encoding', severity: 'warning', on: 'repository', check: checkEncoding },
  { id: 'req-hash-partial', severity: 'error', on: 'repository', check: checkHashes },
  { id: 'req-python-incompatible', severity: 'warning', on: 'repository', check: atMost(checkPythonFits) },
  { id: 'req-yanked-or-missing', severity: 'error', on: 'repository', check: atMost(checkReleases) },
  { id: 'req-needs-system-lib', severity: 'warning', on: 'repository', check: atMost(checkSystemLibraries) },
  { id: 'req-gpu-wheel', severity: 'information', on: 'repository', check: checkGpu },
  { id: 'req-abi-numpy', severity: 'warning', on: 'repository', check: checkNumpyAbi },
  { id: 'req-notebook-stack-pin', severity: 'warning', on: 'repository', check: checkNotebookStack },
];
