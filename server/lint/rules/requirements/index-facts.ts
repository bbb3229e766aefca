import { compareVersions, parseVersion } from '../../../environment/pep440';
import { supportedPythons } from '../../../environment/pythons';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { deprecatedNames } from './deprecated-names';
import { pythonOf } from './lists';
import type { AskedReleases, Release } from './releases';
import { allowedReleases, askedReleases, fitness } from './releases';
import { setRuntime } from './runtime-edits';
import { standardOnIndex } from './standard-names';
import { wrongNames } from './wrong-names';

/** Releases that cannot be installed into the Python that is built. */
export function* checkPythonFits(model: RepositoryModel): Iterable<Report> {
  const python = pythonOf(model);
  if (python === undefined) return;
  for (const asked of askedReleases(model)) {
    const report = asked.pin === undefined ? rangeReport(asked, python) : pinReport(model, asked, python);
    if (report !== undefined) yield report;
  }
}

function pinReport(model: RepositoryModel, asked: AskedReleases, python: string): Report | undefined {
  const { entry, pin, pinned } = asked;
  if (pin === undefined || pinned === undefined) return undefined;
  const fit = fitness(pinned, python);
  // A package without any wheel is built everywhere; only where there are wheels for others is compiling a surprise.
  if (fit === 'wheel' || (fit === 'source' && !isUnexpected(pinned))) return undefined;
  const { name } = entry.requirement;
  const args = {
    name: name.text,
    version: pin.version.text,
    python,
    requires: pinned.release.requiresPython ?? '',
  };
  return {
    file: entry.list.source.path,
    range: pin.version.range,
    severity: fit === 'source' ? 'warning' : 'error',
    code: fit === 'other-python' ? 'req-python-incompatible' : `req-python-incompatible.${fit}`,
    args,
    fixes: [...runtimeFix(model, pinned), ...releaseFix(asked, python)],
  };
}

function isUnexpected({ release }: Release): boolean {
  return release.wheels.some((tag) => tag.startsWith('cp'));
}

/** pip goes back to older releases by itself; nothing helps where none fits. */
function rangeReport(asked: AskedReleases, python: string): Report | undefined {
  const allowed = allowedReleases(asked).filter(({ release }) => !release.yanked);
  const fits = ({ release, version }: Release): boolean =>
    ['wheel', 'source'].includes(fitness({ release, version }, python));
  if (allowed.length === 0 || allowed.some(fits)) return undefined;
  const { requirement, line, list } = asked.entry;
  const args = { name: requirement.name.text, python };
  return {
    file: list.source.path,
    range: line.range,
    severity: 'error',
    code: 'req-python-incompatible.none',
    args,
  };
}

/** The newest Python that the release has wheels for. */
function runtimeFix(model: RepositoryModel, pinned: Release): ReportFix[] {
  const python = [...supportedPythons(model.options.platform)]
    .reverse()
    .find((candidate) => fitness(pinned, candidate) === 'wheel');
  const edits = python === undefined ? undefined : setRuntime(model, python);
  if (python === undefined || edits === undefined || edits.length === 0) return [];
  return [{ code: 'req-python-incompatible.fix-python', args: { python }, safe: false, edits }];
}

/** The next release that fits, else the one before. */
function releaseFix({ entry, releases, pin, pinned }: AskedReleases, python: string): ReportFix[] {
  if (pin === undefined || pinned === undefined) return [];
  const fitting = releases.filter(
    (each) => fitness(each, python) === 'wheel' && !each.release.yanked && each.version.pre === undefined,
  );
  return nearestFix(entry, pin, nearest(fitting, pinned), 'req-python-incompatible.fix');
}

/** Packages and releases that the index does not have, or that were withdrawn. */
export function* checkReleases(model: RepositoryModel): Iterable<Report> {
  for (const asked of askedReleases(model)) {
    const { entry, known, pin, pinned } = asked;
    const { name } = entry.requirement;
    const base = {
      file: entry.list.source.path,
      args: { name: name.text, version: pin?.version.text ?? '' },
    };
    if (!known.exists) {
      if (!hasOwnRule(entry.name)) yield { ...base, range: name.range };
    } else if (pin !== undefined && pinned === undefined) {
      const fixes = missingFix(asked);
      yield { ...base, range: pin.version.range, code: 'req-yanked-or-missing.version', fixes };
    } else if (pin !== undefined && pinned?.release.yanked === true) {
      const left = asked.releases.filter(
        ({ release, version }) => !release.yanked && version.pre === undefined,
      );
      const fixes = nearestFix(entry, pin, nearest(left, pinned), 'req-yanked-or-missing.fix');
      yield {
        ...base,
        range: pin.version.range,
        severity: 'warning',
        code: 'req-yanked-or-missing.yanked',
        fixes,
      };
    }
  }
}

/** Names that another rule explains better. */
function hasOwnRule(name: string): boolean {
  return (
    [standardOnIndex, wrongNames, deprecatedNames].some((table) => Object.hasOwn(table, name)) ||
    name === 'python'
  );
}

function missingFix({ entry, releases, pin }: AskedReleases): ReportFix[] {
  const wanted = parseVersion(pin?.version.text ?? '');
  if (pin === undefined || wanted === undefined) return [];
  const left = releases.filter(({ release, version }) => !release.yanked && version.pre === undefined);
  const found = left.find(({ version }) => compareVersions(version, wanted) > 0) ?? left.at(-1);
  return nearestFix(entry, pin, found, 'req-yanked-or-missing.fix');
}

function nearest(releases: readonly Release[], to: Release): Release | undefined {
  return releases.find(({ version }) => compareVersions(version, to.version) > 0) ?? releases.at(-1);
}

function nearestFix(
  { list }: AskedReleases['entry'],
  pin: NonNullable<AskedReleases['pin']>,
  found: Release | undefined,
  code: 'req-python-incompatible.fix' | 'req-yanked-or-missing.fix',
): ReportFix[] {
  if (found === undefined) return [];
  const { version } = found.release;
  const edits = [replaceSpan(list.source, pin.version, version)];
  return [{ code, args: { version }, safe: false, edits }];
}
