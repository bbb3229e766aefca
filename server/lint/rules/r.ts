import type { Rule } from '../rule';
import { checkHiddenDescription, checkImports } from './r/description';
import { checkAttach, checkRemoveAll, checkWorkspace } from './r/hygiene';
import { checkInstallInCode } from './r/install-in-code';
import { checkNotRun, checkSilent, checkUnparsable } from './r/install-script';
import { checkMissingFiles } from './r/missing-files';
import { checkAbsolutePaths, checkSetwd } from './r/paths';
import { checkCodeRepositories, checkMirrors, checkRenv } from './r/pins';
import { checkSeed } from './r/seed';
import { checkUndeclared } from './r/undeclared';

const on = 'repository';

/** R: its code is in scripts, documents and notebooks, so that every rule looks at the repository as a whole. */
export const rRules: readonly Rule[] = [
  { id: 'r-install-without-runtime', severity: 'error', on, check: checkNotRun },
  { id: 'r-install-unparsable', severity: 'error', on, check: checkUnparsable },
  { id: 'r-install-silent', severity: 'warning', on, check: checkSilent },
  { id: 'r-library-undeclared', severity: 'error', on, check: checkUndeclared },
  { id: 'r-description-in-binder-dir', severity: 'error', on, check: checkHiddenDescription },
  { id: 'r-description-imports', severity: 'warning', on, check: checkImports },
  { id: 'r-renv-unused', severity: 'warning', on, check: checkRenv },
  { id: 'r-repos-unpinned', severity: 'warning', on, check: checkMirrors },
  { id: 'r-github-unpinned', severity: 'warning', on, check: checkCodeRepositories },
  { id: 'r-setwd', severity: 'warning', on, check: checkSetwd },
  { id: 'r-absolute-path', severity: 'warning', on, check: checkAbsolutePaths },
  { id: 'r-file-missing', severity: 'information', on, check: checkMissingFiles },
  { id: 'r-install-in-script', severity: 'information', on, check: checkInstallInCode },
  { id: 'r-rm-list', severity: 'information', on, check: checkRemoveAll },
  { id: 'r-attach', severity: 'information', on, check: checkAttach },
  { id: 'r-workspace', severity: 'information', on, check: checkWorkspace },
  { id: 'r-seed-missing', severity: 'information', profile: 'archive', on, check: checkSeed },
];
