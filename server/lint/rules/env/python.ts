import { needsSeparateKernel } from '../../../environment/python-version';
import { pythonRangeAllows } from '../../../environment/conda-choice';
import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import { supportedPythons } from '../../../environment/pythons';
import { excerpt } from '../../../environment/text';
import type { Range, Severity } from '../../../protocol';
import { appendLines } from '../../edits';
import type { LintCode } from '../../messages';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import type { CondaPackage } from './conda-file';
import { condaPackagesOf, decidingFile, dependenciesRange, packageNamed, versionOf } from './conda-file';
import { pythonEnds, pythonEndsRead } from './python-ends';
import { insertBefore, replaceEntry } from './yaml-edits';

/** No version of Python: the builder takes its default. */
export function* checkMissing(model: RepositoryModel): Iterable<Report> {
  const deciding = decidingFile(model);
  if (deciding === undefined || deciding.file.python !== undefined) return;
  const { file, python } = deciding;
  const entry = packageNamed(file, 'python');
  if (entry !== undefined && versionOf(entry) !== undefined) return;
  const code = entry === undefined ? 'env-python-missing' : 'env-python-missing.bare';
  const newer = newerPython(model);
  yield {
    file: file.source.path,
    range: entry?.spec.name.range ?? dependenciesRange(file),
    code,
    args: { python },
    fixes: [
      ...stated(file, entry, python, 'env-python-missing.fix', true),
      ...(newer === undefined ? [] : stated(file, entry, newer, 'env-python-missing.fix-newer', false)),
    ],
  };
}

/** The newest but one: packages need time to be made for the newest. */
function newerPython(model: RepositoryModel): string | undefined {
  return supportedPythons(model.options.platform).at(-2);
}

/** Writes `python=X.Y` in place of an entry, or as the first one. */
function stated(
  file: CondaEnvironmentFile,
  entry: CondaPackage | undefined,
  version: string,
  code: LintCode,
  safe: boolean,
): ReportFix[] {
  const { source, dependencies, keys } = file;
  const text = `python=${version}`;
  const [first] = dependencies;
  const isThere = keys.some(({ key }) => key.text === 'dependencies');
  const edit =
    entry !== undefined
      ? replaceEntry(source, entry.written, text)
      : first !== undefined
        ? insertBefore(source, first.written, [text])
        : isThere || source.text.includes('{')
          ? undefined
          : appendLines(source, ['dependencies:', `  - ${text}`]);
  return edit === undefined ? [] : [{ code, args: { version }, safe, edits: [edit] }];
}

/** A version that the builder's pattern does not see. */
export function* checkNotDetected(model: RepositoryModel): Iterable<Report> {
  const deciding = decidingFile(model);
  const entry = deciding === undefined ? undefined : packageNamed(deciding.file, 'python');
  if (deciding?.file.pythonRange === undefined || entry === undefined) return;
  const { file, python } = deciding;
  const instead = model.reading().environment.versions.pythonInstead;
  const allowed = pythonRangeAllows(file, python);
  if (allowed === undefined) return;
  const fitting = supportedPythons(model.options.platform).filter((each) => pythonRangeAllows(file, each));
  const outcome = allowed
    ? 'allowed'
    : instead !== undefined
      ? 'replaced'
      : fitting.length > 0
        ? 'old'
        : 'none';
  const version = allowed ? python : (instead ?? fitting.at(-1));
  yield {
    file: file.source.path,
    range: (versionOf(entry) ?? entry.written).range,
    ...outcomes[outcome],
    args: { written: excerpt(entry.written.text, 60), python, instead: version ?? '' },
    fixes:
      version === undefined || outcome === 'old' ? [] : rewritten(file, entry, version, fitting.length === 1),
  };
}

type Outcome = 'allowed' | 'replaced' | 'old' | 'none';

const outcomes: Readonly<Record<Outcome, { readonly code: LintCode; readonly severity: Severity }>> = {
  allowed: { code: 'env-python-not-detected.allowed', severity: 'information' },
  replaced: { code: 'env-python-not-detected', severity: 'warning' },
  old: { code: 'env-python-not-detected.old', severity: 'warning' },
  none: { code: 'env-python-not-detected.none', severity: 'error' },
};

/** Safe where one series was meant all the time; of a range somebody has to choose. */
function rewritten(
  file: CondaEnvironmentFile,
  entry: CondaPackage,
  version: string,
  isOnly: boolean,
): ReportFix[] {
  if (entry.spec.build !== undefined || entry.spec.fields.length > 0) return [];
  const patch = /^\s*={0,2}\s*(\d+\.\d+(?:\.\d+)?)(?:\.\*)?$/.exec(versionOf(entry)?.text ?? '')?.[1];
  const whole = patch?.startsWith(`${version}.`) === true ? patch : version;
  return stated(file, entry, whole, 'env-python-not-detected.fix', isOnly || patch !== undefined);
}

/** A Python that no build has, or what cannot be read as a version. */
export function* checkUnsupported(model: RepositoryModel): Iterable<Report> {
  const { problems } = model.reading().environment;
  const { conda } = model.reading().readers;
  for (const { error, file, range } of problems) {
    const { code, args } = error;
    if (conda === undefined || file !== conda.source.path) continue;
    if (code !== 'unsupported-python' && code !== 'unparsable-python-version') continue;
    const unread = code === 'unparsable-python-version';
    const written = excerpt(conda.python?.dependency.text ?? '', 60);
    const version = String(args['version'] ?? '');
    const nearest = nearestPython(model, unread ? undefined : version);
    const entry = packageNamed(conda, 'python');
    yield {
      file: conda.source.path,
      ...(range !== undefined && { range }),
      code: unread ? 'env-python-unsupported.unreadable' : 'env-python-unsupported',
      args: { version, written, supported: supportedPythons(model.options.platform).join(', ') },
      fixes:
        nearest === undefined || entry === undefined || entry.spec.build !== undefined
          ? []
          : stated(conda, entry, nearest, 'env-python-unsupported.fix', false),
    };
  }
}

/** The nearest to one that cannot be built, unless that one has no updates any more; a good one where none is said. */
function nearestPython(model: RepositoryModel, version: string | undefined): string | undefined {
  if (version === undefined) return newerPython(model);
  const [major, minor] = version.split('.').map(Number);
  const pythons = supportedPythons(model.options.platform);
  if (major !== 3 || minor === undefined)
    return major !== undefined && major > 3 ? pythons.at(-1) : undefined;
  const away = (each: string): number => Math.abs(Number(each.split('.')[1]) - minor);
  const nearest = pythons
    .filter((each) => each.startsWith('3.'))
    .reduce((best, each) => (away(each) < away(best) ? each : best));
  return hasEnded(model, nearest) ? undefined : nearest;
}

/** A Python too old for the server, which then gets one of its own. */
export function* checkLegacy(model: RepositoryModel): Iterable<Report> {
  const asked = askedPython(model);
  if (asked === undefined || !needsSeparateKernel(asked.python)) return;
  yield { ...asked.report, args: { python: asked.python } };
}

/** A Python without updates. */
export function* checkEnded(model: RepositoryModel): Iterable<Report> {
  const asked = askedPython(model);
  if (asked === undefined || needsSeparateKernel(asked.python)) return;
  if (!hasEnded(model, asked.python)) return;
  yield {
    ...asked.report,
    args: { python: asked.python, month: pythonEnds[asked.python]?.slice(0, 7) ?? '' },
  };
}

/** On the day of the run; where that is not known, when the table was made. */
function hasEnded(model: RepositoryModel, python: string): boolean {
  const ended = pythonEnds[python];
  return ended !== undefined && ended <= (model.options.facts.today ?? pythonEndsRead);
}

/** The version that environment.yml states and that is taken. */
function askedPython(
  model: RepositoryModel,
):
  { readonly python: string; readonly report: { readonly file: string; readonly range: Range } } | undefined {
  const deciding = decidingFile(model);
  const pin = deciding?.file.python;
  if (deciding === undefined || pin === undefined || pin.version === '') return undefined;
  const entry = condaPackagesOf(deciding.file).find(({ written }) => written === pin.dependency);
  const range = (entry === undefined ? undefined : versionOf(entry))?.range ?? pin.dependency.range;
  return { python: deciding.python, report: { file: deciding.file.source.path, range } };
}
