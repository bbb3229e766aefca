import { AppError } from '../../protocol';
import type { Store } from '../../store/types';
import type { Engine } from '../types';

/** What the docker engine needs from outside. */
export interface DockerEngineDeps {
  /** DOCKER_HOST, DOCKER_CONTEXT, proxies, pip's settings and BINDERY_EXTRA_CA are read from it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly store: Pick<Store, 'path' | 'leases'>;
  readonly clock: () => Date;
  /** Who shares package caches with these builds. */
  readonly trustDomain: string;
}

/** The engine that makes images, over the API of Docker or Podman. Connects when first used. */
export function createDockerEngine(deps: DockerEngineDeps): Engine {
  const missing = (): Promise<never> =>
    Promise.reject(new AppError('engine-unavailable', { detail: deps.home }));
  return { kind: 'docker', probe: missing, pin: missing, find: missing, build: missing, remove: missing };
}
