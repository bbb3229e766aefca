import type { Step } from '../../../protocol';
import { downloads } from '../../downloads';
import type { Instruction } from '../types';
import { argument, digestsOf, kindOf } from './fetched';
import type { RenderContext, Renderers } from './shared';
import { run } from './shared';

type NixOp = 'install-nix' | 'nix-shell';

/** Nix. */
export const nixRenderers: Renderers<NixOp> = {
  'install-nix': installNix,
  'nix-shell': (step, context) => [argument(downloads.nixpkgs), run(step, context, ['nix-shell', step.file])],
};

/** The store's folder and the settings are made by root, nix itself is installed by and for the account. */
function installNix(
  step: Extract<Step, { op: 'install-nix' }>,
  context: RenderContext,
): readonly Instruction[] {
  const asRoot = (command: readonly string[]): Instruction => ({
    ...run(step, context, command, { cache: 'apt' }),
    user: 'root',
  });
  if (kindOf(context.plan, 'nix') === 'system')
    return [asRoot(['install-system-nix']), asRoot(['prepare-nix'])];
  const command = ['install-nix', step.version, digestsOf(downloads.nix)];
  return [asRoot(['prepare-nix']), argument(downloads.nix), { ...run(step, context, command), user: 'user' }];
}
