import { daysBefore, oldestCranSnapshot, supportedRSeries } from '../../../environment/r-version';
import type { RuntimeFile } from '../../../environment/runtime-txt';
import { excerpt } from '../../../environment/text';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { problemOf, reportOf, rewriteFix, runtimeFile } from './file';
import { nearestDay } from './meant';
import { dateFor, releaseOf, seriesAt, seriesOf } from './r-releases';

interface InvalidDate {
  readonly date: string;
  /** All that the file is to say. */
  readonly meant?: string;
  /** True where it is the same day, written otherwise. */
  readonly same: boolean;
}

/** `r-4.2-2023-02-30`: of the right form, but there is no such day; with the content that may have been meant. */
export function invalidDate(file: RuntimeFile): InvalidDate | undefined {
  if (file.runtime !== undefined) return undefined;
  const content = file.source.text.trim().slice(0, 100);
  const [, head = '', year = '', month = '', day = ''] =
    /^(r-(?:\d+(?:\.\d+)*-)?)(\d+)-(\d+)-(\d+)$/i.exec(content) ?? [];
  if (year === '') return undefined;
  const meant = nearestDay(year, month, day);
  const date = `${year}-${month}-${day}`;
  const same = meant?.split('-').map(Number).join() === [year, month, day].map(Number).join();
  return { date, same, ...(meant !== undefined && { meant: head.toLowerCase() + meant }) };
}

export function* checkDay(model: RepositoryModel): Iterable<Report> {
  const file = runtimeFile(model);
  const found = file && invalidDate(file);
  if (file === undefined || found === undefined) return;
  const { date, meant, same } = found;
  const { start, end } = file.range;
  const from = end.offset - date.length;
  const range = { start: { ...start, offset: from, column: start.column + from - start.offset }, end };
  const fixes = meant === undefined ? [] : [rewriteFix(file, 'runtime-r-date-invalid.fix', meant, same)];
  yield reportOf(file, range, { args: { date } }, fixes);
}

export function* checkNoDate(model: RepositoryModel): Iterable<Report> {
  const file = runtimeFile(model);
  const { runtime, version, range } = file ?? {};
  if (file === undefined || runtime?.name !== 'r' || runtime.date !== undefined || range === undefined)
    return;
  const series = version === undefined ? undefined : seriesOf(version.text);
  const date = series === undefined ? undefined : dateFor(series, model.options.facts.today);
  const fixes =
    date === undefined || version === undefined
      ? []
      : [rewriteFix(file, 'runtime-r-no-date.fix', `r-${version.text}-${date}`, false)];
  const { buildpack } = model.reading().environment;
  const args = { content: excerpt(file.source.text.trim()) };
  if (buildpack === 'r')
    yield reportOf(file, range, { code: 'runtime-r-no-date.latest', severity: 'warning', args }, fixes);
  else yield reportOf(file, range, { args }, fixes);
}

export function* checkOldest(model: RepositoryModel): Iterable<Report> {
  const file = runtimeFile(model);
  if (file?.date === undefined || problemOf(model, file, 'cran-snapshot-too-old') === undefined) return;
  const { text, range } = file.date;
  yield reportOf(
    file,
    range,
    { args: { date: text, oldest: oldestCranSnapshot } },
    atDate(file, oldestCranSnapshot, 'runtime-r-date-too-old.fix'),
  );
}

export function* checkFuture(model: RepositoryModel): Iterable<Report> {
  const file = runtimeFile(model);
  const { today } = model.options.facts;
  if (file?.date === undefined || file.runtime?.name !== 'r' || today === undefined) return;
  const { text, range } = file.date;
  if (text <= today) return;
  const date = daysBefore(today, 2);
  yield reportOf(
    file,
    range,
    { args: { date: text, today } },
    atDate(file, date, 'runtime-r-date-future.fix'),
  );
}

/** The same R at another date, or the R of that date where none is asked for; nothing where that R came later. */
function atDate({ version, ...file }: RuntimeFile, date: string, code: ReportFix['code']): ReportFix[] {
  const asked = version?.text ?? seriesAt(date);
  const released = asked === undefined ? undefined : releaseOf(seriesOf(asked) ?? '');
  if (asked === undefined || released === undefined || released > date) return [];
  return [rewriteFix(file, code, `r-${asked}-${date}`, false)];
}

export function* checkVersion(model: RepositoryModel): Iterable<Report> {
  const file = runtimeFile(model);
  if (file?.version === undefined || file.runtime === undefined) return;
  if (problemOf(model, file, 'unsupported-r') === undefined) return;
  const { text, range } = file.version;
  const args = { version: excerpt(text), supported: supportedRSeries.join(', ') };
  if (file.runtime.name !== 'r') {
    yield reportOf(file, range, { code: 'runtime-r-version-unknown.package', args });
    return;
  }
  const { date } = file.runtime;
  const series = nearestSeries(text, date);
  const content = `r-${series ?? ''}${date === undefined ? '' : `-${date}`}`;
  const fixes =
    series === undefined ? [] : [rewriteFix(file, 'runtime-r-version-unknown.fix', content, false)];
  yield reportOf(file, range, { args }, fixes);
}

/** The series nearest to a version among those that were out at a date. */
function nearestSeries(version: string, date: string | undefined): string | undefined {
  const number = (text: string): number => {
    const [major = '0', minor = '0'] = text.split('.');
    return Number(major) * 10 + Number(minor);
  };
  const asked = number(version);
  if (Number.isNaN(asked)) return date === undefined ? undefined : seriesAt(date);
  const out = supportedRSeries.filter((series) => date === undefined || (releaseOf(series) ?? '9') <= date);
  return [...out].sort((left, right) => Math.abs(number(left) - asked) - Math.abs(number(right) - asked))[0];
}

export function* checkMismatch(model: RepositoryModel): Iterable<Report> {
  const file = runtimeFile(model);
  const { environment, readers } = model.reading();
  if (file?.date === undefined || readers.runtime?.runtime?.name !== 'r') return;
  const { date, version } = file;
  const { r } = environment.versions;
  const released = r === undefined ? undefined : releaseOf(seriesOf(r) ?? '');
  if (environment.buildpack !== 'r' || r === undefined || released === undefined) return;
  if (released <= date.text || date.text < oldestCranSnapshot) return;
  const fixes = [...ofThatDay(file, date.text), ...laterFix(file, model.options.facts.today)];
  const args = { version: r, series: seriesOf(r) ?? '', released, date: date.text };
  if (version === undefined)
    yield reportOf(file, date.range, { code: 'runtime-r-version-date-mismatch.default', args }, fixes);
  else yield reportOf(file, file.range, { args }, fixes);
}

function ofThatDay(file: RuntimeFile, date: string): ReportFix[] {
  const series = seriesAt(date);
  if (series === undefined) return [];
  return [rewriteFix(file, 'runtime-r-version-date-mismatch.fix', `r-${series}-${date}`, false)];
}

/** Where a version is asked for, the date may be the mistake. */
function laterFix(file: RuntimeFile, today: string | undefined): ReportFix[] {
  const { version } = file;
  const series = version === undefined ? undefined : seriesOf(version.text);
  const date = series === undefined ? undefined : dateFor(series, today);
  if (version === undefined || date === undefined) return [];
  return [rewriteFix(file, 'runtime-r-version-date-mismatch.fix', `r-${version.text}-${date}`, false)];
}
