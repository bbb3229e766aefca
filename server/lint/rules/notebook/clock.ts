import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { alsoAt } from './cells';
import type { CodeFacts, NamedCall } from './code';
import { callsOf, codeFacts, definitionsOf, lastParts } from './code';

/** What gives another value each day; clocks that only measure how long something takes are none of them. */
const clocks = new Set([
  'datetime.datetime.now',
  'datetime.datetime.today',
  'datetime.datetime.utcnow',
  'datetime.date.today',
  'pandas.Timestamp.now',
  'pandas.Timestamp.today',
  'pandas.Timestamp.utcnow',
  'time.strftime',
  'time.ctime',
]);

const lasts = lastParts([...clocks, 'pandas.to_datetime']);

export function* checkClock(model: RepositoryModel, path: string): Iterable<Report> {
  const facts = codeFacts(model, path);
  const found = callsOf(facts, lasts).filter((call) => readsClock(facts, call) && !isMeasuring(facts, call));
  const [first] = found;
  if (first === undefined) return;
  yield {
    file: path,
    range: first.range,
    args: { call: first.callee.text },
    related: alsoAt(
      path,
      found.map((call) => call.range),
      'nb-time-dependent.related',
    ),
  };
}

function readsClock(facts: CodeFacts, call: NamedCall): boolean {
  if (call.name === 'pandas.to_datetime')
    return ['now', 'today'].includes(call.arguments[0]?.string?.text ?? '');
  if (!clocks.has(call.name)) return false;
  // Where `time` is bound otherwise, too, it may be a variable; with two arguments `strftime` writes a given time.
  return !call.name.startsWith('time.') || (isModule(facts, 'time') && call.arguments.length < 2);
}

/** True where a name is an import's and nothing else's. */
function isModule(facts: CodeFacts, name: string): boolean {
  const bound = definitionsOf(facts, name);
  const imported = facts.cells.flatMap(({ imports }) =>
    imports.flatMap(({ bindings }) => bindings.filter((binding) => binding.name === name)),
  );
  return imported.length > 0 && bound.length <= imported.length;
}

/** `start = datetime.now()` and `datetime.now() - start`. */
function isMeasuring({ cells }: CodeFacts, { range }: NamedCall): boolean {
  const source = cells.find((code) => code.source.cell === range.cell)?.source.text ?? '';
  const { offset, column } = range.start;
  if (column > 200) return false;
  const before = source.slice(offset - column, offset);
  const behind = source.slice(range.end.offset, range.end.offset + 40);
  if (/^\s*-/.test(behind) || before.trimEnd().endsWith('-')) return true;
  return /^\s*(?:\w*(?:start|begin|end|stop|time|clock|elapsed|then|before|after)\w*|tic|toc|t_?\d?)\s*=\s*$/i.test(
    before.slice(0, 60),
  );
}
