import { mkdirSync } from 'node:fs';
import { chmod, lstat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { makePrivateDir } from '../platform/files';
import type { ArtifactSummary, Session } from '../protocol';
import { AppError } from '../protocol';
import type { Fact } from './facts';
import { createFacts } from './facts';
import { createJobStore } from './jobs';
import { createLeases } from './leases';
import type { StoreOptions } from './options';
import { defaultFactDays, defaultLogLimits } from './options';
import { createRecords } from './records';
import { bringUpToDate } from './schema';
import type { ModuleRecord, Store } from './types';

/**
 * Opens the state root, which is made where it is missing (mode 700).
 * @throws AppError state-too-new when a newer Bindery wrote it; state-corrupt when schema.json cannot be read;
 * path-not-private when it belongs to somebody else
 */
export async function openStore(root: string, options: StoreOptions = {}): Promise<Store> {
  const { logger, now = () => new Date(), logLimits: limits = defaultLogLimits } = options;
  const base = resolve(root);
  await makePrivateDir(base);
  await closeToOthers(base);
  const leases = createLeases(join(base, 'leases'));
  await bringUpToDate(base, leases);
  return {
    root: base,
    jobs: createJobStore({ dir: join(base, 'jobs'), now, limits, logger }),
    sessions: createRecords<Session>({ dir: join(base, 'sessions'), suffix: '/session.json', logger }),
    artifacts: createRecords<ArtifactSummary>({ dir: join(base, 'artifacts'), suffix: '.json', logger }),
    modules: createRecords<ModuleRecord>({ dir: join(base, 'modules'), suffix: '.json', logger }),
    facts: createFacts({
      records: createRecords<Fact>({ dir: join(base, 'facts'), suffix: '.json', logger }),
      now,
      days: options.factDays ?? defaultFactDays,
    }),
    leases,
    path: (...parts) => pathBelow(base, parts),
  };
}

async function closeToOthers(root: string): Promise<void> {
  if (process.getuid === undefined) return;
  const { uid, mode } = await lstat(root);
  if (uid !== process.getuid()) {
    throw new AppError('path-not-private', { path: root, detail: 'it belongs to somebody else' });
  }
  if ((mode & 0o077) !== 0) await chmod(root, 0o700);
}

/** @throws Error when the path would lead out of the root: a mistake of the caller, not of a person */
function pathBelow(root: string, parts: readonly string[]): string {
  const path = resolve(root, ...parts);
  if (!path.startsWith(root + sep)) throw new Error(`not below the state root: ${parts.join('/')}`);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return path;
}
