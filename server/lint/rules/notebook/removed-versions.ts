import { compareVersions, parseSpecifiers, parseVersion, satisfies } from '../../../environment/pep440';
import type { PythonVersion } from '../../../environment/pep440';
import type { RepositoryModel } from '../../model';
import { declaredPackages } from './declared';
import type { Removed } from './removed-names';
import { broughtBy, pythonOfReleases, releases } from './removed-releases';
import { pythonOfBuild } from './versions';

/** True where the newest release that the declared versions and the Python allow is one without it. */
export function isGone(model: RepositoryModel, { package: name, since, until }: Removed): boolean {
  const newest = newestOf(model, name);
  const [from, to] = [parseVersion(since), until === undefined ? undefined : parseVersion(until)];
  if (newest === undefined || from === undefined) return false;
  return compareVersions(newest, from) >= 0 && (to === undefined || compareVersions(newest, to) < 0);
}

function newestOf(model: RepositoryModel, name: string): PythonVersion | undefined {
  return model.once(`notebook:newest:${name}`, () => {
    const python = pythonOfBuild(model);
    if (name === 'python') return python === undefined ? undefined : parseVersion(python);
    const versions = versionsOf(model, name);
    const specifiers = versions === undefined ? undefined : parseSpecifiers(versions);
    if (versions === undefined || specifiers === undefined) return undefined;
    const exact = /^===?([^*,]+)$/.exec(versions)?.[1];
    if (exact !== undefined) return parseVersion(exact);
    const candidates = (releases.get(name) ?? []).filter((release) => runsOn(name, release, python));
    return candidates
      .map((release) => parseVersion(release))
      .findLast((release) => release !== undefined && satisfies(release, specifiers));
  });
}

/** Clauses of the declared versions; '' for a package that another one brings; undefined where it is not there. */
function versionsOf(model: RepositoryModel, name: string): string | undefined {
  const declared = declaredPackages(model);
  const own = declared.filter((each) => each.name === name);
  if (own.length > 0)
    return own.every(({ versions }) => versions !== undefined)
      ? own
          .map(({ versions }) => versions)
          .filter((text) => text !== '')
          .join(',')
      : undefined;
  const bringers = broughtBy.get(name) ?? [];
  const isBrought = declared.some(
    (each) => bringers.includes(each.name) && each.versions?.includes('==') === false,
  );
  return isBrought ? '' : undefined;
}

function runsOn(name: string, release: string, python: string | undefined): boolean {
  const version = parseVersion(release);
  const own = python === undefined ? undefined : parseVersion(python);
  if (version === undefined || own === undefined) return true;
  return (pythonOfReleases.get(name) ?? []).every(([since, needed]) => {
    const [from, least] = [parseVersion(since), parseVersion(needed)];
    if (from === undefined || least === undefined) return true;
    return compareVersions(version, from) < 0 || compareVersions(own, least) >= 0;
  });
}
