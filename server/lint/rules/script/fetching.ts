import type { ShellCommand } from '../../../environment/code/shell-code';
import { excerpt } from '../../../environment/text';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { isFixedAddress } from '../commands/addresses';
import { unpinnedPackages } from '../commands/unpinned';
import { nameOf, plainWords, wordsOf } from '../commands/words';
import type { UsedScript } from './scripts';
import { usedScripts } from './scripts';

/** So many names are told of packages without a version. */
const maxNamed = 4;

/** Packages that a script installs in whatever version there is on that day: one finding for a script. */
export function* checkUnpinned(model: RepositoryModel): Iterable<Report> {
  for (const script of usedScripts(model)) {
    const loose = (script.code?.commands ?? []).flatMap((command) =>
      isApt(command) ? [] : (unpinnedPackages(command)?.names ?? []).map((name) => ({ name, command })),
    );
    const [first] = loose;
    if (first === undefined) continue;
    const names = [...new Set(loose.map(({ name }) => name))];
    const more = names.length > maxNamed ? ', …' : '';
    yield {
      file: script.path,
      range: first.command.range,
      args: { packages: `${names.slice(0, maxNamed).join(', ')}${more}` },
    };
  }
}

/** That fails in a script anyway, and is told as such. */
function isApt(command: ShellCommand): boolean {
  return nameOf(command).startsWith('apt');
}

/** What is downloaded without a look at whether it is what it was. */
export function* checkDownloads(model: RepositoryModel): Iterable<Report> {
  for (const script of usedScripts(model)) {
    if (/\b(?:sha\d*sum|shasum|md5sum|gpg --verify|--checksum)\b/.test(script.source.text)) continue;
    for (const command of script.code?.commands ?? []) {
      const name = nameOf(command);
      if (name !== 'curl' && name !== 'wget') continue;
      const address = wordsOf(command).find((word) => /^(?:https?|ftp):\/\//.test(word));
      if (address === undefined || isFixedAddress(address)) continue;
      yield {
        file: script.path,
        range: command.range,
        ...(command.piped && { code: 'script-download-unverified.piped' }),
        args: { address: excerpt(address) },
      };
    }
  }
}

/** Work that each session waits for. */
export function* checkSlowStart(model: RepositoryModel): Iterable<Report> {
  for (const script of usedScripts(model)) {
    if (script.name !== 'start') continue;
    for (const command of script.code?.commands ?? []) {
      if (command.inFunction || command.inSubshell || command.conditional || !isSlow(command)) continue;
      yield { file: script.path, range: command.range, args: { command: shown(script, command) } };
    }
  }
}

function isSlow(command: ShellCommand): boolean {
  const [name = '', action = '', third = ''] = plainWords(command);
  if (['pip', 'conda', 'mamba', 'npm', 'yarn'].includes(name))
    return ['install', 'create', 'env', 'update', 'ci'].includes(action);
  if (name === 'git') return action === 'clone';
  if (name === 'jupyter') return third === 'install' || (action === 'lab' && third === 'build');
  return ['curl', 'wget', 'make', 'cmake', 'unzip', 'tar'].includes(name);
}

function shown({ source }: UsedScript, { range }: ShellCommand): string {
  return excerpt(source.text.slice(range.start.offset, range.end.offset), 60);
}
