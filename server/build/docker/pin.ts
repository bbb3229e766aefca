import type { Checkout, Emit, Plan, Step, ToolchainKind } from '../../protocol';
import { AppError, renderMessage } from '../../protocol';
import { artifactKey, environmentHash, inputDigests } from '../../plan/identity';
import { diskView } from '../../source/disk-view';
import { jupyterLockId, lockFor } from '../locks';
import type { PipSettings } from '../packages/pip-config';
import type { PinnedPlan } from '../types';
import type { BaseImage } from './base-image';
import { lockDigests } from './locks';

/** The plan upon this base with this toolchain, and the identities that follow. */
export function pinPlan(
  plan: Plan,
  checkout: Checkout,
  base: BaseImage,
  toolchain: ToolchainKind,
  settings: PipSettings,
): PinnedPlan {
  const onBase: Plan = {
    ...plan,
    base: { kind: 'image', reference: baseReference(plan), digest: base.digest },
    resolvedAt: base.resolvedAt,
  };
  const pinned = toolchain === 'managed' ? withManagedPython(onBase) : withSystemPython(onBase, base);
  const environment = environmentHash(pinned, {
    files: inputDigests(pinned, diskView(checkout.dir)),
    locks: lockDigests(pinned),
    indexUrls: [settings.indexUrl, ...settings.extraIndexUrls, ...settings.findLinks],
  });
  return {
    plan: pinned,
    environmentHash: environment,
    artifactKey: artifactKey(environment, checkout.contentId, pinned),
  };
}

/** @throws AppError engine-failed for a plan that is for no image */
export function baseReference({ base }: Plan): string {
  if (base.kind === 'image') return base.reference;
  throw new AppError('engine-failed', {
    detail: 'the plan is for a prefix of this machine, not for an image',
  });
}

/** conda-forge has the version that was asked for, so that is what will run. */
function withManagedPython(plan: Plan): Plan {
  const toolchains = plan.toolchains.map(({ language, requested }) => ({
    language,
    kind: 'managed' as const,
    requested,
    resolved: requested,
  }));
  return { ...plan, toolchains };
}

/** The base has one Python: it serves as notebook and as kernel environment, whatever was asked for. */
function withSystemPython(plan: Plan, base: BaseImage): Plan {
  const requested = plan.toolchains.at(-1)?.requested ?? '';
  const image = baseReference(plan);
  const lacking = (detail: string): AppError =>
    new AppError('python-missing', { version: requested, detail });
  const resolved = base.python;
  if (resolved === undefined) throw lacking(`the base image ${image} has no python3`);
  const lock = lockFor(resolved);
  if (lock === undefined)
    throw lacking(`Jupyter does not run on the Python ${resolved} of the base image ${image}`);
  return {
    ...plan,
    layout: { ...plan.layout, kernelPrefix: plan.layout.nbPrefix },
    toolchains: [{ language: 'python', kind: 'system', requested, resolved }],
    steps: plan.steps.flatMap((step) => systemStep(step, lock.python)),
  };
}

function systemStep(step: Step, python: string): readonly Step[] {
  if (step.op === 'install-python') {
    return step.prefix === 'KERNEL_PYTHON_PREFIX' ? [] : [{ ...step, version: python }];
  }
  if (step.op === 'install-jupyter') {
    return step.prefix === 'KERNEL_PYTHON_PREFIX' ? [] : [{ ...step, lock: jupyterLockId(python) }];
  }
  return [step];
}

/** Says which Python it will be: loudly where it is not the one that was asked for. */
export function tellPython({ plan }: PinnedPlan, emit: Emit): void {
  const [python] = plan.toolchains;
  if (python?.resolved === undefined) return;
  const { requested, resolved, kind } = python;
  const same = resolved === requested || resolved.startsWith(`${requested}.`);
  const code = same ? 'build.python-chosen' : 'build.image-python-other';
  const args = { requested, used: resolved, version: resolved, kind, image: baseReference(plan) };
  const message = renderMessage(code, args);
  emit({ phase: 'building', code, args, message, level: same ? 'info' : 'warning' });
}
