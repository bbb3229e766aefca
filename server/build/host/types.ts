import type { Engine } from '../types';

/** The engine that makes prefixes on this machine. */
export interface HostEngine extends Engine {
  /** Removes what builds that died left half-made. Called at the start of an agent. */
  sweep(): Promise<void>;
}
