import type { VersionClause } from '../../../environment/requirement';
import { isReadableClause } from '../../../environment/requirement';
import { compareVersions, parseSpecifiers, parseVersion, satisfies } from '../../../environment/pep440';
import { insertAt, insertLinesAfter } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { listed } from './local-urls';
import type { PipEntry } from './lists';
import { constraintEntries, pipEntries, pythonOf } from './lists';

/**
 * Compiled packages and the first release that either works with numpy 2 or says that it does not. Every release before
 * was built against numpy 1 and lets pip choose 2. The release before the one that is named was installed beside numpy
 * 2.2 on 2026-11-27: its metadata had no bound, and importing it failed.
 */
const mended: Readonly<Record<string, string>> = {
  bottleneck: '1.4.0',
  cftime: '1.6.4',
  h5py: '3.11.0',
  matplotlib: '3.7.3',
  netcdf4: '1.7.0',
  numexpr: '2.10.0',
  'opencv-contrib-python': '4.10.0.84',
  'opencv-contrib-python-headless': '4.10.0.84',
  'opencv-python': '4.10.0.84',
  'opencv-python-headless': '4.10.0.84',
  pandas: '2.1.2',
  pyarrow: '15.0.0',
  pyerfa: '2.0.1.2',
  pywavelets: '1.5.0',
  rasterio: '1.3.10',
  rdkit: '2024.3.5',
  'rdkit-pypi': '2024.3.5',
  'scikit-image': '0.23.0',
  'scikit-learn': '1.3.1',
  shapely: '2.0.3',
  statsmodels: '0.14.1',
  tables: '3.10.0',
};

/** Packages and the releases whose metadata keeps numpy 2 away, so that pip does not choose it. */
const bounding: Readonly<Record<string, string>> = {
  astropy: '>=5.3.4,<6.1',
  gensim: '==4.3.3',
  matplotlib: '>=3.7.3,<3.8.4',
  mdanalysis: '>=2.6,<2.8',
  numba: '>=0.54,<0.60',
  pandas: '>=2.1.2,<2.2.2',
  pyarrow: '==15.*',
  pywavelets: '==1.5.*',
  'scikit-learn': '>=1.3.1,<1.4.2',
  scipy: '>=1.6,<1.13',
  shapely: '==2.0.3',
  statsmodels: '==0.14.1',
  tensorflow: '>=2.12,<2.18',
};

/** One of each series of numpy 2 that a range may let in. */
const numpy2 = ['2.0.2', '2.2.6', '2.4.0'].flatMap((version) => parseVersion(version) ?? []);

/** numpy 2 is there for this Python and newer ones. */
const pythonOfNumpy2 = '3.9';

/** One finding for all that would break together: numpy is one. */
export function* checkNumpyAbi(model: RepositoryModel): Iterable<Report> {
  const python = parseVersion(pythonOf(model) ?? '');
  const since = parseVersion(pythonOfNumpy2);
  if (python === undefined || since === undefined || compareVersions(python, since) < 0) return;
  // A conda environment has a numpy before pip comes, and pip leaves what is good enough as it is.
  const entries = pipEntries(model).filter(({ list }) => !list.conda);
  const all = [...entries, ...constraintEntries(model)];
  const trapped = entries.filter(({ requirement, name }) =>
    isBefore(pinOf(requirement.clauses), Object.hasOwn(mended, name) ? mended[name] : undefined),
  );
  const [first] = trapped;
  if (first === undefined || all.some(keepsNumpy2Away)) return;
  const { name, clauses } = first.requirement;
  const version = clauses.map(({ operator, version: { text } }) => operator + text).join(',');
  const numpy = entries.find((entry) => entry.name === 'numpy');
  yield {
    file: first.list.source.path,
    range: first.line.range,
    code: trapped.length > 1 ? 'req-abi-numpy.many' : 'req-abi-numpy',
    args: {
      name: name.text,
      version,
      names: listed(trapped.map(({ requirement }) => requirement.name.text)),
    },
    fixes: numpy === undefined ? addNumpy(first) : boundNumpy(numpy),
  };
}

/** The newest release that the clauses allow, as far as one is named. */
function pinOf(clauses: readonly VersionClause[]): string | undefined {
  const upper = clauses.find(({ operator }) => ['==', '~=', '<', '<='].includes(operator));
  if (upper === undefined) return undefined;
  const text = upper.version.text.replace(/\.\*$/, '');
  // `~=1.4` and `<2` allow what comes before the next number; the number itself is near enough for a table of releases.
  return upper.operator === '~=' ? `${text.split('.').slice(0, -1).join('.')}.999` : text;
}

function isBefore(pin: string | undefined, release: string | undefined): boolean {
  const [left, right] = [parseVersion(pin ?? ''), parseVersion(release ?? '')];
  return left !== undefined && right !== undefined && compareVersions(left, right) < 0;
}

/** numpy itself with a bound, or a release of another package that has one. */
function keepsNumpy2Away({ name, requirement: { clauses, url } }: PipEntry): boolean {
  if (name === 'numpy') {
    const specifiers = clauses.every(isReadableClause)
      ? parseSpecifiers(clauses.map(({ operator, version }) => operator + version.text).join(','))
      : undefined;
    return (
      url !== undefined ||
      specifiers === undefined ||
      !numpy2.some((version) => satisfies(version, specifiers))
    );
  }
  const specifiers = parseSpecifiers(Object.hasOwn(bounding, name) ? (bounding[name] ?? '') : '');
  const pin = parseVersion(pinOf(clauses) ?? '');
  return pin !== undefined && specifiers !== undefined && specifiers.length > 0 && satisfies(pin, specifiers);
}

function addNumpy({ list, line }: PipEntry): ReportFix[] {
  const edits = [insertLinesAfter(list.source, line.range.end.line, ['numpy<2'])];
  return [{ code: 'req-abi-numpy.fix', safe: true, edits }];
}

function boundNumpy({ list, requirement: { name, clauses, extras } }: PipEntry): ReportFix[] {
  const last = clauses.at(-1);
  const asksForTwo = clauses.some(({ version }) => /^[2-9]/.test(version.text));
  if (asksForTwo || extras.length > 0) return [];
  const { end } = (last?.version ?? name).range;
  const edits = [insertAt(list.source, end.offset, last === undefined ? '<2' : ',<2')];
  return [{ code: 'req-abi-numpy.fix', safe: true, edits }];
}
