import type { Checkout, Emit, Plan, Step } from '../../protocol';
import { AppError, renderMessage } from '../../protocol';
import { artifactKey, environmentHash, inputDigests } from '../../plan/identity';
import { diskView } from '../../source/disk-view';
import type { JupyterLock } from '../locks';
import { jupyterLockId, lockFor } from '../locks';
import type { PipSettings } from '../packages/pip-config';
import type { PythonChoice } from '../python';
import type { PinnedPlan } from '../types';
import { refuseLocks } from './lock';

/**
 * What no host can do, whatever is installed on it.
 * @throws AppError host-cannot
 */
export function refuseForeignPlans(plan: Plan): void {
  if (plan.buildpack === 'dockerfile') throw new AppError('host-cannot', { what: 'a Dockerfile' });
  if (plan.buildpack === 'nix') throw new AppError('host-cannot', { what: 'default.nix' });
  refuseLocks(plan);
}

/** `major.minor` that the repository's packages are for. */
export function requestedPython(plan: Plan): string {
  const requested = plan.toolchains[0]?.requested;
  if (requested === undefined) throw new AppError('host-cannot', { what: `the buildpack ${plan.buildpack}` });
  return requested;
}

/** The plan for the Python that will run, with the identities that follow. `channels` are without credentials. */
export function pinPlan(
  plan: Plan,
  checkout: Checkout,
  python: PythonChoice,
  settings: PipSettings,
  now: Date,
  channels: readonly string[] = [],
): PinnedPlan {
  const lock = lockOf(python);
  const pinned: Plan = {
    ...plan,
    base: { kind: 'host', platform: `${process.platform}-${process.arch}` },
    toolchains: [
      { language: 'python', kind: python.kind, requested: python.requested, resolved: python.version },
    ],
    steps: plan.steps.flatMap((step) => hostStep(step, python, lock)),
    resolvedAt: now.toISOString(),
  };
  const environment = environmentHash(pinned, {
    files: inputDigests(pinned, diskView(checkout.dir)),
    locks: { [lock.id]: lock.digest },
    indexUrls: [settings.indexUrl, ...settings.extraIndexUrls, ...settings.findLinks, ...channels],
  });
  return {
    plan: pinned,
    environmentHash: environment,
    artifactKey: artifactKey(environment, checkout.contentId, pinned),
  };
}

function lockOf(python: PythonChoice): JupyterLock {
  const lock = lockFor(python.version);
  if (lock !== undefined) return lock;
  throw new AppError('python-missing', {
    version: python.requested,
    detail: `Jupyter does not run on Python ${python.version}`,
  });
}

/** A prefix has one Python, for the server and for kernels; apt packages were there before. */
function hostStep(step: Step, python: PythonChoice, lock: JupyterLock): readonly Step[] {
  switch (step.op) {
    case 'apt-install':
      return step.origin === 'base' ? [] : [step];
    case 'install-python':
      return step.prefix === 'KERNEL_PYTHON_PREFIX' ? [] : [{ ...step, version: python.version }];
    case 'install-jupyter':
      return step.prefix === 'KERNEL_PYTHON_PREFIX' ? [] : [{ ...step, lock: jupyterLockId(lock.python) }];
    default:
      return [step];
  }
}

/** Says which Python it will be: loudly where it is not the one that was asked for. */
export function tellPython(python: PythonChoice, emit: Emit): void {
  const same = python.version.startsWith(`${python.requested}.`);
  if (python.unfetched !== undefined) {
    const args = { version: python.requested, detail: python.unfetched };
    const message = renderMessage('build.python-unfetched', args);
    emit({ phase: 'building', code: 'build.python-unfetched', args, message });
  }
  const args = {
    requested: python.requested,
    used: python.version,
    version: python.version,
    kind: python.kind,
    path: python.path,
  };
  const code = same ? 'build.python-chosen' : 'build.python-other';
  emit({
    phase: 'building',
    code,
    args,
    message: renderMessage(code, args),
    level: same ? 'info' : 'warning',
  });
}
