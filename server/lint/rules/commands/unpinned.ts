import type { ShellCommand } from '../../../environment/code/shell-code';
import { plainWords, wordsOf } from './words';

/** Installers whose packages may be asked for by version. */
export type Installer = 'apt' | 'conda' | 'npm' | 'pip';

/** Options of installers that take a value. */
const valued = new Set([
  ...['-c', '-e', '-f', '-i', '-n', '-o', '-p', '-r', '-t', '--channel', '--constraint', '--editable'],
  ...['--extra-index-url', '--file', '--find-links', '--index-url', '--name', '--prefix', '--registry'],
  ...['--requirement', '--target'],
]);

const condaPrograms = new Set(['conda', 'mamba', 'micromamba']);

/**
 * The packages that a command installs in whatever version there is. None where a word is known only when it runs: a
 * path or an address says which files, and a range bounds the version.
 */
export function unpinnedPackages(
  command: ShellCommand,
): { installer: Installer; names: string[] } | undefined {
  const [name = '', action = '', third = ''] = plainWords(command);
  const literal = command.words.every((word) => word.literal);
  const found = (installer: Installer, after: string, loose: RegExp) => {
    const names = literal ? packagesAfter(command, after).filter((each) => loose.test(each)) : [];
    return names.length === 0 ? undefined : { installer, names };
  };
  const scoped = /^(?:@[^/@]+\/)?[a-z][\w.-]*(?:@latest)?$/;
  if (name === 'jupyter' && action === 'labextension' && third === 'install')
    return found('npm', third, scoped);
  if ((name === 'npm' && ['install', 'i'].includes(action)) || (name === 'yarn' && action === 'add'))
    return found('npm', action, scoped);
  if (/^apt(?:-get)?$/.test(name)) return found('apt', 'install', /^[a-z0-9][a-z0-9.+-]*$/);
  if (action !== 'install' && !(condaPrograms.has(name) && action === 'create')) return undefined;
  if (name === 'pip') return found('pip', action, /^[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?$/);
  return condaPrograms.has(name) ? found('conda', action, /^[A-Za-z0-9][\w.:-]*$/) : undefined;
}

function packagesAfter(command: ShellCommand, action: string): string[] {
  const words = wordsOf(command);
  const at = words.indexOf(action);
  const rest = at === -1 ? [] : words.slice(at + 1);
  return rest.filter((word, index) => !word.startsWith('-') && !valued.has(rest[index - 1] ?? ''));
}
