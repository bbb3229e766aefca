import type { Emit } from '../../protocol';
import type { Store } from '../../store/types';
import type { PipSettings } from '../packages/pip-config';
import type { Engine } from '../types';

export interface HostEngineDeps {
  readonly store: Pick<Store, 'root' | 'path' | 'leases' | 'artifacts'>;
  /** The person's environment: pip's settings, proxies, certificates, PATH and BINDERY_UV are read from it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly clock: () => Date;
  /** Bytes that must be free before a build begins. 1 GB unless told otherwise: Jupyter alone takes about half of it. */
  readonly minFree?: number;
}

/** The engine that makes prefixes on this machine. */
export interface HostEngine extends Engine {
  /** Removes what builds that died left half-made. Called at the start of an agent. */
  sweep(): Promise<void>;
}

/** What the engine has at hand for making prefixes. */
export interface Maker extends HostEngineDeps {
  readonly settings: () => Promise<PipSettings>;
  /** Path of uv, fetched where it is missing. */
  readonly uv: (emit: Emit, signal: AbortSignal) => Promise<string>;
  readonly sandboxWorks: (signal: AbortSignal) => Promise<boolean>;
}
