import type { Renderers } from './shared';
import { notRendered } from './shared';

type NixOp = 'install-nix' | 'nix-shell';

/** Nix. */
export const nixRenderers: Renderers<NixOp> = {
  'install-nix': notRendered,
  'nix-shell': notRendered,
};
