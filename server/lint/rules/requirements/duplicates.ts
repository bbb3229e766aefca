import { isReadableClause } from '../../../environment/requirement';
import type { Requirement } from '../../../environment/requirement';
import { parseSpecifiers, parseVersion, satisfies } from '../../../environment/pep440';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import type { PipEntry } from './lists';
import { pipEntries, removeLines } from './lists';

/** Packages that one call of pip is asked for twice with different versions. */
export function* checkDuplicates(model: RepositoryModel): Iterable<Report> {
  const first = new Map<string, PipEntry>();
  for (const entry of pipEntries(model)) {
    const key = `${entry.list.root}\n${entry.name}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, entry);
    else if (isDecided(before) && isDecided(entry)) yield* pairReport(before, entry);
  }
}

/** A marker that only the environment can decide on may keep two lines apart. */
function isDecided({ requirement: { marker } }: PipEntry): boolean {
  return (
    marker === undefined ||
    !/\b(?:extra|platform_release|platform_version|python_full_version)\b/.test(marker.text)
  );
}

function* pairReport(before: PipEntry, entry: PipEntry): Iterable<Report> {
  const [left, right] = [versionOf(before.requirement), versionOf(entry.requirement)];
  if (left === right) return;
  const conflicting = conflict(before.requirement, entry.requirement);
  yield {
    file: entry.list.source.path,
    range: entry.line.range,
    severity: conflicting ? 'error' : 'information',
    code: conflicting ? 'req-duplicate' : 'req-duplicate.both',
    args: { name: entry.requirement.name.text, version: right || '*', other: left || '*' },
    related: [
      {
        file: before.list.source.path,
        range: before.line.range,
        code: 'req-duplicate.related',
      },
    ],
    fixes: conflicting ? keepOne(before, entry) : dropLooser(before, entry),
  };
}

/** The version that is asked for, or the address, without blanks. */
function versionOf({ clauses, url }: Requirement): string {
  if (url !== undefined) return url.text;
  return clauses.map(({ operator, version }) => operator + version.text).join(',');
}

/** True where one asks for one version that the other rules out. */
function conflict(left: Requirement, right: Requirement): boolean {
  if (left.url !== undefined || right.url !== undefined)
    return left.url !== undefined && right.url !== undefined;
  return excludes(left, right) || excludes(right, left);
}

function excludes(pinned: Requirement, other: Requirement): boolean {
  const pin = pinned.clauses.find(
    ({ operator, version }) => operator === '==' && !version.text.endsWith('.*'),
  );
  const version = pin && parseVersion(pin.version.text);
  if (version === undefined || !other.clauses.every(isReadableClause)) return false;
  const specifiers = parseSpecifiers(
    other.clauses.map(({ operator, version: { text } }) => operator + text.replace(/\+.*$/, '')).join(','),
  );
  return specifiers !== undefined && !satisfies(version, specifiers);
}

function keepOne(before: PipEntry, entry: PipEntry): ReportFix[] {
  return [
    { dropped: before, kept: entry },
    { dropped: entry, kept: before },
  ].flatMap(({ dropped, kept }) => dropping(dropped, versionOf(kept.requirement), false));
}

/** A line that asks for any version adds nothing to one that asks for some. */
function dropLooser(before: PipEntry, entry: PipEntry): ReportFix[] {
  const looser = [before, entry].find(({ requirement: { clauses, url, extras } }) => {
    return clauses.length === 0 && url === undefined && extras.length === 0;
  });
  if (looser === undefined) return [];
  const kept = looser === entry ? before : entry;
  return dropping(looser, versionOf(kept.requirement), true);
}

function dropping({ list, line, requirement }: PipEntry, version: string, safe: boolean): ReportFix[] {
  const edits = removeLines(list, [line]);
  const args = { name: requirement.name.text, version };
  return edits === undefined ? [] : [{ code: 'req-duplicate.fix', args, safe, edits }];
}
