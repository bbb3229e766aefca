import type { ShellCommand } from '../../../environment/code/shell-code';
import { rangeAt, spanAt } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import type { Installer } from '../commands/unpinned';
import { unpinnedPackages } from '../commands/unpinned';
import { plainWords, wordsOf } from '../commands/words';
import type { UsedDockerfile } from './file';
import { dockerCommands, usedDockerfile } from './file';

/** So many names are told. */
const maxNamed = 4;

/** Packages without a version, of one installer: one finding for the file. */
export function checkUnpinned(installer: Installer): (model: RepositoryModel) => Iterable<Report> {
  return function* (model) {
    const docker = usedDockerfile(model);
    if (docker === undefined) return;
    const loose = dockerCommands(model).flatMap(({ command }) => {
      const found = unpinnedPackages(command);
      return found?.installer === installer ? found.names.map((name) => ({ name, command })) : [];
    });
    const [first] = loose;
    if (first === undefined) return;
    const names = [...new Set(loose.map(({ name }) => name))];
    const packages = `${names.slice(0, maxNamed).join(', ')}${names.length > maxNamed ? ', …' : ''}`;
    yield { file: docker.path, range: first.command.range, args: { packages } };
  };
}

/** `install.packages` in a RUN: what CRAN has on the day of the build, unless a snapshot is named. */
export function* checkUnpinnedR(model: RepositoryModel): Iterable<Report> {
  const docker = usedDockerfile(model);
  for (const { command } of dockerCommands(model)) {
    const [name = ''] = plainWords(command);
    const code = wordsOf(command).find((word) => word.includes('install.packages('));
    if (docker === undefined || !/^(?:R|Rscript|r)$/.test(name) || code === undefined) continue;
    if (/\d{4}-\d{2}-\d{2}|install_version|packagemanager/.test(code)) continue;
    yield { file: docker.path, range: command.range };
  }
}

/** What a package manager leaves behind in the layer. */
export function* checkPipCache(model: RepositoryModel): Iterable<Report> {
  const docker = usedDockerfile(model);
  if (docker === undefined || docker.file.source.text.includes('PIP_NO_CACHE_DIR')) return;
  for (const { command, run } of dockerCommands(model)) {
    const [name, action] = plainWords(command);
    if (name !== 'pip' || action !== 'install') continue;
    if (wordsOf(command).includes('--no-cache-dir') || hasCacheMount(run.flags)) continue;
    yield report(
      docker,
      command,
      insertAfter(docker, command, 'install', ' --no-cache-dir', 'docker-pip-cache.fix'),
    );
  }
}

function hasCacheMount(flags: readonly { readonly text: string }[]): boolean {
  return flags.some(({ text }) => text.startsWith('--mount') && text.includes('type=cache'));
}

/** Questions that nobody answers. */
export function* checkAptYes(model: RepositoryModel): Iterable<Report> {
  for (const { docker, command } of aptInstalls(model)) {
    if (command.fed || wordsOf(command).some((word) => /^(?:-[a-zA-Z]*y|--yes|--assume-yes|-qq)/.test(word)))
      continue;
    yield report(docker, command, insertAfter(docker, command, 'install', ' -y', 'docker-apt-no-y.fix'));
  }
}

/** Lists of packages, of some tens of megabytes, in the layer. */
export function* checkAptLists(model: RepositoryModel): Iterable<Report> {
  for (const { docker, command, instruction } of aptInstalls(model)) {
    if (
      /rm\s+-[a-z]+\s+[^&|;]*\/var\/lib\/apt|apt(?:-get)?\s+(?:dist)?clean|apt-get\s+-y\s+clean|type=cache/.test(
        instruction,
      )
    )
      continue;
    yield report(docker, command, []);
  }
}

export function* checkAptRecommends(model: RepositoryModel): Iterable<Report> {
  for (const { docker, command } of aptInstalls(model)) {
    if (/no-install-recommends|Install-Recommends/i.test(docker.file.source.text)) continue;
    yield report(
      docker,
      command,
      insertAfter(docker, command, 'install', ' --no-install-recommends', 'docker-apt-recommends.fix'),
    );
  }
}

/** `apt` is for people at a terminal: its options and output may change. */
export function* checkApt(model: RepositoryModel): Iterable<Report> {
  const docker = usedDockerfile(model);
  for (const { command } of dockerCommands(model)) {
    const word = command.words.find(({ text }) => text === 'apt');
    if (docker === undefined || word === undefined || plainWords(command)[0] !== 'apt') continue;
    const edit: FileEdit = { kind: 'replace', file: docker.path, range: word.range, text: 'apt-get' };
    yield {
      file: docker.path,
      range: word.range,
      fixes: [{ code: 'docker-use-apt.fix', safe: true, edits: [edit] }],
    };
  }
}

export function* checkSudo(model: RepositoryModel): Iterable<Report> {
  const docker = usedDockerfile(model);
  for (const { command } of dockerCommands(model)) {
    const [word] = command.words;
    if (docker === undefined || word?.text !== 'sudo') continue;
    yield { file: docker.path, range: word.range };
  }
}

interface AptInstall {
  readonly docker: UsedDockerfile;
  readonly command: ShellCommand;
  /** Text of the whole instruction. */
  readonly instruction: string;
}

function aptInstalls(model: RepositoryModel): AptInstall[] {
  const docker = usedDockerfile(model);
  if (docker === undefined) return [];
  return dockerCommands(model).flatMap(({ command, run }) => {
    const [name = ''] = plainWords(command);
    const installs = /^apt(?:-get)?$/.test(name) && wordsOf(command).includes('install');
    return installs ? [{ docker, command, instruction: run.instruction.written.text }] : [];
  });
}

function insertAfter(
  { file }: UsedDockerfile,
  { words }: ShellCommand,
  word: string,
  text: string,
  code: LintCode,
): ReportFix[] {
  const at = words.find((each) => each.text === word)?.range.end.offset;
  if (at === undefined) return [];
  const { path } = file.source;
  return [
    { code, safe: true, edits: [{ kind: 'replace', file: path, range: rangeAt(file.source, at, at), text }] },
  ];
}

/** Underlines the program and its action alone: commands may be long. */
function report({ path, file }: UsedDockerfile, { words, range }: ShellCommand, fixes: ReportFix[]): Report {
  const action = words.find(({ text }) => text === 'install') ?? words[0];
  const end = action?.range.end.offset ?? range.end.offset;
  return { file: path, range: spanAt(file.source, range.start.offset, end).range, fixes };
}
