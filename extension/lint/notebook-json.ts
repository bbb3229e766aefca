import type * as vscode from 'vscode';

type Json = Readonly<Record<string, unknown>>;
/** An output as nbformat has it. */
type Output = Json;

/** The editor's names for what a program prints and for what it fails with. */
const streams: Readonly<Record<string, string | undefined>> = {
  'application/vnd.code.notebook.stdout': 'stdout',
  'application/vnd.code.notebook.stderr': 'stderr',
};
const errorMime = 'application/vnd.code.notebook.error';

/** `vscode.NotebookCellKind.Markup`; the enumeration is not there where no editor is. */
const markup = 1;

/**
 * An open notebook as the file that saving it would make, as far as rules look at it: cells in their order, their
 * metadata, and outputs of which the binary ones have their size and not their content.
 */
export function notebookJson(notebook: vscode.NotebookDocument): Uint8Array {
  const about = stored(notebook.metadata);
  const value = {
    nbformat: numberAt(about, 'nbformat') ?? 4,
    nbformat_minor: numberAt(about, 'nbformat_minor') ?? 5,
    metadata: objectAt(about, 'metadata'),
    cells: notebook.getCells().map(cellJson),
  };
  return new TextEncoder().encode(JSON.stringify(value));
}

function cellJson(cell: vscode.NotebookCell): Json {
  const about = stored(cell.metadata);
  const { id } = about;
  const base = {
    ...(typeof id === 'string' && { id }),
    metadata: objectAt(about, 'metadata'),
    source: cell.document.getText(),
  };
  if ((cell.kind as number) === markup) return { cell_type: 'markdown', ...base };
  if (cell.document.languageId === 'raw') return { cell_type: 'raw', ...base };
  const count = cell.executionSummary?.executionOrder ?? numberAt(about, 'execution_count');
  return {
    cell_type: 'code',
    ...base,
    execution_count: count ?? null,
    outputs: cell.outputs.map(outputJson),
  };
}

function outputJson({ items, metadata }: vscode.NotebookCellOutput): Output {
  const [first] = items;
  const stream = first === undefined ? undefined : streams[first.mime];
  if (stream !== undefined) return { output_type: 'stream', name: stream, text: items.map(textOf).join('') };
  if (first?.mime === errorMime) return errorJson(textOf(first));
  const type: unknown = metadata?.['outputType'];
  return {
    output_type: typeof type === 'string' ? type : 'display_data',
    metadata: {},
    data: Object.fromEntries(items.map((item) => [item.mime, dataOf(item)])),
  };
}

function errorJson(text: string): Output {
  const error = parsed(text);
  const said = (key: string): string => (typeof error[key] === 'string' ? error[key] : '');
  return { output_type: 'error', ename: said('name'), evalue: said('message'), traceback: [said('stack')] };
}

/** Text as it is; of the rest so many characters as base64 takes. */
function dataOf(item: vscode.NotebookCellOutputItem): string {
  const isText = /^text\/|json|xml|javascript|latex/.test(item.mime);
  return isText ? textOf(item) : 'A'.repeat(Math.ceil(item.data.length / 3) * 4);
}

function textOf({ data }: vscode.NotebookCellOutputItem): string {
  return new TextDecoder().decode(data);
}

/** Where the editor keeps what the file says; older ones keep it in a folder of their own. */
function stored(metadata: Json): Json {
  const { custom } = metadata;
  return isObject(custom) ? custom : metadata;
}

function parsed(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function objectAt(value: Json, key: string): Json {
  const held = value[key];
  return isObject(held) ? held : {};
}

function numberAt(value: Json, key: string): number | undefined {
  const held = value[key];
  return typeof held === 'number' ? held : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
