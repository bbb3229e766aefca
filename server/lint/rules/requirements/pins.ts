import { readExtendedFiles } from '../../../environment/extended/readers';
import { normalName } from '../../../environment/names/python';
import type { Requirement } from '../../../environment/requirement';
import { rangeAt } from '../../../environment/text';
import type { FileEdit } from '../../../protocol';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import type { PipEntry } from './lists';
import { byList, constraintEntries, pipEntries } from './lists';
import { listed } from './local-urls';

/** How much of a version is left open. */
type Freedom = 'any' | 'lower' | 'bound';

/** Packages without any version: one finding a file. The list in environment.yml has a rule of its own. */
export function* checkUnpinned(model: RepositoryModel): Iterable<Report> {
  yield* reports(model, 'any', 'req-unpinned');
}

/** Packages that only newer versions are asked of. */
export function* checkLowerBounds(model: RepositoryModel): Iterable<Report> {
  yield* reports(model, 'lower', 'req-lower-bound-only');
}

type Code = 'req-unpinned' | 'req-lower-bound-only';

function* reports(model: RepositoryModel, freedom: Freedom, code: Code): Iterable<Report> {
  const constrained = new Set(
    constraintEntries(model)
      .filter(({ requirement }) => freedomOf(requirement) === 'bound')
      .map(({ name }) => name),
  );
  const open = pipEntries(model).filter(
    ({ list, name, requirement }) =>
      !list.conda && !constrained.has(name) && freedomOf(requirement) === freedom,
  );
  for (const [{ source, lines }, entries] of byList(open)) {
    const [first] = entries;
    if (first === undefined) continue;
    const total = lines.filter(({ kind }) => kind === 'requirement').length;
    const names = listed(entries.map(({ requirement }) => requirement.name.text));
    const args = { count: entries.length, total, names };
    const fixes = pinFix(model, entries, code);
    yield { file: source.path, range: first.requirement.name.range, code, args, fixes };
  }
}

function freedomOf({ clauses, url }: Requirement): Freedom {
  if (url !== undefined) return 'bound';
  if (clauses.length === 0) return 'any';
  return clauses.every(({ operator }) => ['>=', '>', '!='].includes(operator)) ? 'lower' : 'bound';
}

/** Only where a lock file of another tool says a version of every one of them: half a pin would look like a whole one. */
function pinFix(model: RepositoryModel, entries: readonly PipEntry[], code: Code): ReportFix[] {
  const locked = lockedVersions(model);
  const edits = entries.flatMap((entry) => pin(entry, locked?.versions.get(entry.name)) ?? []);
  if (locked === undefined || edits.length < entries.length) return [];
  return [{ code: `${code}.fix`, args: { file: locked.file }, safe: false, edits }];
}

function pin({ list, requirement }: PipEntry, version: string | undefined): FileEdit | undefined {
  if (version === undefined) return undefined;
  const { name, extras, clauses } = requirement;
  const { text } = list.source;
  const extra = extras.at(-1)?.range.end.offset;
  const start = extra === undefined ? name.range.end.offset : text.indexOf(']', extra) + 1;
  const end = clauses.at(-1)?.version.range.end.offset ?? start;
  if (text.slice(start, end).includes('(')) return undefined;
  return replaceSpan(list.source, { range: rangeAt(list.source, start, end) }, `==${version}`);
}

interface Locked {
  readonly file: string;
  /** By normalised name; names that the lock pins to several versions are left out. */
  readonly versions: ReadonlyMap<string, string>;
}

/** What a lock file says that the build does not read. */
function lockedVersions(model: RepositoryModel): Locked | undefined {
  return model.once('requirements:locked', () => {
    const files = readExtendedFiles(model.view, model.options.platform);
    for (const name of ['uv.lock', 'poetry.lock', 'pylock.toml', 'pixi.lock', 'conda-lock.yml'] as const) {
      const lock = files.get(name);
      if (lock?.kind !== 'lock') continue;
      const pinned = lock.packages.flatMap(({ name: each, version, from }) =>
        version === undefined || from === 'cran' ? [] : [[normalName(each), version] as const],
      );
      if (pinned.length > 0) return { file: name, versions: unique(pinned) };
    }
    return undefined;
  });
}

function unique(pinned: readonly (readonly [string, string])[]): Map<string, string> {
  const versions = new Map(pinned);
  for (const [name, version] of pinned) if (versions.get(name) !== version) versions.delete(name);
  return versions;
}
