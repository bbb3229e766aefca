import type { Step, ToolchainKind } from '../../../protocol';
import { downloads, rProxies } from '../../downloads';
import { cranMount, cranSecret, settingsMount } from '../mounts';
import { prefixPath, secretMounts } from '../run-tool';
import type { Instruction } from '../types';
import { condaInstall } from './conda';
import { argument, digestsOf, kindOf } from './fetched';
import type { RenderContext, Renderers } from './shared';
import { pipInstall, run } from './shared';

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

/** R, its packages, RStudio and Shiny (contracts/repo2docker.md sections 4 to 6). */
export const rRenderers: Renderers<ROp> = {
  'install-r': installR,
  'configure-r': (step, context) => [
    argument(downloads.cran),
    withR(step, context, ['configure-r', step.snapshotDate], 'apt'),
  ],
  // IRkernel makes R a kernel; devtools is what Binder adds for packages from elsewhere.
  'conda-install-r': (step, context) => [
    condaInstall(step, context, [step.spec, 'r-irkernel', 'r-devtools']),
  ],
  'install-rstudio-shiny': installRstudioShiny,
  'pip-install-r-proxies': (step, context) => [
    pipInstall(step, context, 'NB_PYTHON_PREFIX', rProxies, 'python'),
  ],
  'prepare-shiny-dirs': (step, context) => [run(step, context, ['prepare-shiny-dirs'])],
  'configure-rstudio-conda': (step, context) => [
    run(step, context, ['configure-rstudio-conda', context.plan.layout.kernelPrefix]),
  ],
  'install-irkernel': installKernel,
  'r-install-local-package': (step, context) => [withR(step, context, ['r-install-local-package'])],
  'run-install-R': (step, context) => [withR(step, context, ['try-install-R', step.file])],
  'run-install-R-if-not-done': (step, context) => [withR(step, context, ['install-R-again', step.file])],
};

function installR(step: Extract<Step, { op: 'install-r' }>, context: RenderContext): readonly Instruction[] {
  const cache = { cache: 'apt' } as const;
  return kindOf(context.plan, 'r') === 'system'
    ? [run(step, context, ['install-system-r', step.version], cache)]
    : [argument(downloads.r), run(step, context, ['install-r', step.version], cache)];
}

/** R from conda has its kernel from there too: what is left is to make it known. */
function installKernel(step: Step, context: RenderContext): readonly Instruction[] {
  const { layout, steps } = context.plan;
  const installed = steps
    .slice(0, steps.indexOf(step))
    .findLast(({ op }) => op === 'install-r' || op === 'conda-install-r');
  if (installed?.op !== 'conda-install-r')
    return [withR(step, context, ['install-irkernel', layout.nbPrefix, ...kernelPackages(context)])];
  const prefix = prefixPath(installed.prefix, layout);
  return [run(step, context, ['install-conda-irkernel', prefix, layout.nbPrefix])];
}

function installRstudioShiny(step: Step, context: RenderContext): readonly Instruction[] {
  const { rstudio, rstudioOpenssl1, shiny } = downloads;
  const all = [rstudio, rstudioOpenssl1, shiny];
  const command = ['install-rstudio-shiny', ...all.map(digestsOf)];
  return [...all.map(argument), run(step, context, command, { cache: 'apt' })];
}

/** Binder has devtools and shiny too. From a mirror of sources alone they would take an hour, so `system` has not. */
const kernelPackageNames: Readonly<Record<ToolchainKind, readonly string[]>> = {
  managed: ['remotes', 'devtools', 'IRkernel', 'shiny'],
  system: ['remotes', 'IRkernel'],
};

function kernelPackages({ plan }: RenderContext): readonly string[] {
  return kernelPackageNames[kindOf(plan, 'r')];
}

/** What a lock of renv says. */
export function restoreRenv(
  step: Extract<Step, { op: 'install-lock' }>,
  context: RenderContext,
): readonly Instruction[] {
  return [withR(step, context, ['restore-renv', step.file])];
}

/** A RUN that may install R packages: only there the address of the mirror, which may hold credentials, is mounted. */
function withR(step: Step, context: RenderContext, command: readonly string[], cache?: 'apt'): Instruction {
  const source = `${settingsMount.split('/').at(-1) ?? ''}/cran`;
  const { options } = context;
  const mounts = [
    ...(options.settings ? [`--mount=type=bind,source=${source},target=${cranMount}`] : []),
    ...secretMounts(cranSecret, options),
  ];
  return run(step, context, command, { mounts, ...(cache === undefined ? {} : { cache }) });
}
