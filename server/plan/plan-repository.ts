import type { EnvironmentReading } from '../environment/environment';
import type { Plan, PlanBase, PlanLayout, Platform, ToolchainKind } from '../protocol';
import { AppError } from '../protocol';

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
 * The ordered, typed steps that build this repository.
 * @throws AppError the first problem of the environment (of stage detect or plan); buildpack-not-supported
 */
export function planRepository(reading: EnvironmentReading, options: PlanOptions): Plan {
  throw new AppError('internal', { detail: String(reading) + String(options) });
}
