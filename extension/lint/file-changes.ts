import type * as vscode from 'vscode';
import type { NotebookFile } from '../../server/environment/code/notebook';
import type { SourceText } from '../../server/environment/text';
import type { RepoView } from '../../server/environment/view';
import type { ChangedFile } from '../../server/lint/apply-edits';
import type { FileEdit, Fix, Range } from '../../server/protocol';
import type { Vs } from '../platform/vs';
import { editorRange } from './diagnostics';
import type { LintRuntime } from './runtime-loader';

/** How the editor has a file at hand. */
export type OpenState = 'closed' | 'saved' | 'unsaved';

/** Where changes go. */
export interface ChangeTarget {
  readonly runtime: LintRuntime;
  readonly view: RepoView;
  readonly uri: (path: string) => vscode.Uri;
  /** Undefined where the notebook is not open. */
  readonly cell: (path: string, index: number) => vscode.Uri | undefined;
  readonly state: (path: string) => OpenState;
}

export type ChangeVs = Pick<Vs, 'WorkspaceEdit' | 'Range'>;

/**
 * What the editor is to do for a fix. Undefined where it cannot be done: a file is not as the fix expects it, or what has
 * to be written anew is not saved.
 */
export function fixAsEdit(vs: ChangeVs, fix: Fix, target: ChangeTarget): vscode.WorkspaceEdit | undefined {
  const changed = applied(target, fix);
  if (changed === undefined) return undefined;
  const paths = new Set(fix.edits.map(({ file }) => file));
  const edit = new vs.WorkspaceEdit();
  const done = new Set<string>();
  for (const path of paths) {
    const own = fix.edits.filter(({ file }) => file === path);
    for (const also of asWritten(vs, edit, own, target)) done.add(also);
  }
  const rest = changed.filter(({ path }) => !done.has(path));
  const asks = paths.size > 1 ? fix.title : undefined;
  return rest.every((file) => changeFile(vs, edit, file, target, asks)) ? edit : undefined;
}

/** Adds the changes of one file piece by piece, where the editor has a document for each. Answers what it did. */
function asWritten(
  vs: ChangeVs,
  edit: vscode.WorkspaceEdit,
  own: readonly FileEdit[],
  target: ChangeTarget,
): string[] {
  const [only, ...others] = own;
  if (only?.kind === 'rename' && others.length === 0) {
    edit.renameFile(target.uri(only.file), target.uri(only.to));
    return [only.file, only.to];
  }
  const pieces = own.map((each) => (each.kind === 'replace' ? pieceOf(each, target) : undefined));
  if (!pieces.every((piece) => piece !== undefined)) return [];
  for (const { uri, range, text } of pieces) edit.replace(uri, editorRange(vs, range), text);
  return own.map(({ file }) => file);
}

function pieceOf(
  { file, range, text }: Extract<FileEdit, { kind: 'replace' }>,
  { runtime, uri, cell }: ChangeTarget,
): { readonly uri: vscode.Uri; readonly range: Range; readonly text: string } | undefined {
  const document = range.cell === undefined ? uri(file) : cell(file, Number(range.cell));
  // The text of a notebook's file has no document while the notebook is open, and should get none.
  const isText = range.cell !== undefined || runtime.fileKind(file) !== 'notebook';
  return document !== undefined && isText ? { uri: document, range, text } : undefined;
}

function applied({ runtime, view }: ChangeTarget, { edits }: Fix): ChangedFile[] | undefined {
  try {
    return runtime.applyEdits(view, edits);
  } catch (error) {
    if (error instanceof runtime.EditRefused) return undefined;
    throw error;
  }
}

/**
 * Adds what makes a file into what it shall be. False where that cannot be done. With `asks`, the editor shows all changes
 * first where a file goes, under this title: of a file that is gone no editor shows that it was changed.
 */
export function changeFile(
  vs: ChangeVs,
  edit: vscode.WorkspaceEdit,
  { path, text }: ChangedFile,
  target: ChangeTarget,
  asks?: string,
): boolean {
  const { runtime, view } = target;
  const uri = target.uri(path);
  const before = view.read(path);
  if (text === undefined) {
    const metadata = asks === undefined ? undefined : { needsConfirmation: true, label: asks };
    edit.deleteFile(uri, { ignoreIfNotExists: true }, metadata);
    return true;
  }
  const contents = new TextEncoder().encode(text);
  if (before === undefined) {
    edit.createFile(uri, { contents, ignoreIfExists: false });
    return true;
  }
  const isNotebook = runtime.fileKind(path) === 'notebook';
  if (isNotebook && changeCells(vs, edit, { path, before, contents }, target)) return true;
  const source = runtime.sourceText(path, before);
  if (!isNotebook && source.encoding === 'utf-8') {
    replaceMiddle(vs, edit, uri, { source, text: text.replace(/^\ufeff/, ''), runtime });
    return true;
  }
  // What no stretch of text says is written anew, which would lose what is not saved.
  if (target.state(path) === 'unsaved') return false;
  edit.createFile(uri, { contents, overwrite: true });
  return true;
}

/** Changes the sources of an open notebook's cells. False where it is not open, or has to change in another way. */
function changeCells(
  vs: ChangeVs,
  edit: vscode.WorkspaceEdit,
  { path, before, contents }: { path: string; before: Uint8Array; contents: Uint8Array },
  target: ChangeTarget,
): boolean {
  const { runtime } = target;
  const [old, now] = [runtime.readNotebook(path, before), runtime.readNotebook(path, contents)];
  if (withoutSources(old) !== withoutSources(now)) return false;
  const changes = old.cells.flatMap(({ source, index }, position) => {
    const text = now.cells[position]?.source.text ?? source.text;
    return text === source.text ? [] : [{ uri: target.cell(path, index), source, text }];
  });
  const isOpen = changes.length > 0 && changes.every(({ uri }) => uri !== undefined);
  for (const { uri, source, text } of isOpen ? changes : []) {
    if (uri !== undefined) replaceMiddle(vs, edit, uri, { source, text, runtime });
  }
  return isOpen;
}

/** All of a notebook but the texts of its cells, to be compared. */
function withoutSources({ cells, ...rest }: NotebookFile): string {
  return JSON.stringify({ ...rest, size: 0, cells: cells.map((cell) => ({ ...cell, source: '' })) });
}

/** Replaces what differs between two texts, so that cursors and folds before and behind it stay. */
function replaceMiddle(
  vs: ChangeVs,
  edit: vscode.WorkspaceEdit,
  uri: vscode.Uri,
  change: {
    readonly source: SourceText;
    readonly text: string;
    readonly runtime: Pick<LintRuntime, 'rangeAt'>;
  },
): void {
  const { source, text, runtime } = change;
  const [start, end] = differingMiddle(source.text, text);
  const replacement = text.slice(start, text.length - (source.text.length - end));
  edit.replace(uri, editorRange(vs, runtime.rangeAt(source, start, end)), replacement);
}

/** The stretch of `old` outside of which both are the same; it does not cut a line break or a character in two. */
function differingMiddle(old: string, text: string): readonly [start: number, end: number] {
  const shorter = Math.min(old.length, text.length);
  const isHalf = (at: number): boolean => /[\r\ud800-\udbff]/.test(old.charAt(at - 1));
  let start = 0;
  while (start < shorter && old[start] === text[start]) start += 1;
  if (isHalf(start)) start -= 1;
  let tail = 0;
  while (tail < shorter - start && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  if (isHalf(old.length - tail)) tail -= 1;
  return [start, old.length - Math.max(0, tail)];
}
