import type { Plan, Step } from '../../../protocol';
import { toolsMount } from '../mounts';
import { prefixPath } from '../run-tool';
import type { Instruction } from '../types';
import type { RenderContext, Renderers } from './shared';
import { notRendered, pipInstall, run } from './shared';

type PythonOp =
  | 'install-python'
  | 'install-jupyter'
  | 'pip-install-requirements'
  | 'pip-install-repo'
  | 'pip-install-pipenv'
  | 'pipenv-install'
  | 'install-lock';

/** Python itself and everything that pip installs. */
export const pythonRenderers: Renderers<PythonOp> = {
  'install-python': installPython,
  'install-jupyter': (step, context) => [
    pipInstall(
      step,
      context,
      step.prefix,
      ['--requirement', `${toolsMount}/locks/${step.lock}.txt`],
      'python',
    ),
  ],
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
  'pip-install-pipenv': notRendered,
  'pipenv-install': notRendered,
  'install-lock': notRendered,
};

function installPython(
  step: Extract<Step, { op: 'install-python' }>,
  context: RenderContext,
): readonly Instruction[] {
  const { plan } = context;
  const path = prefixPath(step.prefix, plan.layout);
  if (!plan.toolchains.some(({ kind }) => kind === 'managed'))
    return [run(step, context, ['make-venv', path])];
  const conda =
    step.prefix === 'NB_PYTHON_PREFIX'
      ? [{ text: micromamba(plan) }, run(step, context, ['make-conda'], { cache: 'apt' })]
      : [];
  return [...conda, run(step, context, ['make-conda-python', path, step.version])];
}

/** Where the first conda client comes from; the build argument MICROMAMBA_URL names another place. */
function micromamba({ platform }: Plan): string {
  const machine = platform === 'linux/amd64' ? 'linux-64' : 'linux-aarch64';
  return `ARG MICROMAMBA_URL=https://micro.mamba.pm/api/micromamba/${machine}/2.8.1`;
}
