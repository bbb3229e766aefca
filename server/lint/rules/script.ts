import type { Rule } from '../rule';
import { atMost } from './at-most';
import { checkInteractive, checkLegacyExtensions, checkLost, checkRoot } from './script/commands';
import { checkDownloads, checkSlowStart, checkUnpinned } from './script/fetching';
import { checkErrexit, checkExec, checkLineEnds, checkShebang, checkSyntax } from './script/frame';

export const scriptRules: readonly Rule[] = [
  { id: 'script-no-shebang', severity: 'warning', on: 'repository', check: checkShebang },
  { id: 'script-crlf', severity: 'error', on: 'repository', check: checkLineEnds },
  { id: 'script-no-errexit', severity: 'warning', on: 'repository', check: checkErrexit },
  { id: 'script-start-no-exec', severity: 'error', on: 'repository', check: checkExec },
  { id: 'script-env-lost', severity: 'warning', on: 'repository', check: atMost(checkLost) },
  { id: 'script-sudo-apt', severity: 'error', on: 'repository', check: atMost(checkRoot) },
  {
    id: 'script-install-unpinned',
    severity: 'warning',
    profile: 'archive',
    on: 'repository',
    check: checkUnpinned,
  },
  { id: 'script-download-unverified', severity: 'warning', on: 'repository', check: atMost(checkDownloads) },
  { id: 'script-slow-start', severity: 'information', on: 'repository', check: atMost(checkSlowStart) },
  { id: 'script-interactive', severity: 'error', on: 'repository', check: atMost(checkInteractive) },
  {
    id: 'script-nbextension-legacy',
    severity: 'warning',
    on: 'repository',
    check: atMost(checkLegacyExtensions),
  },
  { id: 'script-shell-syntax', severity: 'error', on: 'repository', check: checkSyntax },
];
