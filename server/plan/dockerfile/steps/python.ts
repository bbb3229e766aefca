import type { Step } from '../../../protocol';
import { toolsMount } from '../mounts';
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
  'pip-install-pipenv': (step, context) => {
    const command = ['install-pipenv', prefixPath(step.prefix, context.plan.layout), step.version];
    return [run(step, context, command, { mounts: settingsMounts(context.options), cache: 'python' })];
  },
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
