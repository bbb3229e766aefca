import type { Plan, Step } from '../../protocol';
import { AppError } from '../../protocol';

/** The step for which a plan needs conda packages, if it does. */
export function condaStep(plan: Plan): Step | undefined {
  return plan.steps.find(
    (step) =>
      step.op === 'conda-env-update' ||
      step.op === 'conda-install-r' ||
      (step.op === 'install-lock' && (step.format === 'pixi' || step.format === 'conda-lock')),
  );
}

/**
 * Refuses a plan with conda packages where Python is not conda's: their packages are made for the Python of a channel,
 * and a virtual environment of another one cannot take them.
 * @throws AppError conda-missing
 */
export function refuseConda(plan: Plan, detail: string): void {
  const step = condaStep(plan);
  if (step === undefined) return;
  throw new AppError('conda-missing', { file: 'file' in step ? (step.file ?? step.id) : step.id, detail });
}
