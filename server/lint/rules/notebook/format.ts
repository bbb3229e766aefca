import type { NotebookFault, NotebookFlaw } from '../../../environment/code/notebook-faults';
import type { NotebookFile } from '../../../environment/code/notebook';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { cellRange, isCopy, listed } from './cells';

/** Sentences by what is wrong. */
const sentences: Readonly<Record<Exclude<NotebookFault['kind'], 'old-format'>, LintCode>> = {
  json: 'nb-invalid',
  'merge-markers': 'nb-invalid.merge-markers',
  pointer: 'nb-invalid.pointer',
  'not-a-notebook': 'nb-invalid.not-a-notebook',
};

export function* checkInvalid(model: RepositoryModel, path: string): Iterable<Report> {
  if (isCopy(path)) return;
  const notebook = model.notebook(path);
  if (notebook === undefined) {
    // git-annex puts a link to where the content will be.
    if (model.view.kind(path) === 'link')
      yield { file: path, code: 'nb-invalid.link', severity: 'information' };
    return;
  }
  if (notebook.fault !== undefined) yield* faultReports(notebook.fault, path);
  else if (notebook.flaws.length > 0) yield flawReport(notebook, path);
}

function* faultReports({ kind, detail, position }: NotebookFault, file: string): Iterable<Report> {
  if (kind === 'old-format') return;
  yield {
    file,
    ...(position !== undefined && { range: { start: position, end: position } }),
    code: sentences[kind],
    args: { detail },
    ...(kind === 'pointer' && { severity: 'information' }),
  };
}

function flawReport(notebook: NotebookFile, file: string): Report {
  const { flaws, cells } = notebook;
  if (flaws.some(({ kind }) => kind === 'widget-state'))
    return { file, code: 'nb-invalid.widget-state', severity: 'warning' };
  const [first] = flaws;
  const index = first === undefined || first.kind === 'widget-state' ? undefined : first.cell;
  const cell = cells.find((each) => each.index === index);
  return {
    file,
    ...(cell !== undefined && { range: cellRange(cell) }),
    code: 'nb-invalid.schema',
    args: { flaws: listed(flaws.map(flawText), 3) },
    severity: 'warning',
  };
}

/** As a path into the file. */
function flawText(flaw: NotebookFlaw): string {
  if (flaw.kind === 'widget-state') return 'metadata.widgets';
  const cell = flaw.cell === undefined ? '' : `cells[${flaw.cell}].`;
  return `${cell}${flaw.kind === 'field' ? flaw.field : 'cell_type'}`;
}

export function* checkOldFormat(model: RepositoryModel, path: string): Iterable<Report> {
  if (isCopy(path)) return;
  const fault = model.notebook(path)?.fault;
  if (fault?.kind === 'old-format') yield { file: path, args: { format: fault.detail } };
}
