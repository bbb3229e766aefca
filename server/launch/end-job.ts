import type { EventBody } from '../protocol';
import type { Store } from '../store/types';

/** Appends the last event and writes the record as the log has it: where that had ended before, it stays so. */
export async function endJob(store: Pick<Store, 'jobs'>, id: string, event: EventBody): Promise<void> {
  const last = store.jobs.append(id, event);
  await store.jobs.flush(id);
  const { error, at: endedAt, phase } = last;
  const state = phase === 'failed' ? 'failed' : phase === 'cancelled' ? 'cancelled' : 'succeeded';
  await store.jobs.update(id, { state, endedAt, ...(error && { error }) });
}
