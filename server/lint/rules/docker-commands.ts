import type { Rule } from '../rule';
import { atMost } from './at-most';
import { checkDownloads, checkPipes } from './docker/fetching';
import {
  checkApt,
  checkAptLists,
  checkAptRecommends,
  checkAptYes,
  checkPipCache,
  checkSudo,
  checkUnpinned,
  checkUnpinnedR,
} from './docker/installing';

/** What RUN instructions run. */
export const dockerCommandRules: readonly Rule[] = [
  {
    ...{ id: 'docker-apt-unpinned', severity: 'information', profile: 'archive', on: 'repository' },
    check: checkUnpinned('apt'),
  },
  {
    ...{ id: 'docker-pip-unpinned', severity: 'warning', profile: 'archive', on: 'repository' },
    check: checkUnpinned('pip'),
  },
  {
    ...{ id: 'docker-conda-unpinned', severity: 'warning', profile: 'archive', on: 'repository' },
    check: checkUnpinned('conda'),
  },
  {
    ...{ id: 'docker-npm-unpinned', severity: 'warning', profile: 'archive', on: 'repository' },
    check: checkUnpinned('npm'),
  },
  {
    ...{ id: 'docker-r-unpinned', severity: 'warning', profile: 'archive', on: 'repository' },
    check: atMost(checkUnpinnedR),
  },
  { id: 'docker-pip-cache', severity: 'hint', on: 'repository', check: atMost(checkPipCache) },
  { id: 'docker-apt-no-y', severity: 'warning', on: 'repository', check: atMost(checkAptYes) },
  { id: 'docker-apt-lists', severity: 'hint', on: 'repository', check: atMost(checkAptLists) },
  { id: 'docker-apt-recommends', severity: 'hint', on: 'repository', check: atMost(checkAptRecommends) },
  { id: 'docker-use-apt', severity: 'information', on: 'repository', check: atMost(checkApt) },
  { id: 'docker-pipe-no-pipefail', severity: 'warning', on: 'repository', check: atMost(checkPipes) },
  { id: 'docker-curl-unverified', severity: 'warning', on: 'repository', check: atMost(checkDownloads) },
  { id: 'docker-sudo', severity: 'warning', on: 'repository', check: atMost(checkSudo) },
];
