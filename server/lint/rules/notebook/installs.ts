import type { ShellCode, ShellCommand } from '../../../environment/code/shell-code';
import { normalName } from '../../../environment/names/python';
import { excerpt } from '../../../environment/text';
import type { FileEdit, Range } from '../../../protocol';
import { deleteLines } from '../../edits';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { addToApt } from '../requirements/apt-edits';
import { addCondaPackages, addRequirements, condaFile } from './add-requirement';
import { isCopy, listed } from './cells';
import { asksForColab } from './colab';
import { isDeclared } from './declared';

type Installer = 'pip' | 'conda' | 'apt';

/** Something that a cell installs. */
interface Install {
  readonly code: ShellCode;
  readonly command: ShellCommand;
  /** From the program on. */
  readonly range: Range;
  readonly installer: Installer;
  /** As written: names, versions, addresses, files. */
  readonly packages: readonly string[];
}

/** Programs that install, by what they are called. */
const installers: ReadonlyMap<string, Installer> = new Map([
  ['pip', 'pip'],
  ['pip3', 'pip'],
  ['uv', 'pip'],
  ['conda', 'conda'],
  ['mamba', 'conda'],
  ['micromamba', 'conda'],
  ['apt', 'apt'],
  ['apt-get', 'apt'],
]);

/** Options that have their value in the next word. */
const withValue = new Set(
  '-c --channel -n --name -p --prefix -i --index-url --extra-index-url -f --find-links -t --target --constraint --trusted-host'.split(
    ' ',
  ),
);

export function* checkInstalls(model: RepositoryModel, path: string): Iterable<Report> {
  if (isCopy(path)) return;
  const installs = installsIn(model.shell(path));
  const [first] = installs;
  if (first === undefined) return;
  const names = [...new Set(installs.flatMap(({ packages }) => packages))];
  yield {
    file: path,
    range: first.range,
    code: sentenceFor(model, installs, names),
    args: { packages: excerpt(listed(names), 120) },
    ...(isAllDeclared(model, installs) && { severity: 'information' }),
    fixes: moveFix(model, installs, names),
  };
}

/** Not in cells that ask whether they run in Colab. */
function installsIn(codes: readonly ShellCode[]): Install[] {
  const colab = new Map<string | undefined, boolean>();
  return codes.flatMap((code) => {
    const { cell, text } = code.source;
    if (!colab.has(cell)) colab.set(cell, asksForColab(text));
    return colab.get(cell) === true ? [] : code.commands.flatMap((command) => installOf(code, command) ?? []);
  });
}

function installOf(code: ShellCode, command: ShellCommand): Install | undefined {
  const words = command.words.map(({ text }) => text);
  const verb = words.indexOf('install');
  const at = words.slice(0, Math.min(verb, 5)).findLastIndex((word) => installers.has(baseName(word)));
  const installer = installers.get(baseName(words[at] ?? ''));
  const start = command.words[at]?.range.start;
  if (verb === -1 || installer === undefined || start === undefined) return undefined;
  const packages: string[] = [];
  for (let index = verb + 1; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (withValue.has(word)) index += 1;
    else if (!word.startsWith('-')) packages.push(word);
  }
  const { end, cell } = command.range;
  const range = { start, end, ...(cell !== undefined && { cell }) };
  return packages.length === 0 ? undefined : { code, command, range, installer, packages };
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

/** What all installations have in common decides on the sentence. */
function sentenceFor(
  model: RepositoryModel,
  installs: readonly Install[],
  names: readonly string[],
): LintCode {
  if (isAllDeclared(model, installs)) return 'nb-install-in-cell.declared';
  if (installs.every(({ installer }) => installer === 'apt')) return 'nb-install-in-cell.apt';
  return names.some(isPlain) ? 'nb-install-in-cell' : 'nb-install-in-cell.other';
}

function isAllDeclared(model: RepositoryModel, installs: readonly Install[]): boolean {
  return installs.every(
    ({ installer, packages }) =>
      installer !== 'apt' &&
      packages.every((written) => isPlain(written) && isDeclared(model, nameOf(written))),
  );
}

/** A name, with or without a version: no address, no folder, no list of requirements, nothing that only runs tell. */
function isPlain(written: string): boolean {
  return (
    /^[A-Za-z0-9][\w.-]*(?:\[[\w,-]+\])?(?:(?:[=<>~!]=?|==)[\w.*,<>=!~+-]+)?$/.test(written) &&
    !/\.(?:txt|whl|gz|zip|deb|yml)$/.test(written)
  );
}

function nameOf(written: string): string {
  return normalName(/^[\w.-]+/.exec(written)?.[0] ?? written);
}

/** All of them into the files that the build reads, and out of the cells; not where one of them is more than a name. */
function moveFix(
  model: RepositoryModel,
  installs: readonly Install[],
  names: readonly string[],
): ReportFix[] {
  if (!names.every(isPlain) || !installs.every(isWholeLine)) return [];
  const missing = (installer: Installer): string[] => [
    ...new Set(
      installs
        .filter((each) => each.installer === installer)
        .flatMap(({ packages }) => packages)
        .filter((written) => installer === 'apt' || !isDeclared(model, nameOf(written))),
    ),
  ];
  const added = [
    ...toCondaOrPip(model, missing('conda'), missing('pip')),
    ...(missing('apt').length === 0 ? [] : addToApt(model, missing('apt'))),
  ];
  const edits = added.filter((edit) => edit !== undefined);
  if (edits.length < added.length) return [];
  const removed = installs.map(({ code, command }) => deleteLines(code.source, command.range));
  const files = [...new Set(edits.map(({ file }) => file))].join(', ');
  const code = files === '' ? 'nb-install-in-cell.fix-remove' : 'nb-install-in-cell.fix';
  return [{ code, args: { files }, safe: false, edits: [...removed, ...edits] }];
}

/** Undefined stands for what cannot be added. Two edits of one list would stand at one place: then all go to pip's. */
function toCondaOrPip(
  model: RepositoryModel,
  conda: readonly string[],
  pip: readonly string[],
): (FileEdit | undefined)[] {
  if (conda.length > 0 && pip.length === 0 && condaFile(model) !== undefined)
    return [addCondaPackages(model, conda)];
  const lines = [...conda.map(asRequirement), ...pip];
  return lines.length === 0 ? [] : [addRequirements(model, lines)];
}

/** conda's `name=1.2` as pip has it. */
function asRequirement(written: string): string {
  return written.replace(/^([\w.-]+)=(?=\d)/, '$1==');
}

/** The line holds the one command and nothing else that would be lost. */
function isWholeLine({ code, command }: Install): boolean {
  const { source } = code;
  const { start, end } = command.range;
  if (start.line !== end.line || code.commands.length > 1) return false;
  const line = source.text.slice(source.lineStarts[start.line], source.lineStarts[start.line + 1]);
  return /^[!%]/.test(line) && source.text.slice(end.offset, source.lineStarts[end.line + 1]).trim() === '';
}
