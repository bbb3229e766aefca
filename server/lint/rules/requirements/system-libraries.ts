import { condaPackages } from '../../../environment/environment-yml';
import { debianPackageFor } from '../../../environment/names/debian';
import { compareVersions, parseVersion } from '../../../environment/pep440';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { isIgnored } from '../ignored';
import { addToApt, aptNames } from './apt-edits';
import type { PipEntry } from './lists';
import { pipEntries, pipNames, pythonOf } from './lists';
import { renameFix } from './renames';
import type { SystemNeed } from './system-needs';
import { systemNeeds } from './system-needs';

/** Packages that need something of the system that neither the base image nor the repository provides. */
export function* checkSystemLibraries(model: RepositoryModel): Iterable<Report> {
  const seen = new Set<string>();
  // What one line of apt.txt would mend for several packages is told of the first of them.
  const told = new Set<string>();
  for (const entry of pipEntries(model)) {
    if (seen.has(entry.name)) continue;
    seen.add(entry.name);
    const report = special(model, entry) ?? needReport(model, entry);
    const key = String(report?.args?.['packages'] ?? entry.name);
    if (report !== undefined && !told.has(key)) yield report;
    told.add(key);
  }
}

function place({ list, requirement: { name } }: PipEntry): Pick<Report, 'file' | 'range'> {
  return { file: list.source.path, range: name.range };
}

function needReport(model: RepositoryModel, entry: PipEntry): Report | undefined {
  const need = Object.hasOwn(systemNeeds, entry.name) ? systemNeeds[entry.name] : undefined;
  if (need === undefined || !concerns(need, entry, pythonOf(model)) || isProvided(model, need))
    return undefined;
  const packages = packagesOf(need);
  const args = { name: entry.requirement.name.text, packages: packages.join(', ') };
  return {
    ...place(entry),
    code: need.when === 'build' ? 'req-needs-system-lib' : `req-needs-system-lib.${need.when}`,
    severity: need.minor === true ? 'information' : 'warning',
    args,
    fixes: [...insteadFix(model, entry, need), ...aptFix(model, packages)],
  };
}

function packagesOf({ needs = [], packages = [] }: SystemNeed): string[] {
  return [...new Set([...packages, ...needs.flatMap((name) => debianPackageFor(name) ?? [])])];
}

/** Whether the releases that are asked for have the need. */
function concerns(need: SystemNeed, { requirement }: PipEntry, python: string | undefined): boolean {
  if (requirement.url !== undefined) return false;
  const pinned = requirement.clauses.find(({ operator }) => ['==', '~=', '<', '<='].includes(operator));
  const version = pinned?.version.text.replace(/\.\*$/, '');
  if (need.since !== undefined && version !== undefined && isBefore(version, need.since)) return false;
  if (need.wheels === undefined) return true;
  const [wheels, since] = need.wheels;
  return (
    (version !== undefined && isBefore(version, wheels)) || (python !== undefined && isBefore(python, since))
  );
}

function isBefore(left: string, right: string): boolean {
  const [one, other] = [parseVersion(left), parseVersion(right)];
  return one !== undefined && other !== undefined && compareVersions(one, other) < 0;
}

/** By apt.txt, by conda, or by another package of the index. */
function isProvided(model: RepositoryModel, need: SystemNeed): boolean {
  const apt = aptNames(model);
  if (packagesOf(need).every((name) => apt.includes(name))) return true;
  if (need.enough !== undefined && apt.some((name) => need.enough?.test(name))) return true;
  const conda = condaNames(model);
  return (
    need.conda.some((name) => conda.has(name)) || need.pip?.some((name) => pipNames(model).has(name)) === true
  );
}

/** What environment.yml installs, where the build reads it. */
export function condaNames(model: RepositoryModel): ReadonlySet<string> {
  const { conda } = model.reading().readers;
  if (conda === undefined || isIgnored(model, conda.source.path)) return new Set();
  return new Set(condaPackages(conda).map(({ name }) => name.text.toLowerCase()));
}

function insteadFix(model: RepositoryModel, entry: PipEntry, { instead }: SystemNeed): ReportFix[] {
  return instead === undefined
    ? []
    : renameFix(model, entry, instead, 'req-needs-system-lib.fix-instead', false);
}

function aptFix(model: RepositoryModel, packages: readonly string[]): ReportFix[] {
  const edits = addToApt(model, packages);
  const args = { packages: packages.join(', ') };
  return edits.length === 0 ? [] : [{ code: 'req-needs-system-lib.fix-apt', args, safe: false, edits }];
}

/** What no line of apt.txt alone provides: GDAL of the very version, and R. */
function special(model: RepositoryModel, entry: PipEntry): Report | undefined {
  const { requirement, name } = entry;
  if (requirement.url !== undefined) return undefined;
  const conda = condaNames(model);
  const apt = aptNames(model);
  const args = { name: requirement.name.text };
  if (name === 'gdal' && !conda.has('gdal') && !conda.has('libgdal') && !apt.includes('libgdal-dev'))
    return { ...place(entry), code: 'req-needs-system-lib.gdal', args };
  const { r, usesR } = model.reading().environment.versions;
  const hasR =
    r !== undefined || usesR === true || conda.has('r-base') || apt.some((each) => each.startsWith('r-base'));
  return name === 'rpy2' && !hasR ? { ...place(entry), code: 'req-needs-system-lib.r', args } : undefined;
}
