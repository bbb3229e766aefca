import { readText } from '../environment/config-files';
import type { Grammars } from '../environment/code/grammars';
import type { JuliaCode } from '../environment/code/julia-code';
import { readJulia } from '../environment/code/julia-code';
import type { NotebookFile } from '../environment/code/notebook';
import { notebookLanguage, readNotebook } from '../environment/code/notebook';
import type { PythonCode } from '../environment/code/python-code';
import { readPythonCells } from '../environment/code/python-code';
import type { RCode } from '../environment/code/r-code';
import { readR } from '../environment/code/r-code';
import { rChunks } from '../environment/code/r-markdown';
import type { ShellCode } from '../environment/code/shell-code';
import { readShell } from '../environment/code/shell-code';
import type { EnvironmentReading } from '../environment/environment';
import { readEnvironment } from '../environment/environment';
import type { SourceText } from '../environment/text';
import { sourceText } from '../environment/text';
import type { RepoView } from '../environment/view';
import type { LintProfile, Platform } from '../protocol';
import type { FileEntry, LintFacts, LintInput } from './input';
import type { Memory } from './memory';
import type { FileKind } from './rule';

/** What holds for a whole run. */
export interface ModelOptions {
  readonly profile: LintProfile;
  readonly platform: Platform;
  readonly facts: LintFacts;
  readonly grammars: Grammars;
  /** Import names and the package that has each, as the user says. */
  readonly packages: Readonly<Record<string, string>>;
}

/**
 * A repository as rules see it: each question is answered once, and again only when what it was answered from has
 * changed. Questions of a rule family's own go through `once`.
 */
export interface RepositoryModel {
  readonly options: ModelOptions;
  /** Every look at it is remembered as what an answer depends on. */
  readonly view: RepoView;
  /** What the build makes of the configuration files, and these files as they were read. */
  reading(): EnvironmentReading;
  /** Every file, sorted by path; what git ignores is not among them. */
  files(): readonly FileEntry[];
  /** True for a file or folder that is there, whether or not git ignores it. */
  has(path: string): boolean;
  /** The files of a kind, sorted by path. */
  filesOf(kind: FileKind): readonly string[];
  /** Text of a file; undefined where it is not there, too large, or no text. */
  text(path: string): SourceText | undefined;
  notebook(path: string): NotebookFile | undefined;
  /** Python of a script, or of the code cells of a notebook in Python, cell by cell. */
  python(path: string): readonly PythonCode[];
  /** R of a script, of the chunks of R Markdown, or of the code cells of a notebook in R. */
  r(path: string): readonly RCode[];
  julia(path: string): readonly JuliaCode[];
  /** Shell code of a script, or of the shell lines and cells of a notebook. */
  shell(path: string): readonly ShellCode[];
  /** The answer to a question of the caller's own. `question` names it among all questions of the linter. */
  once<T>(question: string, compute: (before: T | undefined) => T): T;
}

/** Larger notebooks are not read: an editor would not open them either. In bytes. */
export const maxNotebookBytes = 24 * 1024 * 1024;

/** Kinds by the ends of names. */
const extensions: Readonly<Record<string, FileKind>> = {
  ipynb: 'notebook',
  py: 'python',
  r: 'r',
  rmd: 'r',
  qmd: 'r',
  jl: 'julia',
  sh: 'shell',
  md: 'markdown',
  rst: 'markdown',
};

/** The kind of a file by its name; undefined for those that the linter does not look into by themselves. */
export function fileKind(path: string): FileKind | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'postBuild' || name === 'start') return 'shell';
  const dot = name.lastIndexOf('.');
  const end = dot === -1 ? '' : name.slice(dot + 1).toLowerCase();
  return Object.hasOwn(extensions, end) ? extensions[end] : undefined;
}

export function createModel(input: LintInput, memory: Memory, options: ModelOptions): RepositoryModel {
  const view = watched(input.view, memory);
  const { grammars } = options;
  const once: RepositoryModel['once'] = (question, compute) => memory.ask(question, compute);
  const model: RepositoryModel = {
    options,
    view,
    once,
    reading: () =>
      once('reading', () => readEnvironment(view, { platform: options.platform, facts: options.facts })),
    files: () =>
      once('files', () => {
        memory.reads('files');
        return input.files();
      }),
    has: (path) => view.kind(path) !== undefined,
    filesOf: (kind) =>
      once(`files:${kind}`, () =>
        model
          .files()
          .filter(({ path }) => fileKind(path) === kind)
          .map(({ path }) => path),
      ),
    text: (path) => once(`text:${path}`, () => textOf(view, path)),
    notebook: (path) => once(`notebook:${path}`, () => notebookOf(view, path)),
    python: (path) =>
      once<readonly PythonCode[]>(`python:${path}`, (before) =>
        readPythonCells(codeSources(model, path, 'python'), grammars.python, before),
      ),
    r: (path) => once(`r:${path}`, () => rCode(model, path, grammars)),
    julia: (path) => once(`julia:${path}`, () => codeSources(model, path, 'julia').map(readJulia)),
    shell: (path) => once(`shell:${path}`, () => shellCode(model, path, grammars)),
  };
  return model;
}

/** The same view; what is looked at becomes an input of the question that looks. */
function watched(view: RepoView, memory: Memory): RepoView {
  return {
    kind: (path) => {
      memory.reads(`entry:${path}`);
      return view.kind(path);
    },
    read: (path) => {
      memory.reads(`content:${path}`);
      return view.read(path);
    },
    list: (path) => {
      memory.reads(`list:${path}`);
      return view.list(path);
    },
    executable: (path) => {
      memory.reads(`entry:${path}`);
      return view.executable(path);
    },
  };
}

/** The inputs that change with a file; `structure` where it came or went. */
export function inputsOf(path: string, structure: boolean): string[] {
  const own = [`content:${path}`, `entry:${path}`];
  if (!structure) return own;
  const folders = path.split('/').map((_, index, parts) => parts.slice(0, index).join('/'));
  return [...own, 'files', ...folders.flatMap((folder) => [`list:${folder}`, `entry:${folder}`])];
}

function textOf(view: RepoView, path: string): SourceText | undefined {
  const source = readText(view, path);
  return source === undefined || source.text.slice(0, 4096).includes('\0') ? undefined : source;
}

function notebookOf(view: RepoView, path: string): NotebookFile | undefined {
  const content = view.read(path);
  return content === undefined || content.length > maxNotebookBytes ? undefined : readNotebook(path, content);
}

/** The sources of code in one language: a script by itself, or the code cells of a notebook in it. */
function codeSources(model: RepositoryModel, path: string, language: 'python' | 'r' | 'julia'): SourceText[] {
  if (fileKind(path) !== 'notebook') {
    const source = model.text(path);
    return source === undefined ? [] : [source];
  }
  const notebook = model.notebook(path);
  if (notebook === undefined || notebookLanguage(notebook) !== language) return [];
  return notebook.cells.filter(({ kind }) => kind === 'code').map(({ source }) => source);
}

function rCode(model: RepositoryModel, path: string, { r }: Grammars): RCode[] {
  return codeSources(model, path, 'r').flatMap((source) =>
    /\.[rq]md$/i.test(path)
      ? rChunks(source).map(({ start, end }) => readR(source, r, start, end))
      : [readR(source, r)],
  );
}

function shellCode(model: RepositoryModel, path: string, { bash }: Grammars): ShellCode[] {
  if (fileKind(path) !== 'notebook') {
    const source = model.text(path);
    return source === undefined ? [] : [readShell(source, bash)];
  }
  return model.python(path).flatMap(({ source, magics }) =>
    magics.flatMap(({ kind, name, rest, body }) => {
      const isShell =
        kind === 'shell' || (kind === 'line' && ['pip', 'conda', 'mamba', 'system', 'sx'].includes(name));
      const span = isShell
        ? rest
        : kind === 'cell' && ['bash', 'sh', 'script', '!'].includes(name)
          ? body
          : undefined;
      if (span === undefined) return [];
      // `%pip install x` is the command pip: the name stands right before the rest.
      const named = kind === 'line' && !['system', 'sx'].includes(name);
      const start = named ? source.text.lastIndexOf(name, span.range.start.offset) : span.range.start.offset;
      return [readShell(source, bash, start, span.range.end.offset)];
    }),
  );
}

/** A file as a source text whatever its size: for places in large files. */
export function sourceOf(view: RepoView, path: string): SourceText | undefined {
  const content = view.read(path);
  return content === undefined ? undefined : sourceText(path, content);
}
