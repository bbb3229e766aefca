import type { EnvironmentReading } from '../environment/environment';
import type {
  BuildpackName,
  Environment,
  Plan,
  PlanBase,
  PlanLayout,
  Platform,
  ToolchainKind,
} from '../protocol';
import { AppError } from '../protocol';
import { recipes } from './buildpacks/all';
import { extendPlan } from './buildpacks/extended';
import type { ExtendOptions } from './buildpacks/extended';
import type { JupyterLock } from './buildpacks/steps';

/** A layout before it is known whether the kernel needs a Python of its own. */
export interface LayoutChoice extends Omit<PlanLayout, 'kernelPrefix'> {
  /** KERNEL_PYTHON_PREFIX where the kernel has a Python of its own (older than 3.7). */
  readonly separateKernelPrefix: string;
}

/** What a plan is made for. */
export interface PlanOptions extends ExtendOptions {
  readonly platform: Platform;
  readonly base: PlanBase;
  readonly layout: LayoutChoice;
  readonly toolchain: ToolchainKind;
  /** Id of the Jupyter lock for a Python `major.minor`; `kernel` is a Python that only runs kernels. */
  readonly jupyterLock: JupyterLock;
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
 * @throws AppError the first problem of stage `detect` or `plan`; fact-missing
 */
export function planRepository(reading: EnvironmentReading, options: PlanOptions): Plan {
  const { environment } = reading;
  const buildpack = plannedBuildpack(environment);
  const recipe = recipes[buildpack]({ reading, lock: options.jupyterLock, toolchain: options.toolchain });
  const separate = environment.versions.separateKernel === true;
  const { separateKernelPrefix, ...layout } = options.layout;
  const plan: Plan = {
    format: 1,
    dialect: 'binder',
    dialectNeeded: 'binder',
    platform: options.platform,
    buildpack,
    chosenAsFallback: environment.chosenAsFallback,
    configDir: environment.configDir,
    base: options.base,
    layout: { ...layout, kernelPrefix: separate ? separateKernelPrefix : layout.nbPrefix },
    ...recipe,
    // The repository's own Dockerfile says itself what is started.
    start: buildpack === 'dockerfile' ? null : (reading.readers.start?.path ?? null),
    labels: options.labels ?? {},
  };
  return extendPlan(plan, reading, options);
}

/**
 * Refuses what can be planned but is known to fail once its step runs, such as a requirement that pip cannot read.
 * @throws AppError the first such problem
 */
export function assertBuildable(environment: Environment): void {
  const [first] = environment.problems;
  if (first !== undefined) throw AppError.fromData(first.error);
}

function plannedBuildpack({ problems, buildpack }: Environment): BuildpackName {
  const stopping = problems.find(({ stage }) => stage !== 'build');
  if (stopping !== undefined) throw AppError.fromData(stopping.error);
  // Where none could be chosen a problem says why, so that this is not reached.
  if (buildpack === undefined) throw new AppError('internal', { detail: 'no buildpack was chosen' });
  return buildpack;
}
