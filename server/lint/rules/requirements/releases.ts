import type { PythonVersion } from '../../../environment/pep440';
import { compareVersions, parseSpecifiers, parseVersion, satisfies } from '../../../environment/pep440';
import type { VersionClause } from '../../../environment/requirement';
import { isReadableClause } from '../../../environment/requirement';
import type { PackageRelease, PackageReleases } from '../../input';
import type { RepositoryModel } from '../../model';
import type { PipEntry } from './lists';
import { pipEntries, pipLists } from './lists';

/** A release with its version in order. */
export interface Release {
  readonly release: PackageRelease;
  readonly version: PythonVersion;
}

/** What the package index has of a package that is asked for. */
export interface AskedReleases {
  readonly entry: PipEntry;
  readonly known: PackageReleases;
  /** Oldest first; those whose version cannot be read are left out. */
  readonly releases: readonly Release[];
  /** The clause with `==` that names one release. */
  readonly pin?: VersionClause;
  /** Of the pin. */
  readonly pinned?: Release;
}

/**
 * What is known of the index's releases of the packages that are asked for. Nothing of lists that name an index of their
 * own, nor of versions with a local label, which the index never has.
 */
export function askedReleases(model: RepositoryModel): AskedReleases[] {
  const facts = model.options.facts.releases ?? {};
  const elsewhere = new Set(
    pipLists(model)
      .filter(namesIndex)
      .map(({ root }) => root),
  );
  return pipEntries(model).flatMap((entry) => {
    const known = Object.hasOwn(facts, entry.name) ? facts[entry.name] : undefined;
    const { clauses, url } = entry.requirement;
    const local = clauses.some(({ version }) => version.text.includes('+'));
    if (known === undefined || url !== undefined || local || elsewhere.has(entry.list.root)) return [];
    return clauses.every(isReadableClause) ? [asked(entry, known)] : [];
  });
}

function namesIndex({ lines }: ReturnType<typeof pipLists>[number]): boolean {
  const options = ['--index-url', '--extra-index-url', '--pypi-url', '--find-links', '--no-index'];
  return lines.some((line) => line.options.some(({ name }) => options.includes(name)));
}

function asked(entry: PipEntry, known: PackageReleases): AskedReleases {
  const releases = known.releases
    .flatMap((release) => {
      const version = parseVersion(release.version);
      return version === undefined ? [] : [{ release, version }];
    })
    .sort((left, right) => compareVersions(left.version, right.version));
  const pin = entry.requirement.clauses.find(
    ({ operator, version }) => operator === '==' && !version.text.endsWith('*'),
  );
  const wanted = parseVersion(pin?.version.text ?? '');
  const pinned = wanted && releases.find(({ version }) => compareVersions(version, wanted) === 0);
  return { entry, known, releases, ...(pin && { pin }), ...(pinned && { pinned }) };
}

/** The releases that the clauses allow. */
export function allowedReleases({ entry, releases }: AskedReleases): Release[] {
  const { clauses } = entry.requirement;
  const specifiers = parseSpecifiers(
    clauses.map(({ operator, version }) => operator + version.text).join(','),
  );
  return specifiers === undefined ? [] : releases.filter(({ version }) => satisfies(version, specifiers));
}

/** How a release can be installed for a Python (major.minor): at once, by compiling, or not, and why not. */
export type Fitness = 'wheel' | 'source' | 'no-files' | 'other-python';

export function fitness({ release }: Release, python: string): Fitness {
  if (!allowsPython(release, python)) return 'other-python';
  if (release.wheels.some((tag) => isWheelFor(tag, python))) return 'wheel';
  return release.sdist ? 'source' : 'no-files';
}

/** Some release of the series is allowed. */
function allowsPython({ requiresPython }: PackageRelease, python: string): boolean {
  const specifiers = parseSpecifiers(requiresPython ?? '');
  if (specifiers === undefined) return true;
  return [`${python}.0`, `${python}.99`].some((text) => {
    const version = parseVersion(text);
    return version !== undefined && satisfies(version, specifiers);
  });
}

function isWheelFor(tag: string, python: string): boolean {
  const [major = '', minor = ''] = python.split('.');
  return tag.split('.').some((each) => {
    if (each === `py${major}` || each === `py${major}${minor}` || each === `cp${major}${minor}`) return true;
    const stable = /^cp(\d)(\d+)-abi3$/.exec(each);
    return stable?.[1] === major && Number(stable[2]) <= Number(minor);
  });
}
