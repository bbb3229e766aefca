import { readdir, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { folderSize, removeTree } from '../../platform/files';
import type { ArtifactSummary } from '../../protocol';
import type { Store } from '../../store/types';
import type { PruneItem } from '../prune';
import type { PruneRoots, PruneSource } from '../prune-service';
import { isBusy } from '../prune-service';
import type { AttemptPaths, Prefix } from './prefixes';
import {
  listPrefixes,
  pathsOfArtifact,
  prefixLease,
  prefixName,
  readPrefix,
  removeAttempt,
} from './prefixes';

type HostStore = Pick<Store, 'root' | 'path' | 'artifacts' | 'leases'>;

/** What the host engine made: prefixes, and the content of artifacts that share one. */
export function hostPruneSource(store: HostStore): PruneSource {
  return {
    name: 'host',
    list: async (roots) => {
      const records = (await store.artifacts.list()).filter(({ engine }) => engine === 'host');
      const prefixes = await listPrefixes(store);
      return [
        ...(await Promise.all(records.map((record) => contentItem(store, record, prefixes, roots)))),
        ...(await Promise.all(prefixes.map((prefix) => prefixItem(store, prefix, roots)))),
        ...(await orphanedContents(store, records, roots)),
      ];
    },
  };
}

const prefixId = ({ dir }: AttemptPaths): string => `prefix:${dir}`;

/** An artifact: its record, and its content where that is not in the prefix. */
async function contentItem(
  store: HostStore,
  record: ArtifactSummary,
  prefixes: readonly Prefix[],
  roots: PruneRoots,
): Promise<PruneItem> {
  const { key, lastUsedAt } = record;
  const paths = pathsOfArtifact(record);
  const whole = prefixes.some((prefix) => prefix.paths.dir === paths.dir);
  const folder = store.path('content', prefixName(key));
  return {
    id: `content:${key}`,
    kind: 'content',
    name: folder,
    bytes: await folderSize(folder),
    lastUsedAt,
    needs: [prefixId(paths)],
    held: record.pinned === true || roots.sessions.has(key) || isBusy(lastUsedAt, roots),
    superseded: !whole,
    async remove() {
      if ((await store.artifacts.get(key))?.lastUsedAt !== lastUsedAt) return false;
      await store.artifacts.delete(key);
      await removeTree(folder);
      return true;
    },
  };
}

async function prefixItem(
  store: HostStore,
  { paths, complete }: Prefix,
  roots: PruneRoots,
): Promise<PruneItem> {
  return {
    id: prefixId(paths),
    kind: 'prefix',
    name: paths.dir,
    bytes: await folderSize(paths.dir),
    lastUsedAt: complete.builtAt,
    needs: [],
    held: roots.busySince !== undefined,
    superseded: false,
    remove: () => removePrefix(store, paths),
  };
}

/** Under the lease by which builds reuse it, and only when none did meanwhile. */
async function removePrefix(store: HostStore, paths: AttemptPaths): Promise<boolean> {
  const lease = await store.leases.tryAcquire(prefixLease(basename(join(paths.dir, '..'))));
  if (lease === undefined) return false;
  try {
    const records = await store.artifacts.list();
    if (records.some(({ location }) => location === paths.venv)) return false;
    await removeAttempt(paths);
    // Empty, unless another attempt is beside it.
    await rmdir(join(paths.dir, '..')).catch(() => undefined);
    return (await readPrefix(paths)) === undefined;
  } finally {
    await lease.release();
  }
}

/** Content whose record is gone. */
async function orphanedContents(
  store: HostStore,
  records: readonly ArtifactSummary[],
  { busySince }: PruneRoots,
): Promise<readonly PruneItem[]> {
  const known = new Set(records.map(({ key }) => prefixName(key)));
  const names = await readdir(join(store.root, 'content')).catch((): string[] => []);
  const orphans = names.filter((name) => !known.has(name));
  return await Promise.all(
    orphans.map(async (name): Promise<PruneItem> => {
      const folder = store.path('content', name);
      return {
        id: `content-folder:${name}`,
        kind: 'content',
        name: folder,
        bytes: await folderSize(folder),
        lastUsedAt: new Date(0).toISOString(),
        needs: [],
        // A build writes the content first and the record last.
        held: busySince !== undefined,
        superseded: true,
        remove: () => removeTree(folder).then(() => true),
      };
    }),
  );
}
