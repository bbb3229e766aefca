import type { Renderers } from './shared';
import { notRendered } from './shared';

type CondaOp = 'conda-env-update';

/** Conda environments. */
export const condaRenderers: Renderers<CondaOp> = {
  'conda-env-update': notRendered,
};
