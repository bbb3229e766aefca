import type { LayoutChoice, PlanOptions } from '../plan/plan-repository';
import { binderLayout } from '../plan/plan-repository';
import type { Platform, ToolchainKind } from '../protocol';
import { readSetting } from './settings';

type Env = Readonly<Record<string, string | undefined>>;

/** What images of this machine run on. */
export function imagePlatform(): Platform {
  return process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64';
}

/** The account of images, as Binder has it (contracts/repo2docker.md section 6). */
export const imageLayout = (repoDir?: string): LayoutChoice =>
  binderLayout({ user: 'jovyan', uid: 1000, ...(repoDir !== undefined && { repoDir }) });

/** How plans name the Jupyter locks: by the Python they are for, whatever runs on it. */
export const jupyterLockName: PlanOptions['jupyterLock'] = (python) => `jupyter-${python}`;

/** What a plan for an image is made for, unless an engine says more. */
export function imagePlanOptions(env: Env, toolchain: ToolchainKind): PlanOptions {
  return {
    platform: imagePlatform(),
    base: { kind: 'image', reference: readSetting(env, 'BINDERY_BASE_IMAGE') },
    layout: imageLayout(),
    toolchain,
    jupyterLock: jupyterLockName,
  };
}
