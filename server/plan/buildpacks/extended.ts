import type { ChosenLock } from '../../environment/extended/choice';
import type { EnvironmentReading } from '../../environment/environment';
import type { Plan, Step } from '../../protocol';
import { repositoryStep } from './steps';

/** What the dialect changes in a plan besides its steps. */
export interface ExtendOptions {
  /** True where a base was configured: a devcontainer's image is not then built upon. */
  readonly baseConfigured?: boolean;
}

/** The plan in the dialect that was asked for: with the lock that counts, upon the image of a devcontainer. */
export function extendPlan(plan: Plan, { extended }: EnvironmentReading, options: ExtendOptions): Plan {
  if (extended === undefined) return plan;
  const { dialect, needed, lock, image } = extended;
  const upon = image !== undefined && plan.base.kind === 'image' && options.baseConfigured !== true;
  return {
    ...plan,
    dialect,
    dialectNeeded: needed,
    ...(upon && { base: { kind: 'image', reference: image } as const }),
    steps: lock === undefined ? plan.steps : withLock(plan.steps, lock),
  };
}

/**
 * The lock's step: before the copy, unless the lock names folders of the repository; then behind it, and before the
 * repository itself is installed. Of environment.yml it takes the place: it is that file's lock.
 */
function withLock(steps: readonly Step[], lock: ChosenLock): readonly Step[] {
  const late = lock.local || lock.format === 'renv';
  const kept = lock.format === 'conda-lock' ? steps.filter(({ op }) => op !== 'conda-env-update') : steps;
  const copy = kept.findIndex(({ op }) => op === 'copy-repo');
  const step = lockStep(lock, late);
  if (late) return [...kept.slice(0, copy + 1), step, ...kept.slice(copy + 1)];
  return [...withFiles(kept.slice(0, copy), lock.inputs), step, ...kept.slice(copy)];
}

function lockStep({ format, path, inputs }: ChosenLock, late: boolean): Step {
  const prefix = format === 'conda-lock' || format === 'pixi' ? 'NB_PYTHON_PREFIX' : 'KERNEL_PYTHON_PREFIX';
  const base = repositoryStep(late ? 'after-copy' : 'before-copy', `install-lock:${path}`, inputs);
  return { ...base, op: 'install-lock', format, file: path, prefix };
}

/** The files that the lock's step reads, among those that are copied early. */
function withFiles(steps: readonly Step[], files: readonly string[]): readonly Step[] {
  const early = steps.find((step) => step.op === 'copy-files');
  const all = [...new Set([...(early?.op === 'copy-files' ? early.files : []), ...files])];
  const copy: Step = { ...repositoryStep('before-copy', 'copy-files', all), op: 'copy-files', files: all };
  if (early === undefined) return [...steps, copy];
  return steps.map((step) => (step === early ? copy : step));
}
