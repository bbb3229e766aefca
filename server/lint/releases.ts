import type { PythonVersion } from '../environment/pep440';
import { compareVersions, parseSpecifiers, parseVersion, satisfies } from '../environment/pep440';
import type { PackageRelease, PackageReleases } from './input';

/** True where a release can be installed on linux by this Python (`major.minor`), as far as its index tells. */
export function installsOn({ requiresPython, wheels, sdist }: PackageRelease, python: string): boolean {
  return allowsPython(requiresPython, python) && (sdist || wheels.some((tag) => tagFits(tag, python)));
}

/** True where a release has a file that needs no compiler. */
export function hasWheel({ wheels }: PackageRelease, python: string): boolean {
  return wheels.some((tag) => tagFits(tag, python));
}

/** The newest release for this Python: not withdrawn, no pre-release; one without a wheel only where none has. */
export function newestRelease({ releases }: PackageReleases, python: string): string | undefined {
  const fitting = releases.filter((release) => !release.yanked && installsOn(release, python));
  const ready = fitting.filter((release) => hasWheel(release, python));
  return newest(ready.length > 0 ? ready : fitting);
}

function newest(releases: readonly PackageRelease[]): string | undefined {
  let best: { readonly text: string; readonly version: PythonVersion } | undefined;
  for (const { version: text } of releases) {
    const version = parseVersion(text);
    if (version === undefined || version.pre !== undefined || version.dev !== undefined) continue;
    if (best === undefined || compareVersions(version, best.version) > 0) best = { text, version };
  }
  return best?.text;
}

/** `requires-python` speaks of patches too: the newest of this minor counts. */
function allowsPython(range: string | undefined, python: string): boolean {
  if (range === undefined || range.trim() === '') return true;
  const specifiers = parseSpecifiers(range);
  const candidates = [parseVersion(`${python}.99`), parseVersion(python)];
  return (
    specifiers === undefined ||
    candidates.some((version) => version !== undefined && satisfies(version, specifiers))
  );
}

/** Tags as in `PackageRelease.wheels`: `py3`, `cp311`, `cp38-abi3`. */
function tagFits(tag: string, python: string): boolean {
  const [major = '3', minor = '0'] = python.split('.');
  const [name = '', abi] = tag.split('-');
  if (name === `py${major}` || name === `cp${major}${minor}` || name === `py${major}${minor}`) return true;
  const least = /^cp3(\d+)$/.exec(name)?.[1];
  return abi === 'abi3' && major === '3' && least !== undefined && Number(minor) >= Number(least);
}
