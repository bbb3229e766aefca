import {
  applyEdits as applyJsonEdits,
  findNodeAtLocation,
  modify,
  parseTree,
} from 'jsonc-parser/lib/esm/main.js';
import { readNotebook } from '../environment/code/notebook';
import { sourceText } from '../environment/text';
import type { RepoView } from '../environment/view';
import type { FileEdit } from '../protocol';

/** What a file is after edits. `text` absent: it is gone. */
export interface ChangedFile {
  readonly path: string;
  readonly text?: string;
  readonly executable?: boolean;
}

/** Why edits are not applied. */
export class EditRefused extends Error {}

type Replace = Extract<FileEdit, { kind: 'replace' }>;

/**
 * The files of `view` after `edits`. Edits of one text are given by its places before any of them.
 * @throws EditRefused where a file is not as the edits expect it, or where they overlap
 */
export function applyEdits(view: RepoView, edits: readonly FileEdit[]): ChangedFile[] {
  const changed = new Map<string, ChangedFile>();
  const texts = new Map<string, Replace[]>();
  for (const edit of edits) {
    if (edit.kind === 'replace') texts.set(edit.file, [...(texts.get(edit.file) ?? []), edit]);
  }
  for (const [path, own] of texts) changed.set(path, { path, text: editText(view, path, own) });
  for (const edit of edits) if (edit.kind !== 'replace') applyToFile(view, edit, changed);
  return [...changed.values()];
}

function applyToFile(
  view: RepoView,
  edit: Exclude<FileEdit, Replace>,
  changed: Map<string, ChangedFile>,
): void {
  const { file } = edit;
  switch (edit.kind) {
    case 'create': {
      if (view.kind(file) !== undefined) throw new EditRefused(`${file} is there already`);
      const { text, executable = false } = edit;
      changed.set(file, { path: file, text, ...(executable && { executable }) });
      break;
    }
    case 'rewrite':
      changed.set(file, { path: file, text: edit.text });
      break;
    case 'delete':
      changed.set(file, { path: file });
      break;
    case 'rename': {
      if (view.kind(edit.to) !== undefined) throw new EditRefused(`${edit.to} is there already`);
      const text = changed.get(file)?.text ?? wholeText(view, file);
      changed.set(edit.to, { path: edit.to, text, ...(view.executable(file) && { executable: true }) });
      changed.set(file, { path: file });
    }
  }
}

/** With its byte order mark, if it has one; refused where writing it back as UTF-8 would change what is not edited. */
function wholeText(view: RepoView, path: string): string {
  const content = view.read(path);
  if (content === undefined) throw new EditRefused(`${path} cannot be read`);
  const { text, encoding } = sourceText(path, content);
  if (encoding !== 'utf-8') throw new EditRefused(`${path} is not UTF-8`);
  const marked = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf;
  return marked ? `\ufeff${text}` : text;
}

function editText(view: RepoView, path: string, edits: readonly Replace[]): string {
  const whole = wholeText(view, path);
  if (edits.some(({ range }) => range.cell !== undefined)) return editNotebook(path, whole, edits);
  const mark = whole.startsWith('\ufeff') ? 1 : 0;
  return whole.slice(0, mark) + spliced(path, whole.slice(mark), edits);
}

/** Replaces the stretches of a text; several insertions at one place keep their order. */
function spliced(path: string, text: string, edits: readonly Replace[]): string {
  const ordered = [...edits].sort((left, right) => left.range.start.offset - right.range.start.offset);
  let result = '';
  let at = 0;
  for (const { range, text: replacement } of ordered) {
    const { start, end } = range;
    if (start.offset < at || end.offset > text.length)
      throw new EditRefused(`the changes of ${path} overlap, or are those of another text`);
    result += text.slice(at, start.offset) + replacement;
    at = end.offset;
  }
  return result + text.slice(at);
}

/** Rewrites the sources of cells and leaves the rest of the file as it stands. */
function editNotebook(path: string, text: string, edits: readonly Replace[]): string {
  const { cells } = readNotebook(path, new TextEncoder().encode(text));
  const tree = parseTree(text);
  if (tree === undefined) throw new EditRefused(`${path} is no notebook`);
  return applyJsonEdits(
    text,
    cells.flatMap(({ index, source }) => {
      const own = edits.filter(({ range }) => range.cell === String(index));
      if (own.length === 0) return [];
      const at = ['cells', index, 'source'];
      const asLines = findNodeAtLocation(tree, at)?.type === 'array';
      const edited = spliced(path, source.text, own);
      const formattingOptions = { insertSpaces: true, tabSize: indentOf(text), eol: '\n' };
      return modify(text, at, asLines ? linesOf(edited) : edited, { formattingOptions });
    }),
  );
}

/** Lines with their line breaks, as nbformat stores them. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function indentOf(text: string): number {
  return /^\{\r?\n( +)"/.exec(text)?.[1]?.length ?? 1;
}
