import type { Rule } from '../rule';
import { checkLists, checkPackage, checkRuntime } from './repo/beside';
import { checkHidden, checkTwoFolders } from './repo/config-folder';
import { checkIgnoreFiles } from './repo/ignore-file';
import { checkLocks } from './repo/lock-files';
import { checkNames } from './repo/misnamed';
import { checkNested, checkNothing } from './repo/nothing-chosen';
import { checkGitFiles } from './repo/outside-archives';
import { checkPythons } from './repo/python-versions';
import { checkDockerfile, checkNix } from './repo/shadowed';
import { checkSizes } from './repo/sizes';
import { checkTwoFiles } from './repo/two-files';
import { checkYamlName } from './repo/yaml-name';

const on = 'repository';

/** Which files the build really uses. All of it follows from the environment; no rule decides anew which file wins. */
export const repoRules: readonly Rule[] = [
  { id: 'repo-two-binder-dirs', severity: 'error', on, check: checkTwoFolders },
  { id: 'repo-shadowed-by-dockerfile', severity: 'error', on, check: checkDockerfile },
  { id: 'nix-others-ignored', severity: 'error', on, check: checkNix },
  { id: 'repo-binder-dir-shadows-root', severity: 'error', on, check: checkHidden },
  { id: 'repo-requirements-ignored', severity: 'error', on, check: checkLists },
  { id: 'repo-setup-ignored', severity: 'error', on, check: checkPackage },
  { id: 'repo-runtime-ignored', severity: 'warning', on, check: checkRuntime },
  { id: 'repo-misnamed-env-file', severity: 'error', on, check: checkNames },
  { id: 'repo-lockfile-ignored', severity: 'warning', on, check: checkLocks },
  { id: 'repo-no-env-file', severity: 'warning', on, check: checkNothing },
  { id: 'repo-nested-env-file', severity: 'information', on, check: checkNested },
  { id: 'repo-environment-yaml-old-builder', severity: 'information', on, check: checkYamlName },
  { id: 'repo-python-version-conflict', severity: 'warning', on, check: checkPythons },
  { id: 'repo-declared-in-two-files', severity: 'warning', on, check: checkTwoFiles },
  { id: 'repo-dockerignore-drops-needed', severity: 'warning', on, check: checkIgnoreFiles },
  { id: 'repo-large-file', severity: 'warning', on, check: checkSizes },
  { id: 'repo-lfs-or-submodule', severity: 'warning', profile: 'archive', on, check: checkGitFiles },
];
