import type { Plan } from '../../protocol';
import { refuseConda } from '../conda/plan';
import type { PythonChoice } from '../python';
import type { PinOptions } from '../types';

/**
 * The Python of a plan with conda packages: always from the channel, because those packages are made for it. A prefix
 * has one Python, for the server and for kernels, so one that Jupyter does not run on is refused.
 * @throws AppError conda-missing with the toolchain `system`
 */
export function chooseCondaPython(plan: Plan, { toolchain }: PinOptions): PythonChoice {
  if (toolchain === 'system') refuseConda(plan, 'conda packages are not made for the Python of this machine');
  const requested = plan.toolchains.filter(({ language }) => language === 'python').at(-1)?.requested ?? '';
  return { kind: 'managed', requested, version: requested, path: 'conda', basePrefix: '' };
}
