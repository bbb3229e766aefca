import type { SourceText } from '../text';
import { sourceText } from '../text';
import type { Json, NotebookFault, NotebookFlaw } from './notebook-faults';
import { flawsOf, isObject, pointerIn, textFault } from './notebook-faults';

/** One output of a code cell, as far as rules ask for it. */
export interface NotebookOutput {
  /** `stream`, `display_data`, `execute_result`, `error`. */
  readonly type: string;
  /** Name of the exception, of an `error`. */
  readonly errorName?: string;
  readonly errorValue?: string;
  readonly mimeTypes: readonly string[];
  /** Beginning of its plain text (of a stream, of `text/plain`, of a traceback): at most `maxOutputText` characters. */
  readonly text?: string;
  /** Characters of all its texts, about its size in the file. */
  readonly size: number;
}

/** In UTF-16 units. Texts of outputs may be large, and are kept for every notebook of a repository. */
export const maxOutputText = 4000;

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
  /** What it lacks as nbformat has it; the first ones. */
  readonly flaws: readonly NotebookFlaw[];
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
  const told = (
    kernel?.language ??
    language?.name ??
    languageOfKernel(kernel?.name) ??
    'python'
  ).toLowerCase();
  return /^i?python[23]?$/.test(told) ? 'python' : told;
}

/** Names of kernels that are those of a language. */
const kernelLanguages: readonly [RegExp, string][] = [
  [/^ir(kernel)?$/i, 'r'],
  [/^julia/i, 'julia'],
  [/^bash$/i, 'bash'],
  [/^sos$/i, 'sos'],
  [/^octave$/i, 'octave'],
  [/^sagemath/i, 'sage'],
  [/^(xcpp|xeus-cling)/i, 'c++'],
];

function languageOfKernel(name = ''): string | undefined {
  return kernelLanguages.find(([pattern]) => pattern.test(name))?.[1];
}

/** Reads a notebook. Never throws. */
export function readNotebook(path: string, content: Uint8Array): NotebookFile {
  const text = new TextDecoder().decode(content);
  const nothing = { path, cells: [], flaws: [], widgetState: false, size: content.length };
  const pointer = pointerIn(text);
  if (pointer !== undefined) return { ...nothing, fault: pointer };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ...nothing, fault: textFault(path, text, content) };
  }
  return { ...nothing, ...fromJson(path, value) };
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
  const cells: readonly unknown[] = value['cells'];
  return {
    ...base,
    ...kernelOf(metadata),
    flaws: flawsOf(value, cells),
    cells: cells.flatMap((cell, index) => cellOf(path, cell, index)),
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
  const trace = output['traceback'];
  const text = beginningOf(
    output['text'] ?? data['text/plain'] ?? (Array.isArray(trace) ? trace.join('\n') : ''),
  );
  const sizes = [output['text'], trace, ...Object.values(data)].map((each) => sizeOf(each));
  return {
    type: typeof type === 'string' ? type : '',
    ...(typeof name === 'string' && { errorName: name }),
    ...(typeof value === 'string' && { errorValue: value.slice(0, 500) }),
    mimeTypes: Object.keys(data),
    ...(text !== '' && { text }),
    size: sizes.reduce((sum, size) => sum + size, 0),
  };
}

/** Deeper values of outputs are not counted: this calls itself. */
const maxDepth = 100;

function sizeOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number' || typeof value === 'boolean') return 8;
  if (typeof value !== 'object' || value === null || depth === maxDepth) return 0;
  let sum = 0;
  for (const each of Array.isArray(value) ? (value as unknown[]) : Object.values(value))
    sum += sizeOf(each, depth + 1);
  return sum;
}

function beginningOf(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, maxOutputText);
  let text = '';
  for (const line of Array.isArray(value) ? (value as unknown[]) : []) {
    if (typeof line === 'string') text += line;
    if (text.length >= maxOutputText) break;
  }
  return text.slice(0, maxOutputText);
}

/** Texts stand as one string or as a list of lines that keep their line breaks. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.filter((line) => typeof line === 'string').join('') : '';
}

function stringAt(value: unknown, key: string): string | undefined {
  const held = isObject(value) ? value[key] : undefined;
  return typeof held === 'string' ? held : undefined;
}
