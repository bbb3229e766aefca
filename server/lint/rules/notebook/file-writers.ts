import type { PythonCode } from '../../../environment/code/python-code';
import type { ShellCode } from '../../../environment/code/shell-code';
import { startOffset } from '../../../environment/text';
import type { Range } from '../../../protocol';
import type { RepositoryModel } from '../../model';
import { isCopy } from './cells';
import type { CodeFacts } from './code';
import { callsOf, codeFacts, lastPart } from './code';
import { bringingScripts, folderMakers, unknownFileCommands, unknownFiles } from './file-calls';
import { pathsRead } from './file-reads';

/** What notebooks may make files of, as far as it can be told. */
interface Makers {
  /** True where something brings files whose names only a run tells: it unpacks, clones, mirrors. */
  readonly anything: boolean;
  /** Ends of names of files that something besides reading speaks of: `rain.csv`, `_2019.csv`, `.csv`. Sorted. */
  readonly names: readonly string[];
  /** Folders that are made. Sorted. */
  readonly folders: readonly string[];
}

/** True where something in the repository may make the file before it is read. */
export function isMade(model: RepositoryModel, path: string): boolean {
  const { anything, names, folders } = makers(model);
  if (anything) return true;
  const parts = path.toLowerCase().split('/');
  const name = parts.pop() ?? '';
  return (
    parts.some((part) => folders.includes(part)) ||
    names.some((end) => name.endsWith(end)) ||
    isSpokenOf(model, path.slice(path.lastIndexOf('/') + 1))
  );
}

/** Recipes of programs that make files. */
const recipes = ['Makefile', 'makefile', 'Snakefile', 'workflow/Snakefile', 'dvc.yaml', 'main.nf'];

function makers(model: RepositoryModel): Makers {
  return model.once('notebook:makers', () => {
    const each = model
      .filesOf('notebook')
      .filter((path) => !isCopy(path))
      .map((path) => makersIn(model, path));
    const union = (key: 'names' | 'folders'): string[] =>
      [...new Set(each.flatMap((found) => found[key]))].sort();
    const anything =
      each.some((found) => found.anything) ||
      recipes.some((path) => model.has(path)) ||
      scripts(model).some((path) => bringsFiles(model, path));
    return { anything, names: union('names'), folders: union('folders') };
  });
}

function scripts(model: RepositoryModel): string[] {
  return (['python', 'shell', 'r', 'julia'] as const).flatMap((kind) => model.filesOf(kind));
}

/** Scripts are not understood here, only searched: whatever speaks of the file may make it. */
function bringsFiles(model: RepositoryModel, path: string): boolean {
  return model.once(`notebook:brings files:${path}`, () =>
    bringingScripts.test(model.text(path)?.text ?? ''),
  );
}

/** The name itself, or one with its extension that is put together: `f'{name}.csv'`, `name + '.csv'`, `'%s.csv'`. */
function isSpokenOf(model: RepositoryModel, name: string): boolean {
  const extension = /\.(\w+)$/.exec(name)?.[1] ?? '';
  const composed = new RegExp(`(?:[}'"]|%\\d{0,3}[a-z])[\\w-]{0,40}\\.${extension}\\b`);
  return scripts(model).some((path) => {
    const text = model.text(path)?.text ?? '';
    return text.includes(name) || (text.includes(`.${extension}`) && composed.test(text));
  });
}

/** Of one notebook: an edit of it asks for no other. */
function makersIn(model: RepositoryModel, path: string): Makers {
  return model.once(`notebook:makers:${path}`, () => {
    const found: Found = { anything: false, names: new Set(), folders: new Set() };
    for (const code of model.shell(path)) ofShell(code, found);
    ofPython(codeFacts(model, path), found);
    for (const { strings } of model.r(path)) for (const { text } of strings) speaksOf(text, found);
    const { anything, names, folders } = found;
    return { anything, names: [...names].sort(), folders: [...folders].sort() };
  });
}

interface Found {
  anything: boolean;
  readonly names: Set<string>;
  readonly folders: Set<string>;
}

const makingCalls: ReadonlySet<string> = new Set([...unknownFiles, ...folderMakers]);

function ofPython(facts: CodeFacts, found: Found): void {
  const { cells } = facts;
  const read = new Set(pathsRead(facts).map(({ range }) => placeOf(range)));
  for (const call of callsOf(facts, makingCalls)) {
    const last = lastPart(call.name);
    if (unknownFiles.has(last)) found.anything = true;
    if (folderMakers.has(last)) madeFolders(cells, call.range.cell, found);
  }
  for (const { strings, magics } of cells) {
    for (const { text, alone, range } of strings)
      if (!alone && (read.size === 0 || !read.has(placeOf(range)))) speaksOf(text, found);
    for (const { rest } of magics)
      for (const word of rest.text.slice(0, 400).split(/[\s"']+/)) speaksOf(word, found);
  }
}

function placeOf(range: Range): string {
  return `${range.cell ?? ''}:${startOffset(range)}`;
}

/** All folders that the cell speaks of may be the one that it makes. */
function madeFolders(cells: readonly PythonCode[], cell: string | undefined, { folders }: Found): void {
  const strings = cells.find(({ source }) => source.cell === cell)?.strings ?? [];
  for (const { text } of strings)
    for (const part of text.toLowerCase().split('/')) if (/^[\w-]+$/.test(part)) folders.add(part);
}

function ofShell({ commands }: ShellCode, found: Found): void {
  for (const { words, outputs } of commands) {
    const names = words.map(({ text }) => text.slice(text.lastIndexOf('/') + 1));
    const downloads = names.includes('wget') || names.includes('curl');
    if (
      names.some((name) => unknownFileCommands.has(name)) ||
      (names.includes('git') && names.includes('clone'))
    )
      found.anything = true;
    if (downloads && words.some(({ literal }) => !literal)) found.anything = true;
    if (names[0] === 'mkdir')
      for (const { text } of words) for (const part of text.toLowerCase().split('/')) found.folders.add(part);
    for (const { text } of [...words, ...outputs]) speaksOf(text, found);
  }
}

/** The end of a path or an address, behind what is filled in, where it has an extension. */
function speaksOf(text: string | undefined, { names }: Found): void {
  if (text === undefined || text.length > 400 || text.includes('*')) return;
  const dot = text.lastIndexOf('.');
  if (dot === -1 || !/^\.[a-z]\w{0,8}(?:[?#]|$)/i.test(text.slice(dot, dot + 11))) return;
  const start = Math.max(...['/', '\\', '=', '}', '%'].map((mark) => text.lastIndexOf(mark, dot)));
  // `%s`, `%03d`
  const filled = text.charAt(start) === '%' ? (/^\d*[a-z]/.exec(text.slice(start + 1))?.[0].length ?? 0) : 0;
  const extension = /^\w+/.exec(text.slice(dot + 1))?.[0] ?? '';
  names.add(`${text.slice(start + 1 + filled, dot)}.${extension}`.toLowerCase());
}
