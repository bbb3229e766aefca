import type { Plan, Step } from '../../protocol';
import { AppError } from '../../protocol';
import type { PythonChoice } from '../python';
import type { PinOptions } from '../types';

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
 * The Python of a plan with conda packages: always from the channel, because those packages are made for it. A prefix
 * has one Python, for the server and for kernels, so one that Jupyter does not run on is refused.
 * @throws AppError conda-missing with the toolchain `system`
 */
export function chooseCondaPython(plan: Plan, step: Step, { toolchain }: PinOptions): PythonChoice {
  if (toolchain === 'system') {
    const file = 'file' in step ? step.file : undefined;
    const detail = 'it takes the Python of this machine, for which conda packages are not made';
    throw new AppError('conda-missing', { file: file ?? step.id, detail });
  }
  const requested = plan.toolchains.filter(({ language }) => language === 'python').at(-1)?.requested ?? '';
  return { kind: 'managed', requested, version: requested, path: 'conda', basePrefix: '' };
}
