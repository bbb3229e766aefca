import { jsonPlace } from '../../../environment/code/notebook-places';
import type { NotebookCell, NotebookOutput } from '../../../environment/code/notebook';
import { excerpt, rangeAt } from '../../../environment/text';
import type { RepositoryModel } from '../../model';
import { sourceOf } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { cellNumber, cellRange, isCopy, notebookAt } from './cells';

export function* checkErrorOutput(model: RepositoryModel, path: string): Iterable<Report> {
  for (const cell of notebookAt(model, path)?.cells ?? []) {
    const error = cell.outputs.find(({ type }) => type === 'error');
    if (error === undefined || cell.tags.includes('raises-exception')) continue;
    const { errorName: name = '', errorValue: value = '' } = error;
    const interrupted = name === 'KeyboardInterrupt';
    yield {
      file: path,
      range: cellRange(cell),
      ...(interrupted && { code: 'nb-error-output.interrupted' as const, severity: 'information' as const }),
      args: {
        cell: cellNumber(cell),
        error: excerpt([name, value].filter((part) => part !== '').join(': ')),
      },
    };
  }
}

/** In characters, which is about bytes. */
const maxOutput = 1_000_000;

/** In bytes. */
const maxFile = 20_000_000;

export function* checkHugeOutput(model: RepositoryModel, path: string): Iterable<Report> {
  if (isCopy(path)) return;
  const cells = notebookAt(model, path)?.cells ?? [];
  const size = model.files().find((file) => file.path === path)?.size ?? 0;
  const large = cells.filter((cell) => outputSize(cell) > maxOutput);
  for (const cell of large) {
    yield {
      file: path,
      range: cellRange(cell),
      args: { cell: cellNumber(cell), size: megabytes(outputSize(cell)) },
      fixes: clearOutputs(model, path, cell),
    };
  }
  if (large.length === 0 && size > maxFile)
    yield { file: path, code: 'nb-huge-output.file', args: { size: megabytes(size) } };
}

function outputSize({ outputs }: NotebookCell): number {
  return outputs.reduce((sum, { size }) => sum + size, 0);
}

function megabytes(size: number): string {
  return `${(size / 1e6).toFixed(1)} MB`;
}

/** The count stays: the cell was run. */
function clearOutputs(model: RepositoryModel, path: string, cell: NotebookCell): ReportFix[] {
  const source = sourceOf(model.view, path);
  const place = source && jsonPlace(source.text, ['cells', cell.index, 'outputs']);
  if (source === undefined || place === undefined) return [];
  const range = rangeAt(source, place.start, place.end);
  const args = { cell: cellNumber(cell) };
  return [
    {
      code: 'nb-huge-output.fix',
      args,
      safe: false,
      edits: [{ kind: 'replace', file: path, range, text: '[]' }],
    },
  ];
}

export function* checkWidgetState(model: RepositoryModel, path: string): Iterable<Report> {
  const notebook = notebookAt(model, path);
  if (notebook === undefined || notebook.widgetState) return;
  const cell = notebook.cells.find(({ outputs }) => outputs.some(isOnlyWidget));
  if (cell !== undefined) yield { file: path, range: cellRange(cell), args: { cell: cellNumber(cell) } };
}

/** Bars of progress have a text besides that says how far they went. */
function isOnlyWidget({ mimeTypes, text = '' }: NotebookOutput): boolean {
  return mimeTypes.includes('application/vnd.jupyter.widget-view+json') && !/\d+%\|/.test(text);
}
