import type { Position } from '../../protocol';
import { readJson } from '../json-text';
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

/** Something that nbformat 4 asks for and that is not there; Jupyter opens such a notebook and complains. */
export type NotebookFlaw =
  /** A field, of a cell (by its index) or of the notebook itself. */
  | { readonly kind: 'field'; readonly field: string; readonly cell?: number }
  /** A cell of no known type: it is passed over. */
  | { readonly kind: 'cell-type'; readonly cell: number }
  /** Metadata of widgets without their states, as Colab writes them: other programs refuse the notebook. */
  | { readonly kind: 'widget-state' };

/** An object of a JSON text. */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fault of a text that only points to the notebook. */
export function pointerIn(text: string): NotebookFault | undefined {
  if (text.startsWith('version https://git-lfs.')) return { kind: 'pointer', detail: 'Git LFS' };
  return /^\/?annex\/objects\//.test(text) ? { kind: 'pointer', detail: 'git-annex' } : undefined;
}

/** Why a text is no JSON. Only now the marks of a merge are looked for: no JSON has them at the beginning of a line. */
export function textFault(path: string, text: string, content: Uint8Array): NotebookFault {
  if (text.trim() === '') return { kind: 'json', detail: 'it is empty' };
  const source = sourceText(path, content);
  if (source.encoding.startsWith('utf-16')) return { kind: 'json', detail: 'it is UTF-16 and not UTF-8' };
  const marker = /^(?:<{7} |>{7} )/m.exec(source.text);
  if (marker !== null) {
    const position = positionAt(source, marker.index);
    return { kind: 'merge-markers', detail: marker[0].trim(), position };
  }
  const error = syntaxError(source);
  if (error === undefined) return { kind: 'json', detail: 'it is no JSON' };
  return { kind: 'json', detail: error.detail.replace(/\.$/, ''), position: error.position };
}

/** By our own reader: what JavaScript's says of the place differs between versions, and quotes the text. */
function syntaxError(source: SourceText): ReturnType<typeof readJson>['syntaxError'] {
  try {
    return readJson(source).syntaxError;
  } catch {
    // Texts of many megabytes are too long for its expressions.
    return undefined;
  }
}

/** A notebook that lacks something in one cell lacks it in all of them. */
const maxFlaws = 20;

/** What nbformat asks for and the notebook lacks; the first ones. */
export function flawsOf(notebook: Json, cells: readonly unknown[]): NotebookFlaw[] {
  const flaws: NotebookFlaw[] = [];
  if (!isObject(notebook['metadata'])) flaws.push({ kind: 'field', field: 'metadata' });
  else if (lacksWidgetState(notebook['metadata']['widgets'])) flaws.push({ kind: 'widget-state' });
  for (const [cell, value] of cells.entries()) {
    if (flaws.length >= maxFlaws) break;
    const fields = isObject(value) ? cellFields[String(value['cell_type'])] : undefined;
    if (!isObject(value) || fields === undefined) flaws.push({ kind: 'cell-type', cell });
    else
      for (const field of fields)
        if (!Object.hasOwn(value, field)) flaws.push({ kind: 'field', field, cell });
  }
  return flaws.slice(0, maxFlaws);
}

/** What a cell of a type must have (nbformat's schema of 4.0). */
const cellFields: Readonly<Record<string, readonly string[] | undefined>> = Object.assign(
  Object.create(null) as object,
  {
    code: ['metadata', 'source', 'outputs', 'execution_count'],
    markdown: ['metadata', 'source'],
    raw: ['metadata', 'source'],
  },
);

function lacksWidgetState(widgets: unknown): boolean {
  const held = isObject(widgets) ? widgets['application/vnd.jupyter.widget-state+json'] : undefined;
  return isObject(held) && !Object.hasOwn(held, 'state');
}
