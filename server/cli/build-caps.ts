import type { BuildCaps } from '../build/docker/bounds';
import { readOptionalCount } from './settings';

/**
 * What all image builds together may use, as configured.
 * @throws AppError usage
 */
export function buildCaps(env: Readonly<Record<string, string | undefined>>): BuildCaps {
  const megabytes = readOptionalCount(env, 'BINDERY_BUILD_MEMORY_MB');
  const cpus = readOptionalCount(env, 'BINDERY_BUILD_CPUS');
  return {
    ...(megabytes !== undefined && { memory: megabytes * 1_000_000 }),
    ...(cpus !== undefined && { cpus }),
  };
}
