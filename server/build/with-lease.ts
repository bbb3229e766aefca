import { setTimeout as delay } from 'node:timers/promises';
import { Cancelled } from '../protocol';
import type { Leases } from '../store/types';

const pollMilliseconds = 100;

/**
 * Runs `work` while holding the lease `name`; waits as long as another living holder has it.
 * @throws Cancelled when `signal` fires during the wait, and whatever `work` throws
 */
export async function withLease<T>(
  leases: Leases,
  name: string,
  signal: AbortSignal,
  work: () => Promise<T>,
  onWait: () => void = () => undefined,
): Promise<T> {
  let lease = await leases.tryAcquire(name);
  if (lease === undefined) onWait();
  while (lease === undefined) {
    if (signal.aborted) throw new Cancelled();
    await delay(pollMilliseconds, undefined, { signal }).catch(() => undefined);
    lease = await leases.tryAcquire(name);
  }
  try {
    if (signal.aborted) throw new Cancelled();
    return await work();
  } finally {
    await lease.release();
  }
}
