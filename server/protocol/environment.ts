import type { AppErrorData } from './errors';
import type { Range } from './position';

/** The recipes, in the order in which they are tried (contracts/repo2docker.md section 3). */
export const buildpacks = [
  'dockerfile',
  'julia-project',
  'julia-require',
  'nix',
  'r',
  'conda',
  'pipfile',
  'python',
] as const;
export type BuildpackName = (typeof buildpacks)[number];

/** The folder that configuration files are looked up in: the root, or the one folder that replaces it. */
export type ConfigDir = '' | 'binder' | '.binder';

/** What the build does with a file: uses it, ignores it though it is there, or misses it though something names it. */
export type FileRole = 'used' | 'ignored' | 'missing';

/** One configuration file and what becomes of it. `why` is a message code (l10n/messages.en.json) with arguments. */
export interface FileUse {
  readonly path: string;
  readonly role: FileRole;
  readonly why: { readonly code: string; readonly args: Readonly<Record<string, string>> };
}

/**
 * A mistake that stops the build, and at which stage repo2docker would stop: choosing the buildpack, planning, or only
 * while a step runs (`build`: it can be planned, but its build is known to fail and need not be started).
 */
export interface EnvironmentProblem {
  readonly stage: 'detect' | 'plan' | 'build';
  readonly error: AppErrorData;
  readonly file?: string;
  readonly range?: Range;
}

/** A fact that only the network knows and that was not given: the answer is complete but for this. */
export type OpenFact = 'julia-versions' | 'cran-snapshot' | 'today';

/** Versions that result, as far as they are known. */
export interface EnvironmentVersions {
  /** `major.minor` of the Python that the user's packages go into. */
  readonly python?: string;
  /**
   * The Python that is really installed where environment.yml rules out the one that the recipe chooses: conda's solver
   * then changes it, and so the environment is made with this one from the start.
   */
  readonly pythonInstead?: string;
  /** True when that Python is too old for the server, which then has a Python of its own (older than 3.7). */
  readonly separateKernel?: boolean;
  /** Of the buildpack r, and of conda where packages need R and its version is stated. */
  readonly r?: string;
  /** True where the conda packages need R. */
  readonly usesR?: boolean;
  /** ISO date of the snapshot of CRAN that R installs from. */
  readonly cranSnapshotDate?: string;
  readonly julia?: string;
}

/** What a repository asks for: the one model that the linter, the planner, hovers and explanations stand on. */
export interface Environment {
  readonly configDir: ConfigDir;
  /** Absent when choosing it failed; `problems` then says why. */
  readonly buildpack?: BuildpackName;
  /** True when no detector said yes and the default Python buildpack was taken. */
  readonly chosenAsFallback: boolean;
  readonly versions: EnvironmentVersions;
  readonly files: readonly FileUse[];
  readonly problems: readonly EnvironmentProblem[];
  readonly open: readonly OpenFact[];
}
