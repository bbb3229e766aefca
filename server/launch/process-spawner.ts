import type { ArtifactSummary } from '../protocol';
import { AppError } from '../protocol';
import type { Spawner, SpawnSpec } from './types';

/** A command line, and what it needs beside it. */
export interface SandboxedCommand {
  readonly argv: readonly string[];
}

export interface ProcessSpawnerDeps {
  /** Folder with the content that a prefix was built from, pristine: what a volume is filled from. */
  readonly contentDir: (artifact: ArtifactSummary) => Promise<string>;
  /** Environment of this process; only what is on the allow-list reaches a session. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Puts a fetched repository's server into a sandbox. Absent, or answering undefined: none works here. */
  readonly sandbox?: (spec: SpawnSpec, argv: readonly string[]) => Promise<SandboxedCommand | undefined>;
}

/** Sessions as processes of this machine, started from a prefix (design sections 5 and 6). */
export function createProcessSpawner(deps: ProcessSpawnerDeps): Spawner {
  throw new AppError('internal', { detail: String(deps.env['HOME']) });
}
