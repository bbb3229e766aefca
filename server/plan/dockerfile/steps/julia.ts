import { downloads } from '../../downloads';
import { argument, kindOf } from './fetched';
import type { Renderers } from './shared';
import { run } from './shared';

type JuliaOp = 'install-julia' | 'julia-instantiate';

/** Julia and the project. */
export const juliaRenderers: Renderers<JuliaOp> = {
  'install-julia': (step, context) =>
    kindOf(context.plan, 'julia') === 'system'
      ? [run(step, context, ['install-system-julia', step.version], { cache: 'apt' })]
      : [argument(downloads.julia), run(step, context, ['install-julia', step.version], { cache: 'apt' })],
  'julia-instantiate': (step, context) => {
    const project = step.project.replaceAll('${REPO_DIR}', context.plan.layout.repoDir);
    return [run(step, context, ['julia-instantiate', project])];
  },
};
