import type { Environment, PresetName, SessionLimits } from '../protocol';
import { AppError } from '../protocol';

const gibibyte = 1024 ** 3;
const minute = 60;
const hour = 60 * minute;

/** Policies of a place where sessions run (design section 6). */
export interface Preset {
  readonly limits: SessionLimits;
  /** Most that a session may be given, where that is more than what it gets unasked. */
  readonly maxMemory?: number;
  /** Sessions with names of their own, beside the default one. Absent: any number. */
  readonly namedSessions?: number;
  /** A repository without configuration files: an error, or the default environment. */
  readonly withoutConfiguration: 'error' | 'default';
  /** Bytes of a session's own volume. Absent: not limited. */
  readonly volumeBytes?: number;
}

/** The policies people know, as data. `none` is for one's own computer. */
export const presets = {
  mybinder: {
    limits: { memory: 2 * gibibyte, cpus: 1, idleSeconds: 10 * minute, maxAgeSeconds: 6 * hour },
    withoutConfiguration: 'error',
  },
  'egi-replay': {
    limits: { memory: 2 * gibibyte, cpus: 4, idleSeconds: hour },
    maxMemory: 6 * gibibyte,
    namedSessions: 0,
    withoutConfiguration: 'default',
  },
  ska: {
    limits: { memory: 2 * gibibyte, cpus: 1, idleSeconds: 2 * hour },
    namedSessions: 5,
    withoutConfiguration: 'default',
    volumeBytes: 2 * gibibyte,
  },
  none: {
    limits: { idleSeconds: 24 * hour },
    withoutConfiguration: 'default',
  },
} as const satisfies Record<PresetName, Preset>;

/**
 * Refuses a repository that states no environment where the preset builds none such (contracts/repo2docker.md section 1,
 * step 4).
 * @throws AppError no-configuration-files
 */
export function requireConfiguration({ chosenAsFallback }: Environment, preset: PresetName): void {
  if (!chosenAsFallback || presets[preset].withoutConfiguration === 'default') return;
  throw new AppError('no-configuration-files', { preset });
}
