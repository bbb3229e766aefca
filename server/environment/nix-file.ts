import type { SourceText } from './text';

/** default.nix: nix evaluates it; nothing of it is understood here. */
export interface NixFile {
  readonly source: SourceText;
}

/** Reads default.nix. */
export function readNix(source: SourceText): NixFile {
  return { source };
}
