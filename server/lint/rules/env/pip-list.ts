import { condaPipLines } from '../../../environment/environment-yml';
import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import { condaName, isStandardModule, normalName, pipName } from '../../../environment/names/python';
import type { RequirementLine } from '../../../environment/requirement-line';
import type { FileEdit, Severity } from '../../../protocol';
import { deleteLines } from '../../edits';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { pythonOf } from '../requirements/lists';
import { python2Modules, standardOnIndex, standardParts } from '../requirements/standard-names';
import type { CondaPackage } from './conda-file';
import { condaFile, condaPackagesOf } from './conda-file';
import { dashBefore, deleteEntries, isAlone } from './yaml-edits';

type NamedLine = Extract<RequirementLine, { readonly kind: 'requirement' }>;

function namedLines(conda: CondaEnvironmentFile): NamedLine[] {
  return condaPipLines(conda).filter((line) => line.kind === 'requirement');
}

/** Packages that both conda and pip are asked for. */
export function* checkDuplicates(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  const { source } = conda;
  const packages = byPipName(condaPackagesOf(conda));
  for (const line of namedLines(conda)) {
    const { name } = line.requirement;
    const other = packages.get(normalName(name.text)) ?? packages.get(condaName(name.text));
    if (other === undefined || other.name === 'pip') continue;
    yield {
      file: source.path,
      range: name.range,
      args: { name: name.text, conda: other.written.text.slice(0, 60) },
      fixes: oneOfBoth(conda, line, other),
      related: [{ file: source.path, range: other.written.range, code: 'env-pip-dup.related' }],
    };
  }
}

function byPipName(packages: readonly CondaPackage[]): ReadonlyMap<string, CondaPackage> {
  return new Map(
    packages.flatMap((each) => {
      const pip = pipName(each.name);
      return pip === undefined ? [] : [[normalName(pip), each] as const];
    }),
  );
}

/** pip's line goes where it says no more than conda's; else there are two ways, and pip's is what counts now. */
function oneOfBoth(conda: CondaEnvironmentFile, line: NamedLine, other: CondaPackage): ReportFix[] {
  const { source, dependencies } = conda;
  const { clauses, url, extras } = line.requirement;
  const fix = (code: LintCode, edits: FileEdit[] | undefined): ReportFix[] =>
    edits === undefined ? [] : [{ code, args: { name: line.requirement.name.text }, safe: false, edits }];
  const withoutPip = fix('env-pip-dup.fix-pip', withoutPipLines(conda, [line]));
  const withoutConda = fix(
    'env-pip-dup.fix-conda',
    deleteEntries(source, [other.written], dependencies.length),
  );
  const saysMore = clauses.length > 0 || url !== undefined || extras.length > 0;
  return saysMore ? [...withoutConda, ...withoutPip] : [...withoutPip, ...withoutConda];
}

/** Lines of the list for pip are taken out; with the last of them its heading, where both can be done by lines. */
export function withoutPipLines(
  conda: CondaEnvironmentFile,
  taken: readonly RequirementLine[],
): FileEdit[] | undefined {
  const { source, dependencies } = conda;
  const list = dependencies.find(
    (entry) => entry.kind === 'pip' && entry.lines.some((line) => taken.includes(line)),
  );
  if (list?.kind !== 'pip') return undefined;
  const lines = list.lines.filter(({ kind }) => kind !== 'blank');
  if (taken.length < lines.length) return deleteEntries(source, taken, lines.length);
  const last = lines.at(-1);
  const isBlock = lines.every(({ range }) => range.start.line > list.key.range.start.line);
  const alone = lines.every(({ range }) => isAlone(source, { range }));
  if (last === undefined || !isBlock || !alone || dependencies.length === 1) return undefined;
  if (dashBefore(source, list.key) === undefined) return undefined;
  return [deleteLines(source, { start: list.key.range.start, end: last.range.end })];
}

/** Modules that come with Python, in either list: there is no package to install. */
export function* checkStandardModules(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  const { source } = conda;
  for (const line of namedLines(conda)) {
    const { name, url } = line.requirement;
    const outcome = url === undefined ? onIndex(name.text, pythonOf(model)) : undefined;
    if (outcome === undefined) continue;
    const edits = withoutPipLines(conda, [line]);
    yield {
      ...{ file: source.path, range: name.range, args: { name: name.text }, ...outcomes[outcome] },
      fixes:
        edits === undefined
          ? []
          : [{ code: 'env-stdlib-in-pip.fix', args: { name: name.text }, safe: outcome !== 'other', edits }],
    };
  }
  yield* standardPackages(conda);
}

type Outcome = 'missing' | 'fails' | 'other';

const outcomes: Readonly<Record<Outcome, { readonly code: LintCode; readonly severity: Severity }>> = {
  missing: { code: 'env-stdlib-in-pip', severity: 'error' },
  fails: { code: 'env-stdlib-in-pip.fails', severity: 'error' },
  other: { code: 'env-stdlib-in-pip.other', severity: 'warning' },
};

/** What the package index has under the name of a module of the library; backports do no harm and are passed over. */
function onIndex(written: string, python: string | undefined): Outcome | undefined {
  const name = normalName(written);
  const row = Object.hasOwn(standardOnIndex, name) ? standardOnIndex[name] : undefined;
  if (row !== undefined)
    return row.kind === 'backport' || python?.startsWith('2') === true ? undefined : row.kind;
  return isOnlyStandard(written) ? 'missing' : undefined;
}

function isOnlyStandard(written: string): boolean {
  const name = normalName(written);
  if (standardParts.has(name) || python2Modules.has(name)) return true;
  return /^\w+$/.test(written) && isStandardModule(written.toLowerCase());
}

/** The same among the packages of conda, of which none is called like a module that only Python has. */
function* standardPackages(conda: CondaEnvironmentFile): Iterable<Report> {
  const { source, dependencies } = conda;
  for (const { name, spec, written } of condaPackagesOf(conda)) {
    if (spec.channel !== undefined || condaHas.has(name) || Object.hasOwn(standardOnIndex, name)) continue;
    if (!isOnlyStandard(name)) continue;
    const edits = deleteEntries(source, [written], dependencies.length);
    yield {
      ...{ file: source.path, range: spec.name.range, args: { name }, code: 'env-stdlib-in-pip.conda' },
      fixes:
        edits === undefined ? [] : [{ code: 'env-stdlib-in-pip.fix', args: { name }, safe: true, edits }],
    };
  }
}

/** What conda-forge has under the names of modules, besides what the index has too (its names as of 2026-08-19). */
const condaHas: ReadonlySet<string> = new Set([
  'doctest',
  'gettext',
  'gzip',
  'imp',
  'importlib',
  'posix',
  'readline',
  'time',
  'winreg',
  'zlib',
]);
