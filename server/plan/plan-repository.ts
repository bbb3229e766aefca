import type { EnvironmentReading } from '../environment/environment';
import type {
  Environment,
  Plan,
  PlanBase,
  PlanLayout,
  Platform,
  Toolchain,
  ToolchainKind,
} from '../protocol';
import { AppError } from '../protocol';
import { pythonSteps, serverPython } from './python-steps';

/** A layout before it is known whether the kernel needs a Python of its own. */
export interface LayoutChoice extends Omit<PlanLayout, 'kernelPrefix'> {
  /** KERNEL_PYTHON_PREFIX where the kernel has a Python of its own (older than 3.7). */
  readonly separateKernelPrefix: string;
}

/** What a plan is made for. */
export interface PlanOptions {
  readonly platform: Platform;
  readonly base: PlanBase;
  readonly layout: LayoutChoice;
  readonly toolchain: ToolchainKind;
  /** Id of the Jupyter lock for a Python `major.minor`; `kernel` is a Python that only runs kernels. */
  readonly jupyterLock: (python: string, role: 'server' | 'kernel') => string;
  /** Labels of the image. Absent: none. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Binder's account and paths in an image (contracts/repo2docker.md section 6). */
export function binderLayout(account: { user: string; uid: number; repoDir?: string }): LayoutChoice {
  const home = `/home/${account.user}`;
  return {
    user: account.user,
    uid: account.uid,
    home,
    repoDir: account.repoDir ?? home,
    nbPrefix: '/srv/conda/envs/notebook',
    separateKernelPrefix: '/srv/conda/envs/kernel',
  };
}

/**
 * The ordered, typed steps that build this repository. Pure: nothing is run, fetched or read again. What is known to
 * fail only while a step runs is planned all the same; `assertBuildable` refuses it.
 * @throws AppError the first problem of stage `detect` or `plan`; buildpack-not-supported
 */
export function planRepository(reading: EnvironmentReading, options: PlanOptions): Plan {
  const { environment } = reading;
  const python = plannedPython(reading);
  const separate = environment.versions.separateKernel === true;
  const { separateKernelPrefix, ...layout } = options.layout;
  return {
    format: 1,
    dialect: 'binder',
    dialectNeeded: 'binder',
    platform: options.platform,
    buildpack: 'python',
    chosenAsFallback: environment.chosenAsFallback,
    configDir: environment.configDir,
    base: options.base,
    layout: { ...layout, kernelPrefix: separate ? separateKernelPrefix : layout.nbPrefix },
    toolchains: toolchains(python, separate, options.toolchain),
    steps: pythonSteps(reading, python, options.jupyterLock),
    envExtra: [['CONDA_DEFAULT_ENV', '${KERNEL_PYTHON_PREFIX}']],
    start: reading.readers.start?.path ?? null,
    labels: options.labels ?? {},
  };
}

/**
 * Refuses what can be planned but is known to fail once its step runs, such as a requirement that pip cannot read.
 * @throws AppError the first such problem
 */
export function assertBuildable(environment: Environment): void {
  const [first] = environment.problems;
  if (first !== undefined) throw AppError.fromData(first.error);
}

/** The Python that the packages go into. */
function plannedPython({ environment, decidedBy }: EnvironmentReading): string {
  const { problems, buildpack } = environment;
  const stopping = problems.find(({ stage }) => stage !== 'build');
  if (stopping !== undefined) throw AppError.fromData(stopping.error);
  const { python } = environment.versions;
  if (buildpack === 'python' && python !== undefined) return python;
  throw new AppError('buildpack-not-supported', { buildpack: buildpack ?? '', file: decidedBy ?? '' });
}

/** One for each `install-python` step, in their order. */
function toolchains(python: string, separate: boolean, kind: ToolchainKind): Toolchain[] {
  const versions = separate ? [serverPython, python] : [python];
  return versions.map((requested) => ({ language: 'python', kind, requested }));
}
