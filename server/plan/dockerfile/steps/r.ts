import type { Renderers } from './shared';
import { notRendered } from './shared';

type ROp =
  | 'install-r'
  | 'configure-r'
  | 'conda-install-r'
  | 'install-rstudio-shiny'
  | 'pip-install-r-proxies'
  | 'prepare-shiny-dirs'
  | 'configure-rstudio-conda'
  | 'install-irkernel'
  | 'r-install-local-package'
  | 'run-install-R'
  | 'run-install-R-if-not-done';

/** R, its packages, RStudio and Shiny. */
export const rRenderers: Renderers<ROp> = {
  'install-r': notRendered,
  'configure-r': notRendered,
  'conda-install-r': notRendered,
  'install-rstudio-shiny': notRendered,
  'pip-install-r-proxies': notRendered,
  'prepare-shiny-dirs': notRendered,
  'configure-rstudio-conda': notRendered,
  'install-irkernel': notRendered,
  'r-install-local-package': notRendered,
  'run-install-R': notRendered,
  'run-install-R-if-not-done': notRendered,
};
