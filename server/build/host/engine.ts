import { AppError } from '../../protocol';
import type { Store } from '../../store/types';
import type { HostEngine } from './types';

export interface HostEngineDeps {
  readonly store: Pick<Store, 'root' | 'path' | 'leases' | 'artifacts'>;
  /** The person's environment: pip's settings, proxies, certificates, PATH and BINDERY_UV are read from it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly clock: () => Date;
}

/** The engine that makes prefixes: environment directories on this machine. */
export function createHostEngine(deps: HostEngineDeps): HostEngine {
  const missing = (): Promise<never> => Promise.reject(new AppError('internal', { detail: deps.home }));
  return {
    kind: 'host',
    probe: missing,
    pin: missing,
    find: missing,
    build: missing,
    remove: missing,
    sweep: missing,
  };
}
