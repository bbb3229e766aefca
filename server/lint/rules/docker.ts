import type { Rule } from '../rule';
import { atMost } from './at-most';
import { checkEntrypoint } from './docker/entrypoint';
import {
  checkDigest,
  checkLatest,
  checkLegacyBase,
  checkMoved,
  checkPlatform,
  checkUntagged,
} from './docker/from';
import { checkJupyter, checkJupyterHub } from './docker/jupyter';
import { checkClones, checkCopied, checkMissing } from './docker/repository';
import { checkAddress, checkMaintainer, checkOrder, checkSecrets, checkSyntax } from './docker/structure';
import { checkRootUser, checkUserNumber } from './docker/user';

/** What a Dockerfile says but for what its RUN instructions run, which docker-commands.ts has rules about. */
export const dockerRules: readonly Rule[] = [
  { id: 'docker-from-untagged', severity: 'warning', on: 'repository', check: atMost(checkUntagged) },
  { id: 'docker-from-latest', severity: 'warning', on: 'repository', check: atMost(checkLatest) },
  {
    id: 'docker-from-no-digest',
    severity: 'warning',
    profile: 'archive',
    on: 'repository',
    check: atMost(checkDigest),
  },
  { id: 'docker-from-dead-registry', severity: 'warning', on: 'repository', check: atMost(checkMoved) },
  { id: 'docker-no-jupyter', severity: 'error', on: 'repository', check: checkJupyter },
  { id: 'docker-no-jupyterhub', severity: 'information', on: 'repository', check: checkJupyterHub },
  { id: 'docker-user-not-1000', severity: 'warning', on: 'repository', check: checkUserNumber },
  { id: 'docker-last-user-root', severity: 'error', on: 'repository', check: checkRootUser },
  { id: 'docker-no-copy-repo', severity: 'warning', on: 'repository', check: checkCopied },
  { id: 'docker-git-clone-repo', severity: 'warning', on: 'repository', check: atMost(checkClones) },
  { id: 'docker-entrypoint-no-exec', severity: 'warning', on: 'repository', check: checkEntrypoint },
  { id: 'docker-add-url', severity: 'information', on: 'repository', check: atMost(checkAddress) },
  { id: 'docker-copy-missing', severity: 'error', on: 'repository', check: atMost(checkMissing) },
  {
    id: 'docker-platform-hardcoded',
    severity: 'information',
    on: 'repository',
    check: atMost(checkPlatform),
  },
  { id: 'docker-arg-before-from-order', severity: 'error', on: 'repository', check: atMost(checkOrder) },
  { id: 'docker-syntax', severity: 'error', on: 'repository', check: atMost(checkSyntax) },
  { id: 'docker-maintainer', severity: 'information', on: 'repository', check: atMost(checkMaintainer) },
  { id: 'docker-secret-in-env', severity: 'warning', on: 'repository', check: atMost(checkSecrets) },
  { id: 'docker-legacy-binder-base', severity: 'error', on: 'repository', check: checkLegacyBase },
];
