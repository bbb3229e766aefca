import type { PythonCode, PythonImport } from '../../../environment/code/python-code';
import { isStandardModule, packageOfModule, successorOf } from '../../../environment/names/python';
import type { ModulePackage } from '../../../environment/names/python';
import type { Range } from '../../../protocol';
import { fileKind } from '../../model';
import type { RepositoryModel } from '../../model';
import { asideScripts, skippedFolders } from './folders';
import { joined, ownModules, parentOf } from './files';

/** A module that a file imports from outside of the repository and of Python's library. */
export interface Imported {
  /** As written, with what is imported from it where that tells the package: `google.cloud.storage`. */
  readonly module: string;
  readonly top: string;
  readonly range: Range;
  readonly package: ModulePackage;
  readonly import: PythonImport;
}

/** What one file imports. */
export interface FileImports {
  readonly path: string;
  readonly notebook: boolean;
  readonly codes: readonly PythonCode[];
  /** From outside, in the order of the text; several of one module too. */
  readonly outside: readonly Imported[];
  /** Modules that the file is sure to find, among them those of the repository. */
  readonly search: SearchPath;
}

/** Where a file's imports are looked for besides what is installed. */
export interface SearchPath {
  /** Folders of the repository: the file's own, those above, and those that packages are usually in. */
  readonly folders: readonly string[];
  /** Those that the file itself adds. */
  readonly added: readonly string[];
  /** True where the file changes the path, or the folder that it runs in, to what nobody can tell. */
  readonly open: boolean;
}

/** What a file imports; undefined for one that is not looked at: no Python, a test, somebody else's code. */
export function fileImports(model: RepositoryModel, path: string): FileImports | undefined {
  return model.once(`imports:of:${path}`, () => {
    const notebook = fileKind(path) === 'notebook';
    if (skippedFolders.test(path) || (!notebook && asideScripts.test(path))) return undefined;
    const codes = model.python(path);
    if (codes.every(({ imports }) => imports.length === 0)) return undefined;
    const search = searchPath(codes, path);
    const outside = codes.flatMap(({ imports }) =>
      imports.filter((each) => isOutside(model, search, each)).flatMap((each) => importedBy(model, each)),
    );
    return { path, notebook, codes, outside, search };
  });
}

/** All files that are looked at. */
export function allImports(model: RepositoryModel): readonly FileImports[] {
  return model.once('imports:all', () =>
    [...model.filesOf('notebook'), ...model.filesOf('python')].flatMap(
      (path) => fileImports(model, path) ?? [],
    ),
  );
}

/** What is found in each file that is looked at, one after the other; an edit of one asks for no other again. */
export function* eachFile<T>(
  model: RepositoryModel,
  question: string,
  find: (file: FileImports) => Iterable<T>,
): Iterable<T> {
  for (const { path } of allImports(model))
    yield* model.once(`${question}:${path}`, () => {
      // Asked here, so that the answer depends on it.
      const file = fileImports(model, path);
      return file === undefined ? [] : [...find(file)];
    });
}

function isOutside(model: RepositoryModel, search: SearchPath, { level, module }: PythonImport): boolean {
  const [top = ''] = module.text.split('.');
  if (level > 0 || top === '' || isStandardModule(top) || successorOf(top) !== undefined) return false;
  return !isOwn(model, search, top);
}

/**
 * True for a module of the repository: anywhere in it where no table knows its name, and for a well-known name where the
 * file is sure to find it.
 */
function isOwn(model: RepositoryModel, search: SearchPath, top: string): boolean {
  const folders = ownModules(model).folders.get(top) ?? [];
  if (folders.length === 0) return false;
  return !packageOfModule(top).known || folders.some((folder) => search.folders.includes(folder));
}

/** Where nothing of several packages of one namespace is asked for by name, the namespace itself is. */
function importedBy(model: RepositoryModel, found: PythonImport): Imported[] {
  const { module, names } = found;
  const { packages } = model.options;
  const whole = packageOfModule(module.text, packages);
  const [top = ''] = module.text.split('.');
  const parts = names.flatMap((name): Imported[] => {
    const dotted = `${module.text}.${name.text}`;
    const part = packageOfModule(dotted, packages);
    return part.pip === whole.pip && part.conda === whole.conda
      ? []
      : [{ module: dotted, top, range: name.range, package: part, import: found }];
  });
  const others = names.length === 0 || parts.length < names.length;
  return others
    ? [...parts, { module: module.text, top, range: module.range, package: whole, import: found }]
    : parts;
}

/** Calls that add to the path of modules. */
export const pathCalls = /^sys\.path\.(?:append|insert|extend)$|^(?:site\.)?addsitedir$/;
const folderCalls = /^(?:os\.chdir|chdir|os\.fchdir)$/;

function searchPath(codes: readonly PythonCode[], path: string): SearchPath {
  const own = parentOf(path);
  const folders = new Set([own, '', 'src', 'lib', 'python', 'code']);
  for (let above = own; above !== ''; above = parentOf(above)) folders.add(above);
  const added: string[] = [];
  let open = false;
  for (const { calls, magics, attributes, source } of codes) {
    for (const { callee, arguments: values } of calls) {
      if (folderCalls.test(callee.text)) open = true;
      if (!pathCalls.test(callee.text)) continue;
      const told = values.map(({ string }) => string?.text).filter((text) => text !== undefined);
      const inside = told.map((text) => joined(own, text)).filter((folder) => folder !== undefined);
      added.push(...inside);
      if (inside.length === 0) open = true;
    }
    if (magics.some(({ name }) => name === 'cd' || name === 'run')) open = true;
    const assigned =
      attributes.some(({ text }) => text === 'sys.path') && /sys\.path\s*(?:=|\+=|\[)/.test(source.text);
    if (assigned || /git clone|\bPYTHONPATH\b/.test(source.text)) open = true;
  }
  return { folders: [...folders, ...added], added, open };
}
