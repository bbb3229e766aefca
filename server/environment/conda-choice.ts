import type { EnvironmentProblem, Platform } from '../protocol';
import type { CondaEnvironmentFile } from './environment-yml';
import { parseSpecifiers, parseVersion, satisfies } from './pep440';
import { needsSeparateKernel } from './python-version';
import { defaultPython, supportedPythons } from './pythons';
import { rangeAt } from './text';
import { faultProblem, planProblemAt, pythonOf } from './version-problems';
import type { Choice } from './version-problems';

/** The Python that environment.yml asks for, where the buildpack conda builds. */
export function chooseCondaPython({ source, python }: CondaEnvironmentFile, platform: Platform): Choice {
  if (python === undefined || python.version === '') return { version: defaultPython };
  return pythonOf(python.version, source, python.dependency.range, platform);
}

/**
 * The newest Python that environment.yml allows, where it rules out `chosen`, which repo2docker would make the
 * environment with (contracts/repo2docker.md section 4: ranges and channels are not understood): conda then installs
 * another one over it. Undefined where `chosen` may stay, and where no Python fits or the range cannot be read.
 */
export function pythonInstead(
  file: CondaEnvironmentFile,
  chosen: string,
  platform: Platform,
): string | undefined {
  const allows = rangeOf(file);
  if (allows === undefined || allows(chosen)) return undefined;
  return supportedPythons(platform)
    .filter((version) => !needsSeparateKernel(version))
    .findLast(allows);
}

/**
 * True where what environment.yml says of Python in another way than `python=` allows `version` (`major.minor`).
 * Undefined where it says nothing, and where that cannot be read.
 */
export function pythonRangeAllows(file: CondaEnvironmentFile, version: string): boolean | undefined {
  return rangeOf(file)?.(version);
}

function rangeOf({ pythonRange }: CondaEnvironmentFile): ((version: string) => boolean) | undefined {
  if (pythonRange === undefined) return undefined;
  const sets = pythonRange.text.split('|').map((part) => parseSpecifiers(asSpecifiers(part)));
  if (sets.some((set) => set === undefined)) return undefined;
  // A minor version is allowed where one of its patches is; where none is named, the minor version itself is meant.
  const patches = /\d\.\d+\.\d/.test(pythonRange.text) ? allPatches : [''];
  return (version) =>
    patches.some((patch) => {
      const parsed = parseVersion(`${version}${patch}`);
      return parsed !== undefined && sets.some((set) => set !== undefined && satisfies(parsed, set));
    });
}

/** No minor version has had as many. */
const allPatches = Array.from({ length: 32 }, (_, patch) => `.${patch}`);

/** conda's `=3.11`, `==3.11` and `3.11` mean the series 3.11; what lies below the minor version does not matter here. */
function asSpecifiers(part: string): string {
  const series = /^\s*={0,2}\s*(\d+\.\d+)(?:\.[\d*.]*)?\s*$/.exec(part)?.[1];
  return series === undefined ? part : `==${series}.*`;
}

/** What keeps a plan from being made with this environment.yml, whichever buildpack uses it. */
export function condaProblems(file: CondaEnvironmentFile, platform: Platform): EnvironmentProblem[] {
  const { source, syntaxError, notMapping, dependenciesNotList } = file;
  if (syntaxError !== undefined) return [faultProblem(source, syntaxError)];
  if (notMapping !== undefined)
    return [planProblemAt(source, notMapping.range, 'environment-yml-not-mapping')];
  if (dependenciesNotList !== undefined && !dependenciesNotList.iterable) {
    const { range, text } = dependenciesNotList;
    return [planProblemAt(source, range, 'environment-yml-null-dependencies', { content: text })];
  }
  return file.usesR && platform !== 'linux/amd64' ? [rNeedsAmd64(file, platform)] : [];
}

/** RStudio, which comes with R, exists for one platform only. */
function rNeedsAmd64({ source, dependencies }: CondaEnvironmentFile, platform: Platform): EnvironmentProblem {
  const asking = dependencies.find(({ written }) => written.text.startsWith('r-'));
  const range = asking?.written.range ?? rangeAt(source, 0, 0);
  return planProblemAt(source, range, 'r-needs-amd64', { platform });
}
