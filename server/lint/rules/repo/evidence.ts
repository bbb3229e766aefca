import { ignoreRules } from '../../../environment/ignore-patterns';
import type { DockerfileFile } from '../../../environment/dockerfile';
import type { RequirementLine } from '../../../environment/requirement-line';
import { condaPipLines } from '../../../environment/environment-yml';
import { normalName } from '../../../environment/names/python';
import type { RepositoryModel } from '../../model';
import { isIgnored } from '../ignored';

/**
 * What shows that a file is used although the builder does not read it: the commands of the Dockerfile, of postBuild,
 * start, install.R and notebooks, and those of scripts that these run. Words are compared, shells are not understood:
 * a word too many keeps a rule silent, one too few would raise a false alarm.
 */
export function commandLines(model: RepositoryModel): readonly string[] {
  return model.once('repo:command lines', () => {
    const lines = rootLines(model);
    const seen = new Set<string>();
    let fresh = lines;
    for (let depth = 0; depth < 2; depth += 1) {
      const scripts = scriptsIn(model, fresh).filter((path) => !seen.has(path));
      for (const path of scripts) seen.add(path);
      fresh = scripts.flatMap((path) => linesOf(model, path));
      lines.push(...fresh);
    }
    return lines;
  });
}

/** Each word of the commands once. */
function commandWords(model: RepositoryModel): readonly string[] {
  return model.once('repo:command words', () => [...new Set(commandLines(model).flatMap(wordsOf))]);
}

/** True where a command names the file, by its path, by its bare name, or by a pattern such as `*.yml`. */
export function isNamed(model: RepositoryModel, path: string): boolean {
  return commandWords(model).some((word) => names(word, path));
}

/** True where a command matches: for tools that read their files without being told so. */
export function isCommanded(model: RepositoryModel, command: RegExp): boolean {
  return commandLines(model).some((line) => command.test(line));
}

/** The words of the commands in the form in which names of packages are compared, without version and extras. */
export function commandedPackages(model: RepositoryModel): ReadonlySet<string> {
  return new Set(commandWords(model).map((word) => normalName(word.replace(/[=<>~!].*$/, ''))));
}

/** Tools that install the package of the folder that they run in. */
const packageTools =
  /\b(?:poetry\s+install|uv\s+(?:sync|run)|pdm\s+(?:install|sync)|flit\s+install|rye\s+sync|conda[\s-]develop)\b/;

/** True where the repository itself is installed as a Python package: by a list for pip, or by a command. */
export function isFolderInstalled(model: RepositoryModel): boolean {
  const { readers, environment } = model.reading();
  const used = new Set(environment.files.filter(({ role }) => role === 'used').map(({ path }) => path));
  const lists = [...readers.requirementsTree.files.values()].filter(({ source }) => used.has(source.path));
  const lines = [
    ...lists.flatMap((file) => file.lines),
    ...(readers.conda === undefined || !used.has(readers.conda.source.path)
      ? []
      : condaPipLines(readers.conda)),
  ];
  return (
    lines.some(isFolder) ||
    commandLines(model).some((line) => packageTools.test(line) || installsFolder(line)) ||
    isNamed(model, 'setup.py')
  );
}

function isFolder(line: RequirementLine): boolean {
  return line.kind === 'location' && /^\.{1,2}\/?(\[[^\]]*\])?$/.test(line.location.text);
}

/** `pip install -e .`, `uv pip install ${REPO_DIR}`, `pip wheel /srv/repo`. */
function installsFolder(line: string): boolean {
  return line.split(/&&|\|\||[;|&]/).some((command) => {
    const words = wordsOf(command);
    const has = (pattern: RegExp): boolean => words.some((word) => pattern.test(word));
    return (
      has(/^pip\d?(\.\d+)?$|\/pip$/) &&
      has(/^(install|wheel)$/) &&
      has(/^\.{1,2}\/?$|^\$?(REPO_DIR|HOME|PWD)\/?$|^\/[\w/-]+$/)
    );
  });
}

/** Base images that read configuration files when something is built upon them. */
const onbuildBases = /-onbuild(?::|@|$)|(?:^|\/)pangeo\/base-image(?::|@|$)/;

/** What kind of Dockerfile it is, as far as it matters to the other files. */
export type DockerfileKind =
  /** Nothing but the name of a finished image. */
  | 'prebuilt'
  /** Upon an image that reads environment.yml and its like by itself. */
  | 'onbuild'
  | 'recipe';

export function dockerfileKind({ instructions, from }: DockerfileFile): DockerfileKind {
  if (from.some(({ image }) => onbuildBases.test(image.text))) return 'onbuild';
  const naming = ['FROM', 'ARG', 'LABEL', 'MAINTAINER'];
  return instructions.every(({ keyword }) => naming.includes(keyword)) ? 'prebuilt' : 'recipe';
}

const runInstructions = ['RUN', 'COPY', 'ADD', 'CMD', 'ENTRYPOINT', 'ONBUILD'];

function rootLines(model: RepositoryModel): string[] {
  const { readers } = model.reading();
  const instructions = (readers.dockerfile?.instructions ?? [])
    .filter(({ keyword }) => runInstructions.includes(keyword))
    .flatMap(({ written }) => uncommented(written.text));
  const scripts = [readers.postBuild?.path, readers.start?.path, readers.installR?.source.path]
    .filter((path) => path !== undefined)
    .filter((path) => !isIgnored(model, path));
  return [...instructions, ...scripts.flatMap((path) => linesOf(model, path)), ...notebookLines(model)];
}

/** `!pip install -r requirements.txt`, `%conda env update`. Each notebook by itself: one is edited at a time. */
function notebookLines(model: RepositoryModel): string[] {
  return model.filesOf('notebook').flatMap((path) =>
    model.once(`repo:command lines:${path}`, () =>
      (model.notebook(path)?.cells ?? [])
        .filter(({ kind, source }) => kind === 'code' && /[%!]/.test(source.text))
        .flatMap(({ source }) => source.text.split('\n'))
        .filter((line) => /^\s*[%!]/.test(line)),
    ),
  );
}

/** Scripts of the repository that lines name, and Makefile where they call make. */
function scriptsIn(model: RepositoryModel, lines: readonly string[]): string[] {
  const words = new Set(lines.flatMap(wordsOf).map((word) => word.replace(/^\.\//, '')));
  if (words.has('make')) words.add('Makefile');
  return [...words]
    .filter((word) => /(?:^|\/)(?:[\w-]+\.(?:sh|bash|r|py|jl|mk)|[A-Za-z]\w+)$/i.test(word))
    .filter((word) => !word.startsWith('/') && model.view.kind(word) === 'file')
    .slice(0, 20);
}

function linesOf(model: RepositoryModel, path: string): string[] {
  return uncommented(model.text(path)?.text ?? '');
}

function uncommented(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, ''))
    .filter((line) => line.trim() !== '');
}

function wordsOf(line: string): string[] {
  return line.split(/[\s;&|()'"`,=<>{}[\]]+/).filter((word) => word !== '');
}

/** A word without `./`, `../` and the like is a path from the root; one that begins with `/`, `~` or `$` may be anywhere. */
function names(word: string, path: string): boolean {
  const bare = word.replace(/^-[rcfe](?=[\w./])/, '');
  const elsewhere = /^(?:[/~]|\$\w+\/)/.test(bare);
  const relative = bare.replace(/^(?:~|\$\w+)?\/|^(?:\.{1,2}\/)+/, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (relative === path || relative === name) return true;
  if (elsewhere)
    return relative.endsWith(`/${path}`) && !/(?:^|\/)\.?binder\//.test(relative.slice(0, -path.length));
  // More wildcards than anybody writes would take their time.
  const isPattern = /^[^*?]*(?:[*?]+[^*?]*){1,3}$/.test(relative) && /\w/.test(relative);
  return isPattern && ignoreRules([relative]).ignores(path);
}
