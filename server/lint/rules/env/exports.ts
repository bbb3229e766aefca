import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import type { Severity } from '../../../protocol';
import type { LintCode } from '../../messages';
import { rangeAt } from '../../../environment/text';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import type { CondaPackage } from './conda-file';
import { condaFile, condaPackagesOf, dependenciesRange, listed, versionOf } from './conda-file';
import type { OtherSystem } from './platform-packages';
import { platformOf } from './platform-packages';
import { deleteEntries } from './yaml-edits';

/**
 * True for a build of one system: its name has a digest of what it was built with, or a Python that it is for. Those
 * two digests are of what is built once for all (conda-forge's and Anaconda's), as is `pyh…`.
 */
function isOfOneSystem(build: string): boolean {
  return /(?:^|[_\d])h(?!d8ed1ab|d3eb1b0)[0-9a-f]{7}(?:_|$)/.test(build) || /^py\d{2,3}_\d+$/.test(build);
}

/** Packages that are pinned to one build. One finding a file. */
export function* checkBuilds(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  const packages = condaPackagesOf(conda).filter(({ spec }) => spec.build !== undefined);
  const own = packages.filter(({ spec }) => isOfOneSystem(spec.build?.text ?? ''));
  const [first] = own;
  if (first?.spec.build === undefined) return;
  const system = exportedOn(conda);
  const elsewhere = system === 'Windows' || system === 'macOS';
  yield {
    file: conda.source.path,
    range: first.spec.build.range,
    ...(elsewhere && { code: 'env-build-string.elsewhere', severity: 'error' }),
    args: { names: listed(own.map(({ name }) => name)), system: system ?? '' },
    fixes: withoutBuilds(conda, packages, elsewhere),
  };
}

/** Every build goes, those for all systems among them: their packages are rebuilt, too. */
function withoutBuilds(
  { source }: CondaEnvironmentFile,
  packages: readonly CondaPackage[],
  safe: boolean,
): ReportFix[] {
  const edits = packages.flatMap((each) => {
    const { build, version } = each.spec;
    if (build === undefined || version === undefined) return [];
    const range = rangeAt(source, version.range.end.offset, build.range.end.offset);
    const isWritten = /^\s*[=\s]\s*[\w.*]+$/.test(source.text.slice(range.start.offset, range.end.offset));
    return isWritten ? [replaceSpan(source, { range }, '')] : [];
  });
  return edits.length < packages.length ? [] : [{ code: 'env-build-string.fix', safe, edits }];
}

/** The system on which the file was exported, told by its folder there or by packages that only that system has. */
function exportedOn(conda: CondaEnvironmentFile): OtherSystem | 'Linux' | undefined {
  const prefix = conda.prefix?.text ?? '';
  if (/^[A-Za-z]:[\\/]/.test(prefix)) return 'Windows';
  if (/^\/(?:Users|opt\/homebrew|opt\/miniconda3\/envs|usr\/local\/Caskroom)\//.test(prefix)) return 'macOS';
  if (/^\/(?:home|root|srv)\//.test(prefix)) return 'Linux';
  return condaPackagesOf(conda)
    .map(({ name }) => platformOf(name))
    .find((row) => row?.unavailable === true)?.system;
}

/** An environment as it was, with all that its packages brought along. */
export function* checkFullExport(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  const packages = condaPackagesOf(conda);
  const pinned = packages.filter((each) => versionOf(each)?.text.startsWith('=') === true);
  const base = pinned.filter(({ name }) => broughtAlong.has(name));
  const builds = packages.filter(({ spec }) => spec.build !== undefined);
  if (base.length < 4 && builds.length <= 40) return;
  const range = dependenciesRange(conda);
  yield {
    file: conda.source.path,
    range,
    args: { count: packages.length, names: listed(base.map(({ name }) => name)) },
  };
}

/** Libraries beneath Python: nobody asks for several of them. */
const broughtAlong: ReadonlySet<string> = new Set([
  '_libgcc_mutex',
  '_openmp_mutex',
  'ca-certificates',
  'certifi',
  'ld_impl_linux-64',
  'libcxx',
  'libffi',
  'libgcc-ng',
  'libgomp',
  'libstdcxx-ng',
  'ncurses',
  'openssl',
  'readline',
  'sqlite',
  'tk',
  'vs2015_runtime',
  'xz',
  'zlib',
]);

/** Packages of Windows and of macOS. One finding a file for those that stop the build, one for the others. */
export function* checkPlatform(model: RepositoryModel): Iterable<Report> {
  const conda = condaFile(model);
  if (conda === undefined) return;
  const packages = condaPackagesOf(conda).flatMap((each) => {
    const row = each.spec.channel === undefined ? platformOf(each.name) : undefined;
    return row === undefined
      ? []
      : [{ ...each, system: row.system, fails: row.unavailable || hasNoLinuxBuild(each) }];
  });
  for (const fails of [true, false]) {
    const own = packages.filter((each) => each.fails === fails);
    const [first] = own;
    if (first === undefined) continue;
    const code: LintCode = fails ? 'env-platform-package' : 'env-platform-package.useless';
    const severity: Severity = fails ? 'error' : 'information';
    const written = own.map((each) => each.written);
    const edits = deleteEntries(conda.source, written, conda.dependencies.length);
    yield {
      ...{ file: conda.source.path, range: first.spec.name.range, code, severity },
      args: { names: listed(own.map(({ name }) => name)), systems: systemsOf(own) },
      fixes: edits === undefined ? [] : [{ code: 'env-platform-package.fix', safe: true, edits }],
    };
  }
}

/** A build of another system is asked for, or a version from before there was one for all of them. */
function hasNoLinuxBuild({ name, spec }: CondaPackage): boolean {
  if (spec.build !== undefined && isOfOneSystem(spec.build.text)) return true;
  return name === 'appnope' && /^={1,2}\s*0\.1\.[0-2]\b/.test(spec.version?.text ?? '');
}

function systemsOf(packages: readonly { readonly system: OtherSystem }[]): string {
  return [...new Set(packages.map(({ system }) => system))].sort().join(' and ');
}
