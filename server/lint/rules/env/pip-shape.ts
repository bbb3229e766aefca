import type { CondaDependency, CondaEnvironmentFile } from '../../../environment/environment-yml';
import { physicalLines, rangeAt } from '../../../environment/text';
import type { TextSpan } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { insertAt, insertLinesAfter, lineBreak, replaceSpan } from '../../edits';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { condaFile, condaPackagesOf } from './conda-file';
import { dashBefore, disjoint, insertBefore, isAlone } from './yaml-edits';

type PipEntry = Extract<CondaDependency, { readonly kind: 'pip' }>;

/** `- pip` with its packages below it and no colon: YAML takes all of it for one text. */
export function isPipWithoutColon({ kind, written }: CondaDependency): boolean {
  return (
    kind === 'package' && written.range.start.line < written.range.end.line && /^pip\s+-\s/.test(written.text)
  );
}

/** A list for pip that is none: the build stops, or the packages are not pip's. */
export function* checkPipShape(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  const { source, dependencies } = conda;
  for (const [index, entry] of dependencies.entries()) {
    const { written } = entry;
    if (isPipWithoutColon(entry)) {
      const { start } = written.range;
      const range = rangeAt(source, start.offset, start.offset + 'pip'.length);
      const edits = [...withPip(conda, written), insertAt(source, range.end.offset, ':')];
      const fix = { code: 'env-pip-is-string.fix-colon' as const, safe: true, edits };
      yield { file: source.path, range, code: 'env-pip-is-string.colon', fixes: [fix] };
    }
    const pair = entry.kind === 'other' ? entry.pairs.find(({ key }) => key.text === 'pip') : undefined;
    if (pair === undefined) continue;
    const base = { file: source.path, range: (pair.value ?? pair.key).range };
    if (pair.value !== undefined && pair.holds === 'value')
      yield { ...base, fixes: asList(conda, pair.key, pair.value) };
    else if (pair.holds === 'nothing')
      yield { ...base, code: 'env-pip-is-string.empty', fixes: indented(conda, index) };
    else yield { ...base, code: 'env-pip-is-string' };
  }
}

/** Asks for pip itself as well, where nothing does. */
function withPip(conda: CondaEnvironmentFile, before: TextSpan): FileEdit[] {
  const edit = asksForPip(conda, before) ? undefined : insertBefore(conda.source, before, ['pip']);
  return edit === undefined ? [] : [edit];
}

/** `besides` is an entry that does not count: pip without its colon. */
function asksForPip(conda: CondaEnvironmentFile, besides?: TextSpan): boolean {
  return condaPackagesOf(conda).some(
    ({ name, written }) => (name === 'pip' || name === 'uv') && written !== besides,
  );
}

/** `- pip: numpy` becomes a list of one, or of all that stand there with commas or blanks between them. */
function asList(conda: CondaEnvironmentFile, key: TextSpan, value: TextSpan): ReportFix[] {
  const { source } = conda;
  const dash = dashBefore(source, key);
  const { start, end } = value.range;
  const isPlain = source.text.slice(start.offset, end.offset) === value.text;
  if (dash === undefined || start.line !== end.line || key.range.start.line !== start.line || !isPlain)
    return [];
  const words = value.text.split(/\s*,\s*|\s+(?=[A-Za-z])/).filter((word) => word !== '');
  if (!words.every((word) => /^[A-Za-z0-9][\w.[\]<>=!~+-]*$/.test(word))) return [];
  const inner = ' '.repeat(dash.length) + dash.trimStart();
  const range = rangeAt(source, key.range.end.offset, end.offset);
  const text = `:${words.map((word) => `${lineBreak(source)}${inner}${word}`).join('')}`;
  const edits = [...withPip(conda, key), replaceSpan(source, { range }, text)];
  return [{ code: 'env-pip-is-string.fix', safe: true, edits }];
}

/** The entries behind an empty `- pip:` were meant for it; where there are none, pip alone was. */
function indented(conda: CondaEnvironmentFile, index: number): ReportFix[] {
  const { source, dependencies } = conda;
  const pip = dependencies[index];
  const behind = dependencies.slice(index + 1);
  if (pip === undefined || dashBefore(source, pip.written) === undefined) return [];
  const { start } = pip.written.range;
  if (behind.length === 0) {
    const colon = source.text.indexOf(':', start.offset);
    const edits = [replaceSpan(source, { range: rangeAt(source, colon, colon + 1) }, '')];
    return [{ code: 'env-pip-is-string.fix-empty', safe: true, edits }];
  }
  if (!behind.every(({ kind, written }) => kind === 'package' && isAlone(source, written))) return [];
  const last = behind.at(-1)?.written.range.end.line ?? 0;
  const moved = [...physicalLines(source)]
    .filter(({ number, text }) => number > start.line && number <= last && text.trim() !== '')
    .map((line): FileEdit => insertAt(source, line.start, '  '));
  const edits = [...withPip(conda, pip.written), ...moved];
  return [{ code: 'env-pip-is-string.fix-indent', safe: false, edits }];
}

/** pip is not asked for itself: clients of conda that do not add it warn, or take another one. */
export function* checkWithoutPip(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  const list = conda?.dependencies.find(isPipList);
  if (conda === undefined || list === undefined) return;
  if (asksForPip(conda)) return;
  const edit = insertBefore(conda.source, list.key, ['pip']);
  const fix = { code: 'env-pip-without-pip.fix' as const, safe: true };
  yield {
    file: conda.source.path,
    range: list.key.range,
    fixes: edit === undefined ? [] : [{ ...fix, edits: [edit] }],
  };
}

function isPipList(entry: CondaDependency): entry is PipEntry {
  return entry.kind === 'pip';
}

/** Packages of conda behind the list for pip: they are installed before it all the same. */
export function* checkOrder(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  const { source, dependencies } = conda;
  const index = dependencies.findIndex(isPipList);
  const list = dependencies[index];
  if (list?.kind !== 'pip' || !dependencies.slice(index + 1).some(({ kind }) => kind === 'package')) return;
  const fix = movedToEnd(conda, list);
  const code: LintCode = 'env-pip-not-last.fix';
  yield {
    file: source.path,
    range: list.key.range,
    fixes: fix === undefined ? [] : [{ code, safe: true, edits: fix }],
  };
}

/** The lines of a list for pip, taken behind the last entry. */
function movedToEnd({ source, dependencies }: CondaEnvironmentFile, list: PipEntry): FileEdit[] | undefined {
  const last = dependencies.at(-1);
  const from = list.key.range.start.line;
  const to = Math.max(from, ...list.lines.map(({ range }) => range.end.line));
  const isBlock = list.lines.every(({ range }) => range.start.line > from && isAlone(source, { range }));
  if (last === undefined || !isAlone(source, last.written) || !isBlock) return undefined;
  if (dashBefore(source, list.key) === undefined) return undefined;
  const start = source.lineStarts[from] ?? 0;
  const next = source.lineStarts[to + 1];
  if (next === undefined) return undefined;
  const lines = [...physicalLines(source)].filter(({ number }) => number >= from && number <= to);
  return disjoint([
    replaceSpan(source, { range: rangeAt(source, start, next) }, ''),
    insertLinesAfter(
      source,
      last.written.range.end.line,
      lines.map(({ text }) => text),
    ),
  ]);
}
