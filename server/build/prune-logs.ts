import { folderSize } from '../platform/files';
import type { Store } from '../store/types';
import type { PruneItem } from './prune';

/** The jobs that ended, with their logs. */
export async function oldLogs(store: Pick<Store, 'jobs' | 'path'>): Promise<readonly PruneItem[]> {
  const items: PruneItem[] = [];
  for (const { id, endedAt } of await store.jobs.list()) {
    if (endedAt === undefined) continue;
    items.push({
      id: `log:${id}`,
      kind: 'log',
      name: id,
      bytes: await folderSize(store.path('jobs', id)),
      lastUsedAt: endedAt,
      needs: [],
      held: false,
      superseded: false,
      remove: () => store.jobs.delete(id),
    });
  }
  return items;
}
