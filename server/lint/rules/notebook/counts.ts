import type { NotebookCell } from '../../../environment/code/notebook';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { cellNumber, cellRange, codeCells, listed, notebookAt } from './cells';

/** A cell that was run, and as which one. */
interface Executed {
  readonly cell: NotebookCell;
  readonly count: number;
}

/** What the counts of a notebook say of how it was run: the worst of it, for one run mends all. */
interface Order {
  readonly executed: readonly Executed[];
  readonly kind: 'none' | 'backwards' | 'repeated' | 'gap' | 'late' | 'fine';
  /** The first cell that shows it, and the one above. */
  readonly at?: Executed;
  readonly above?: Executed;
}

function orderOf(model: RepositoryModel, path: string): Order {
  return model.once(`notebook:order:${path}`, () => {
    const cells = notebookAt(model, path)?.cells ?? [];
    // Exports of other programs count every cell as 0.
    const executed = cells.flatMap((cell) =>
      cell.executionCount !== undefined && cell.executionCount > 0
        ? [{ cell, count: cell.executionCount }]
        : [],
    );
    return { executed, ...judged(executed) };
  });
}

function judged(executed: readonly Executed[]): Omit<Order, 'executed'> {
  const [first] = executed;
  if (first === undefined) return { kind: 'none' };
  // Some programs give every cell the same number: that is no order.
  if (executed.length > 2 && executed.every(({ count }) => count === first.count)) return { kind: 'none' };
  const step = (fits: (difference: number) => boolean): Omit<Order, 'executed' | 'kind'> | undefined => {
    const index = executed.findIndex(
      ({ count }, place) => place > 0 && fits(count - (executed[place - 1]?.count ?? 0)),
    );
    const [at, above] = [executed[index], executed[index - 1]];
    return at === undefined || above === undefined ? undefined : { at, above };
  };
  const backwards = step((difference) => difference < 0);
  if (backwards !== undefined) return { kind: 'backwards', ...backwards };
  const repeated = step((difference) => difference === 0);
  if (repeated !== undefined) return { kind: 'repeated', ...repeated };
  const gap = step((difference) => difference > 1);
  if (gap !== undefined) return { kind: 'gap', ...gap };
  return first.count > 1 ? { kind: 'late', at: first } : { kind: 'fine' };
}

function check(kind: Order['kind']): (model: RepositoryModel, path: string) => Iterable<Report> {
  return function* (model, path) {
    const { kind: found, at, above } = orderOf(model, path);
    if (found !== kind || at === undefined) return;
    yield {
      file: path,
      range: cellRange(at.cell),
      args: {
        count: at.count,
        ...(above !== undefined && { above: cellNumber(above.cell), other: above.count }),
      },
    };
  };
}

export const checkOutOfOrder = check('backwards');
export const checkRepeatCount = check('repeated');
export const checkCountGap = check('gap');
export const checkNotFromOne = check('late');

/** Tags of cells that are left out on purpose. */
const leftOut = new Set(['skip-execution', 'skip_execution', 'noexec', 'no-execute']);

export function* checkUnexecuted(model: RepositoryModel, path: string): Iterable<Report> {
  const { executed } = orderOf(model, path);
  if (executed.length === 0) return;
  const ran = new Set(executed.map(({ cell }) => cell.index));
  const cells = codeCells(notebookAt(model, path));
  const missed = cells.filter(
    ({ index, tags, outputs }) =>
      !ran.has(index) && outputs.length === 0 && !tags.some((tag) => leftOut.has(tag)),
  );
  const [first] = missed;
  if (first === undefined) return;
  const isTail = first.index > (executed.at(-1)?.cell.index ?? 0);
  // Somebody tried the beginning, or a few cells: then no output is wrong, or the notebook was not run for the record.
  const mild = isTail || missed.length > cells.length / 2;
  yield {
    file: path,
    range: cellRange(first),
    code: sentenceFor(missed.length, isTail),
    args: { cells: listed(missed.map(cellNumber)), count: missed.length },
    ...(mild && { severity: 'information' }),
  };
}

function sentenceFor(count: number, isTail: boolean): LintCode {
  if (isTail) return 'nb-unexecuted-cell.end';
  return count > 1 ? 'nb-unexecuted-cell.many' : 'nb-unexecuted-cell';
}

export function* checkOutputsMissing(model: RepositoryModel, path: string): Iterable<Report> {
  const cells = codeCells(notebookAt(model, path));
  if (cells.length === 0 || orderOf(model, path).executed.length > 0) return;
  if (cells.some(({ outputs }) => outputs.length > 0)) return;
  yield { file: path };
}
