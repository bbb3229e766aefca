import type { Step } from '../../../protocol';
import { toolsMount } from '../mounts';
import { pipenvRequirements } from '../../pipenv';
import { prefixPath, settingsMounts } from '../run-tool';
import type { Instruction } from '../types';
import { isOldKernel, managedKernel, managedPython } from './conda';
import type { RenderContext, Renderers } from './shared';
import { pipInstall, run } from './shared';

type PythonOp =
  | 'install-python'
  | 'install-jupyter'
  | 'pip-install-requirements'
  | 'pip-install-repo'
  | 'pip-install-pipenv'
  | 'pipenv-install';

/** Python itself and everything that pip installs. */
export const pythonRenderers: Renderers<PythonOp> = {
  'install-python': installPython,
  'install-jupyter': installJupyter,
  // After the copy the list may name code of the repository itself, which must not reach a shared cache.
  'pip-install-requirements': (step, context) => [
    pipInstall(
      step,
      context,
      step.prefix,
      ['--requirement', step.file],
      step.place === 'before-copy' ? 'python' : undefined,
    ),
  ],
  'pip-install-repo': (step, context) => [pipInstall(step, context, step.prefix, ['.'])],
  'pip-install-pipenv': (step, context) => [
    pipInstall(step, context, step.prefix, pipenvRequirements(step.version, kernelPython(context)), 'python'),
  ],
  // Runs code of the repository where a Pipfile names a path: no shared cache.
  'pipenv-install': (step, context) => {
    const command = ['pipenv-install', prefixPath(step.prefix, context.plan.layout), step.cwd, step.mode];
    return [run(step, context, command, { mounts: settingsMounts(context.options) })];
  },
};

function installPython(
  step: Extract<Step, { op: 'install-python' }>,
  context: RenderContext,
): readonly Instruction[] {
  const { plan } = context;
  const managed = plan.toolchains.some(({ kind }) => kind === 'managed');
  if (!managed) return [run(step, context, ['make-venv', prefixPath(step.prefix, plan.layout)])];
  return managedPython(step, context);
}

function installJupyter(
  step: Extract<Step, { op: 'install-jupyter' }>,
  context: RenderContext,
): readonly Instruction[] {
  if (isOldKernel(step, context.plan)) return [managedKernel(step, context)];
  const lock = ['--requirement', `${toolsMount}/locks/${step.lock}.txt`];
  return [pipInstall(step, context, step.prefix, lock, 'python')];
}

/** The Python that the repository's packages are for: the last one of a plan with two. */
function kernelPython({ plan }: RenderContext): string {
  const python = plan.toolchains.filter(({ language }) => language === 'python').at(-1);
  return python?.resolved ?? python?.requested ?? '';
}
