import type { CondaEnvironmentFile, CondaPair } from '../../../environment/environment-yml';
import { excerpt } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { deleteLines, insertLinesAfter, replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { editDistance } from '../nearest';
import { condaFile } from './conda-file';
import { dashBefore, dashOf, disjoint, isAlone } from './yaml-edits';

/** What conda and mamba read, and what conda-lock reads in the same file. */
const known = ['name', 'channels', 'dependencies', 'prefix', 'variables'];
const ofOthers = new Set([
  'platforms',
  'category',
  'channel_priority',
  'subdir',
  'subdirs',
  'version',
  'description',
]);

/** Keys that nothing reads: what they hold is lost. */
export function* checkUnknownKeys(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  for (const pair of conda.keys) {
    const { key } = pair;
    if (known.includes(key.text) || ofOthers.has(key.text) || /^(?:x-|[._])/.test(key.text)) continue;
    yield report(conda, pair);
  }
}

function report(conda: CondaEnvironmentFile, pair: CondaPair): Report {
  const { source, keys } = conda;
  const { key, holds } = pair;
  const base = { file: source.path, range: key.range };
  if (key.text === 'pip' && holds === 'list')
    return { ...base, code: 'env-unknown-key.pip', severity: 'error', fixes: movedToPip(conda, pair) };
  const nearest = nearestKey(key.text);
  const free = nearest !== undefined && !keys.some((other) => other.key.text === nearest);
  const args = { key: excerpt(key.text, 40), nearest: nearest ?? '' };
  if (nearest === undefined || !free)
    return { ...base, args, code: 'env-unknown-key', severity: 'information' };
  return {
    ...{ ...base, args, code: 'env-unknown-key.near' },
    severity: nearest === 'dependencies' ? 'error' : 'warning',
    fixes: [{ code: 'env-unknown-key.fix', args, safe: true, edits: [replaceSpan(source, key, nearest)] }],
  };
}

/** Words that people write for a key, and slips of up to two letters. */
const meant: Readonly<Record<string, string>> = {
  channel: 'channels',
  dependency: 'dependencies',
  requirements: 'dependencies',
  packages: 'dependencies',
};

function nearestKey(written: string): string | undefined {
  const lower = written.toLowerCase();
  if (Object.hasOwn(meant, lower)) return meant[lower];
  return known.find((key) => editDistance(lower, key) <= (key.length > 5 ? 2 : 1));
}

/** A list for pip that stands beside `dependencies` goes into it, where both are written line by line. */
function movedToPip(conda: CondaEnvironmentFile, { key, items }: CondaPair): ReportFix[] {
  const { source, dependencies } = conda;
  const last = dependencies.at(-1);
  const lastItem = items.at(-1);
  const plain = dependencies.every(({ kind, written }) => kind === 'package' && isAlone(source, written));
  if (last === undefined || lastItem === undefined || !plain) return [];
  if (key.range.start.column > 0 || !items.every((item) => isAlone(source, item))) return [];
  const dash = dashOf(conda);
  const inner = ' '.repeat(dash.length) + dash.trimStart();
  const lines = items.map(
    (item) => inner + lineFrom(conda, item.range.start.line, dashBefore(source, item) ?? ''),
  );
  const gone: FileEdit = deleteLines(source, { start: key.range.start, end: lastItem.range.end });
  const pip = dependencies.some((entry) => entry.kind === 'package' && entry.spec?.name.text === 'pip');
  const heading = [...(pip ? [] : [`${dash}pip`]), `${dash}pip:`];
  const added = insertLinesAfter(source, last.written.range.end.line, [...heading, ...lines]);
  const edits = disjoint([added, gone]);
  return edits === undefined ? [] : [{ code: 'env-unknown-key.fix-pip', safe: true, edits }];
}

/** A line of the file behind its dash, its comment included. */
function lineFrom({ source }: CondaEnvironmentFile, line: number, dash: string): string {
  const start = (source.lineStarts[line] ?? 0) + dash.length;
  return /^[^\r\n]*/.exec(source.text.slice(start))?.[0] ?? '';
}
