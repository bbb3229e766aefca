import type { Position } from '../../protocol';
import type { SourceText } from '../text';
import { positionAt, sourceText } from '../text';

/** Why a notebook cannot be read. */
export type NotebookFaultKind =
  /** The text is no JSON. */
  | 'json'
  /** git left the marks of a merge in it. */
  | 'merge-markers'
  /** A pointer of git-annex or Git LFS stands in its place. */
  | 'pointer'
  /** JSON, and no notebook. */
  | 'not-a-notebook'
  /** An nbformat before 4. */
  | 'old-format';

export interface NotebookFault {
  readonly kind: NotebookFaultKind;
  readonly detail: string;
  /** In the text of the file. */
  readonly position?: Position;
}

/** One output of a code cell, as far as rules ask for it. */
export interface NotebookOutput {
  /** `stream`, `display_data`, `execute_result`, `error`. */
  readonly type: string;
  /** Name of the exception, of an `error`. */
  readonly errorName?: string;
  readonly errorValue?: string;
  readonly mimeTypes: readonly string[];
  /** Characters of all its texts, about its size in the file. */
  readonly size: number;
}

export interface NotebookCell {
  /** Zero-based, in the file. */
  readonly index: number;
  readonly kind: 'code' | 'markdown' | 'raw';
  /** Its own text: positions count in it, and `cell` of their ranges is the index. */
  readonly source: SourceText;
  /** Of a code cell that was run. */
  readonly executionCount?: number;
  readonly outputs: readonly NotebookOutput[];
  readonly tags: readonly string[];
  /** Of `metadata`. */
  readonly metadataKeys: readonly string[];
}

/** A notebook (.ipynb, nbformat 4). Outputs are summarised: they may be large. */
export interface NotebookFile {
  readonly path: string;
  /** Then there are no cells. */
  readonly fault?: NotebookFault;
  /** nbformat and its minor. */
  readonly format?: number;
  readonly minor?: number;
  readonly kernel?: { readonly name: string; readonly displayName?: string; readonly language?: string };
  readonly language?: { readonly name: string; readonly version?: string };
  readonly cells: readonly NotebookCell[];
  /** True where the states of widgets are stored. */
  readonly widgetState: boolean;
  /** In bytes. */
  readonly size: number;
}

/** Language of the code cells, in lower case: what the kernel says, else what was recorded; Python where neither does. */
export function notebookLanguage({ kernel, language }: NotebookFile): string {
  const told = kernel?.language ?? language?.name ?? languageOfKernel(kernel?.name);
  return (told ?? 'python').toLowerCase();
}

function languageOfKernel(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  if (/^ir(kernel)?$/i.test(name)) return 'r';
  return /^julia/i.test(name) ? 'julia' : undefined;
}

/** Reads a notebook. Never throws. */
export function readNotebook(path: string, content: Uint8Array): NotebookFile {
  const text = new TextDecoder().decode(content);
  const nothing = { path, cells: [], widgetState: false, size: content.length };
  const fault = beforeJson(path, text);
  if (fault !== undefined) return { ...nothing, fault };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ...nothing, fault: jsonFault(path, text, error) };
  }
  return { ...nothing, ...fromJson(path, value) };
}

function beforeJson(path: string, text: string): NotebookFault | undefined {
  if (text.trim() === '') return { kind: 'json', detail: 'it is empty' };
  const head = text.slice(0, 300);
  if (head.startsWith('version https://git-lfs.') || /^\/?annex\/objects\//.test(head))
    return { kind: 'pointer', detail: head.startsWith('version') ? 'Git LFS' : 'git-annex' };
  const marker = /^(?:<{7} |>{7} )/m.exec(text);
  if (marker === null) return undefined;
  const position = positionAt(sourceText(path, text), marker.index);
  return { kind: 'merge-markers', detail: marker[0].trim(), position };
}

function jsonFault(path: string, text: string, error: unknown): NotebookFault {
  const message = error instanceof Error ? error.message : String(error);
  const offset = Number(
    /position (\d+)/.exec(message)?.[1] ?? (message.includes('end of JSON') ? text.length : 0),
  );
  // The parser quotes the text around the place, which may be long and hold anything.
  const detail = (message.split(/,? \.{3}|, "| in JSON/)[0] ?? message).slice(0, 120);
  return { kind: 'json', detail, position: positionAt(sourceText(path, text), offset) };
}

function fromJson(path: string, value: unknown): Partial<NotebookFile> {
  if (!isObject(value) || typeof value['nbformat'] !== 'number')
    return { fault: { kind: 'not-a-notebook', detail: 'it has no nbformat' } };
  const format = value['nbformat'];
  const minor = value['nbformat_minor'];
  const base = { format, ...(typeof minor === 'number' && { minor }) };
  if (format < 4) return { ...base, fault: { kind: 'old-format', detail: String(format) } };
  if (!Array.isArray(value['cells']))
    return { ...base, fault: { kind: 'not-a-notebook', detail: 'it has no list of cells' } };
  const metadata = isObject(value['metadata']) ? value['metadata'] : {};
  return {
    ...base,
    ...kernelOf(metadata),
    cells: value['cells'].flatMap((cell, index) => cellOf(path, cell, index)),
    widgetState: isObject(metadata['widgets']) && Object.keys(metadata['widgets']).length > 0,
  };
}

function kernelOf(metadata: Json): Pick<NotebookFile, 'kernel' | 'language'> {
  const spec = metadata['kernelspec'];
  const info = metadata['language_info'];
  const name = stringAt(spec, 'name');
  const displayName = stringAt(spec, 'display_name');
  const kernelLanguage = stringAt(spec, 'language');
  const languageName = stringAt(info, 'name');
  const version = stringAt(info, 'version');
  return {
    ...(name !== undefined && {
      kernel: {
        name,
        ...(displayName !== undefined && { displayName }),
        ...(kernelLanguage !== undefined && { language: kernelLanguage }),
      },
    }),
    ...(languageName !== undefined && {
      language: { name: languageName, ...(version !== undefined && { version }) },
    }),
  };
}

function cellOf(path: string, cell: unknown, index: number): NotebookCell[] {
  if (!isObject(cell)) return [];
  const kind = cell['cell_type'];
  if (kind !== 'code' && kind !== 'markdown' && kind !== 'raw') return [];
  const metadata = isObject(cell['metadata']) ? cell['metadata'] : {};
  const count = cell['execution_count'];
  const tags = metadata['tags'];
  const outputs = kind === 'code' && Array.isArray(cell['outputs']) ? cell['outputs'] : [];
  return [
    {
      index,
      kind,
      source: { ...sourceText(path, textOf(cell['source'])), cell: String(index) },
      ...(typeof count === 'number' && { executionCount: count }),
      outputs: outputs.filter(isObject).map(outputOf),
      tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
      metadataKeys: Object.keys(metadata),
    },
  ];
}

function outputOf(output: Json): NotebookOutput {
  const type = output['output_type'];
  const name = output['ename'];
  const value = output['evalue'];
  const data = isObject(output['data']) ? output['data'] : {};
  return {
    type: typeof type === 'string' ? type : '',
    ...(typeof name === 'string' && { errorName: name }),
    ...(typeof value === 'string' && { errorValue: value.slice(0, 500) }),
    mimeTypes: Object.keys(data),
    size: sizeOf(output['text']) + Object.values(data).reduce<number>((sum, each) => sum + sizeOf(each), 0),
  };
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + sizeOf(each), 0);
  return isObject(value) ? Object.values(value).reduce<number>((sum, each) => sum + sizeOf(each), 0) : 8;
}

/** Texts stand as one string or as a list of lines that keep their line breaks. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.filter((line) => typeof line === 'string').join('') : '';
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function stringAt(value: unknown, key: string): string | undefined {
  const held = isObject(value) ? value[key] : undefined;
  return typeof held === 'string' ? held : undefined;
}
