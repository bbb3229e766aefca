import type { Step } from '../../../protocol';
import { prefixPath, settingsMounts } from '../run-tool';
import type { Instruction } from '../types';
import { condaFromFile } from './conda';
import { restoreRenv } from './r';
import type { RenderContext, Renderers } from './shared';
import { run } from './shared';

/** Exactly what a lock file of another tool says. */
export const lockRenderers: Renderers<'install-lock'> = { 'install-lock': installLock };

/** Locks of Python packages by uv, of conda by its client, of R by renv itself. */
function installLock(
  step: Extract<Step, { op: 'install-lock' }>,
  context: RenderContext,
): readonly Instruction[] {
  const { format, file, prefix, place } = step;
  if (format === 'pixi' || format === 'conda-lock')
    return [condaFromFile(step, context, ['lock', '--format', format])];
  if (format === 'renv') return restoreRenv(step, context);
  const command = ['install-lock', format, prefixPath(prefix, context.plan.layout), file];
  const mounts = settingsMounts(context.options);
  // After the copy it may name code of the repository itself, which must not reach a shared cache.
  return [run(step, context, command, { mounts, ...(place === 'before-copy' && { cache: 'python' }) })];
}
