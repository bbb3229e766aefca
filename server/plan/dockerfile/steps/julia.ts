import type { Renderers } from './shared';
import { notRendered } from './shared';

type JuliaOp = 'install-julia' | 'julia-instantiate';

/** Julia and the project. */
export const juliaRenderers: Renderers<JuliaOp> = {
  'install-julia': notRendered,
  'julia-instantiate': notRendered,
};
