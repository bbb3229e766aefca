import { isReadableClause } from '../../../environment/requirement';
import { compareVersions, parseVersion } from '../../../environment/pep440';
import { excerpt } from '../../../environment/text';
import type { RequirementLine } from '../../../environment/requirement-line';
import type { EnvironmentProblem, FileEdit, Range } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { condaLines } from './conda-export';
import type { PipList, RequirementEntryLine } from './lists';
import { pipLists, pythonOf } from './lists';
import type { Repair } from './repair';
import { isReadable, isReadableMarker, repairRequirement } from './repair';

/** More lines that cannot be read than this are told at once: such a file is no list of requirements. */
const maxSingly = 5;

/** Planning tells as many, too; of a file with more, nothing is mended. */
const maxLooked = 50;

/** Of Pythons before this one, pip still takes versions that PEP 440 does not know. */
const strictSince = '3.8';

/** Lines that pip refuses, as planning found them, and what only pip's newer versions refuse. */
export function* checkSyntax(model: RepositoryModel): Iterable<Report> {
  const { problems } = model.reading().environment;
  for (const list of pipLists(model)) {
    const parts = isStrict(model) ? list.lines.filter(isUnreadable).slice(0, maxLooked) : [];
    const reports = [...invalidLines(list, problems), ...parts.map((line) => unreadablePart(list, line))];
    if (reports.length <= maxSingly) yield* reports;
    else yield together(list, reports);
  }
}

function isStrict(model: RepositoryModel): boolean {
  const python = parseVersion(pythonOf(model) ?? strictSince);
  const since = parseVersion(strictSince);
  return python !== undefined && since !== undefined && compareVersions(python, since) >= 0;
}

function* invalidLines(list: PipList, problems: readonly EnvironmentProblem[]): Iterable<Report> {
  const conda = new Set(condaLines(list).map(({ range }) => range.start.offset));
  for (const { error, file, range } of problems) {
    if (error.code !== 'invalid-requirement' || file !== list.source.path || range === undefined) continue;
    if (!conda.has(range.start.offset)) yield invalidLine(list, range);
  }
}

function invalidLine(list: PipList, range: Range): Report {
  const written = list.source.text.slice(range.start.offset, range.end.offset);
  const report = { file: list.source.path, range, args: { written: excerpt(written, 60) } };
  if (/^(?:<{7}|={7}|>{7})/.test(written)) return { ...report, code: 'req-syntax.merge' };
  const bare = written.replace(/^-\s+/, '');
  if (bare !== written) return { ...report, code: 'req-syntax.dash', fixes: dashFixes(list, range, bare) };
  return { ...report, fixes: repairs(list, range, repairRequirement(written)) };
}

function dashFixes(list: PipList, range: Range, bare: string): ReportFix[] {
  return isReadable(bare) ? repairs(list, range, { text: bare, safe: true }) : [];
}

/** In environment.yml what is written must stay one plain item. */
function repairs(list: PipList, range: Range, repair: Repair | undefined): ReportFix[] {
  if (repair === undefined || (list.conda && !/^[\w.[\],<>=!~*+ -]+$/.test(repair.text))) return [];
  const edits = [replaceSpan(list.source, { range }, repair.text)];
  const args = { text: repair.text.replaceAll('\n', ', ') };
  return [{ code: 'req-syntax.fix', args, safe: repair.safe, edits }];
}

/** Versions and markers that the planning leaves to pip. */
function isUnreadable(line: RequirementLine): line is RequirementEntryLine {
  if (line.kind !== 'requirement') return false;
  const { clauses, marker } = line.requirement;
  return !clauses.every(isReadableClause) || !isReadableMarker(marker?.text);
}

function unreadablePart(list: PipList, line: RequirementEntryLine): Report {
  const { clauses, marker } = line.requirement;
  const clause = clauses.find((each) => !isReadableClause(each));
  const file = list.source.path;
  const fixes = repairs(list, line.range, repairOf(list, line));
  if (clause === undefined) {
    const args = { marker: excerpt(marker?.text ?? '', 60) };
    return { file, range: marker?.range ?? line.range, code: 'req-syntax.marker', args, fixes };
  }
  const args = { version: excerpt(clause.version.text, 40), operator: clause.operator };
  return { file, range: clause.version.range, code: 'req-syntax.version', args, fixes };
}

function repairOf({ source }: PipList, { range, options }: RequirementEntryLine): Repair | undefined {
  return options.length > 0
    ? undefined
    : repairRequirement(source.text.slice(range.start.offset, range.end.offset));
}

function together({ source }: PipList, reports: readonly Report[]): Report {
  const [first] = reports;
  const fixes = reports.flatMap(({ fixes: [fix] = [] }) => (fix === undefined ? [] : [fix]));
  const edits: FileEdit[] = fixes.flatMap((fix) => fix.edits);
  const start = first?.range?.start.offset ?? 0;
  const written = source.text.slice(start, first?.range?.end.offset ?? start);
  const whole = fixes.length === reports.length && reports.length < maxLooked;
  return {
    file: source.path,
    ...(first?.range !== undefined && { range: first.range }),
    code: 'req-syntax.many',
    args: { count: reports.length, written: excerpt(written, 60) },
    fixes: whole
      ? [
          {
            code: 'req-syntax.fix-many',
            args: { count: fixes.length },
            safe: fixes.every(({ safe }) => safe),
            edits,
          },
        ]
      : [],
  };
}
