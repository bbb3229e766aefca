import type { Plan, Step, StepOp } from '../../../protocol';
import { prefixPath, secretMounts, settingsMounts } from '../run-tool';
import type { Instruction } from '../types';
import type { RenderContext, Renderers } from './shared';
import { run } from './shared';

type CondaOp = 'conda-env-update';
type StepOf<Op extends StepOp> = Extract<Step, { op: Op }>;

/** Conda environments. */
export const condaRenderers: Renderers<CondaOp> = {
  'conda-env-update': (step, context) => [condaFromFile(step, context, ['update'])],
};

/** What a file of the repository says, into one of the environments, by a command of the client that reads it. */
export function condaFromFile(
  step: StepOf<'conda-env-update' | 'install-lock'>,
  context: RenderContext,
  command: readonly string[],
): Instruction {
  const prefix = prefixPath(step.prefix, context.plan.layout);
  // After the copy the pip list may name code of the repository itself, which must not reach a shared cache.
  const cached = step.place === 'before-copy';
  return condaRun(step, context, ['conda-from-file', prefix, step.file, ...command], cached);
}

/** A RUN that installs conda packages by one of the scripts of `scripts/conda.ts`. */
export function condaRun(
  step: Step,
  context: RenderContext,
  command: readonly string[],
  cached = true,
): Instruction {
  const mounts = [...settingsMounts(context.options), ...secretMounts('conda', context.options)];
  return run(step, context, command, { mounts, ...(cached ? { cache: 'conda' } : {}) });
}

/** Conda packages into an environment that is there: `specs` are MatchSpecs. */
export function condaInstall(
  step: StepOf<'conda-install-r'>,
  context: RenderContext,
  specs: readonly string[],
): Instruction {
  return condaRun(step, context, ['conda-install', prefixPath(step.prefix, context.plan.layout), ...specs]);
}

/**
 * Python by conda. Before the first environment comes CONDA_DIR, with conda, mamba and nodejs. A kernel environment of
 * its own (Python older than 3.7) gets ipykernel from the channel too: no lock of Jupyter exists for it.
 */
export function managedPython(
  step: StepOf<'install-python'>,
  context: RenderContext,
): readonly Instruction[] {
  const path = prefixPath(step.prefix, context.plan.layout);
  const packages = isOldKernel(step, context.plan) ? ['pip', 'ipykernel'] : ['pip'];
  const first = step.prefix === 'NB_PYTHON_PREFIX' ? [condaRun(step, context, ['make-conda'])] : [];
  return [...first, condaRun(step, context, ['make-conda-python', path, step.version, ...packages])];
}

/** The kernel of an environment that runs nothing else, for the server to find. */
export function managedKernel(step: StepOf<'install-jupyter'>, context: RenderContext): Instruction {
  return run(step, context, ['make-conda-kernel', prefixPath(step.prefix, context.plan.layout)]);
}

/** True of steps for the environment of a Python that only runs kernels. */
export function isOldKernel(
  { prefix }: StepOf<'install-python' | 'install-jupyter'>,
  { layout }: Plan,
): boolean {
  return prefix === 'KERNEL_PYTHON_PREFIX' && layout.kernelPrefix !== layout.nbPrefix;
}
