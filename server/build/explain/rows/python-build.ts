import type { Log } from '../log';
import type { CauseArgs, CauseRow, Sign } from '../types';
import { failedPackage } from './compile';

/** The package of a failed build, or the project that was built. */
function building(log: Log): string {
  return failedPackage(log.text);
}

const insideBuild =
  /get_requires_for_build|prepare_metadata|build_wheel|build_editable|subprocess-exited-with-error|setup\.py egg_info/;

function moduleAtBuild(log: Log): CauseArgs | undefined {
  if (!insideBuild.test(log.text)) return undefined;
  const module = /ModuleNotFoundError: No module named '([\w.]{1,100})'/.exec(log.text)?.[1];
  return module === undefined ? undefined : { package: building(log), module };
}

const replaced = new Set([
  'pkg_resources',
  'distutils',
  'distutils.core',
  'imp',
  'numpy.distutils',
  'numpy.distutils.core',
]);

const use2to3: Sign = (log) =>
  log.text.includes(': use_2to3 is invalid.') ? { package: building(log), what: 'use_2to3' } : undefined;

const replacedModule: Sign = (log) => {
  const module = moduleAtBuild(log)?.['module'] ?? '';
  return replaced.has(module) ? { package: building(log), what: module } : undefined;
};

const buildFailed: Sign = (log) =>
  /Failed to build |Failed building wheel for |build backend returned an error/.test(log.text)
    ? { package: building(log) }
    : undefined;

/** Packages whose building failed for a reason that is known, and after them those for which it is not. */
export const pythonBuildRows: readonly CauseRow[] = [
  {
    kind: 'name-deprecated',
    family: 'pip',
    place: 'name',
    within: 'flowed',
    signs: [/The '(?<package>[\w.-]{1,60})' PyPI package is deprecated, use '(?<suggestion>[\w.-]{1,60})'/],
  },
  {
    kind: 'build-too-old',
    family: 'python',
    place: 'name',
    signs: [use2to3, replacedModule],
  },
  { kind: 'build-needs-module', family: 'python', place: 'name', signs: [moduleAtBuild] },
];

/** What is known when nothing above told more. */
export const packageBuildRow: CauseRow = {
  kind: 'package-build',
  family: 'python',
  place: 'name',
  signs: [buildFailed],
};
