import type { NotebookCell, NotebookFile } from '../../../environment/code/notebook';
import type { PythonCode } from '../../../environment/code/python-code';
import { rangeAt } from '../../../environment/text';
import type { Range } from '../../../protocol';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report, ReportRelated } from '../../rule';
import { skippedFolders } from '../imports/folders';

/** True for the copies that Jupyter keeps of a notebook for itself. */
export function isCheckpoint(path: string): boolean {
  return path.includes('.ipynb_checkpoints/');
}

/**
 * True for those, for what Jupyter Book, Sphinx and language servers made, and for packages of others: nothing is said of
 * what they hold.
 */
export function isCopy(path: string): boolean {
  return skippedFolders.test(path) || path.includes('.virtual_documents/');
}

/** The notebook at `path`, where it can be read. */
export function notebookAt(model: RepositoryModel, path: string): NotebookFile | undefined {
  if (isCopy(path)) return undefined;
  const notebook = model.notebook(path);
  return notebook?.fault === undefined ? notebook : undefined;
}

/** Python of the notebook's code cells; nothing where they are in another language. */
export function pythonAt(model: RepositoryModel, path: string): readonly PythonCode[] {
  return isCopy(path) ? [] : model.python(path);
}

/** The code cells that hold more than blanks and comments. */
export function codeCells(notebook: NotebookFile | undefined): NotebookCell[] {
  return notebook?.cells.filter((cell) => cell.kind === 'code' && holdsCode(cell.source.text)) ?? [];
}

/** A line that begins with neither a comment of Python, R or Julia nor one of the C family. */
const codeLine = /^[ \t]*(?!#|\/\/)[^\s]/m;

function holdsCode(text: string): boolean {
  return codeLine.test(text);
}

/** What is underlined where a cell as a whole is meant: its first line of code, else the first that is not blank. */
export function cellRange({ source, kind }: NotebookCell): Range {
  const { text } = source;
  const line = kind === 'code' && holdsCode(text) ? text.search(codeLine) : 0;
  const start = line + Math.max(0, text.slice(line).search(/\S/));
  const end = text.indexOf('\n', start);
  return rangeAt(source, start, end === -1 ? text.trimEnd().length : end);
}

/** Cells are counted from 1, of all kinds, as the list of findings does. */
export function cellNumber({ index }: Pick<NotebookCell, 'index'>): number {
  return index + 1;
}

/** Places besides the first, as far as anybody would look at them. */
export function alsoAt(file: string, ranges: readonly Range[], code: LintCode): ReportRelated[] {
  return ranges.slice(1, 11).map((range) => ({ file, range, code }));
}

/** A list for a sentence: the first ones, and that there are more. */
export function listed(names: readonly (string | number)[], limit = 5): string {
  return [...names.slice(0, limit), ...(names.length > limit ? ['…'] : [])].join(', ');
}

/** So many findings of one rule in one notebook say enough. */
const maxFindings = 50;

type Check = (model: RepositoryModel, path: string) => Iterable<Report>;

/** The same check, cut short where it finds the same again and again. */
export function few(check: Check): Check {
  return function* (model, path) {
    let count = 0;
    for (const report of check(model, path)) {
      if (count === maxFindings) return;
      count += 1;
      yield report;
    }
  };
}
