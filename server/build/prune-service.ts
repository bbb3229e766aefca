import type { JobRecord, PruneAnswer, PrunedItem, PruneKind, PruneReason, PruneRequest } from '../protocol';
import { AppError } from '../protocol';
import type { Store } from '../store/types';
import type { ChosenItem, PruneItem } from './prune';
import { choosePruned, total } from './prune';
import { oldLogs } from './prune-logs';

/** What must stay, whatever is asked for. */
export interface PruneRoots {
  /** Keys of artifacts that a session, running or stopped, starts from. */
  readonly sessions: ReadonlySet<string>;
  /** ISO time at which the oldest job that still runs began: whatever was used since may be used by it. */
  readonly busySince: string | undefined;
}

/** Where items come from: one per engine. */
export interface PruneSource {
  readonly name: string;
  /** @throws AppError engine-unavailable, engine-lost: then nothing of it is looked at */
  list(roots: PruneRoots): Promise<readonly PruneItem[]>;
}

export interface PruneService {
  /** Removes what may go; one request after the other. */
  prune(request: PruneRequest): Promise<PruneAnswer>;
}

export interface PruneDeps {
  readonly store: Pick<Store, 'jobs' | 'sessions' | 'path'>;
  readonly sources: readonly PruneSource[];
  readonly clock: () => Date;
}

/** Garbage collection: it knows nothing but what Bindery made in this state root (design section 5, "Prefixes"). */
export function createPruneService(deps: PruneDeps): PruneService {
  let last: Promise<unknown> = Promise.resolve();
  return {
    prune(request) {
      const answer = last.then(() => prune(deps, request));
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}

async function prune(deps: PruneDeps, request: PruneRequest): Promise<PruneAnswer> {
  const roots = await findRoots(deps);
  const items: PruneItem[] = [...(await oldLogs(deps.store))];
  const unseen: string[] = [];
  for (const source of deps.sources) {
    try {
      items.push(...(await source.list(roots)));
    } catch (error) {
      if (!AppError.is(error, 'engine-unavailable') && !AppError.is(error, 'engine-lost')) throw error;
      unseen.push(source.name);
    }
  }
  const chosen = choosePruned(items, request, deps.clock());
  const dryRun = request.dryRun === true;
  const gone = dryRun ? chosen : await removeAll(chosen, deps);
  const freedBytes = total(gone.map(({ item }) => item));
  return {
    dryRun,
    removed: gone.map(({ item, reason }) => toldItem(item, reason)),
    freedBytes,
    keptBytes: total(items) - freedBytes,
    unseen,
  };
}

function toldItem({ kind, name, bytes, lastUsedAt }: PruneItem, reason: PruneReason): PrunedItem {
  return { kind, name, bytes, lastUsedAt, reason };
}

/** What builds find and build upon without having asked for it by name: none of it goes while one runs. */
const shared: ReadonlySet<PruneKind> = new Set(['prefix', 'environment', 'tools', 'base']);

/** What is needed by something that could not be removed stays too. */
async function removeAll(
  chosen: readonly ChosenItem[],
  { store }: PruneDeps,
): Promise<readonly ChosenItem[]> {
  const needed = new Set<string>();
  const gone: ChosenItem[] = [];
  for (const one of chosen) {
    const { item } = one;
    const mayGo = !needed.has(item.id) && !(shared.has(item.kind) && (await runningJobs(store)).length > 0);
    if (mayGo && (await item.remove())) gone.push(one);
    else for (const id of item.needs) needed.add(id);
  }
  return gone;
}

async function runningJobs({ jobs }: Pick<Store, 'jobs'>): Promise<readonly JobRecord[]> {
  return (await jobs.list()).filter(({ endedAt }) => endedAt === undefined);
}

async function findRoots({ store }: PruneDeps): Promise<PruneRoots> {
  const [busySince] = (await runningJobs(store)).map(({ createdAt }) => createdAt).sort();
  const sessions = await store.sessions.list();
  return { sessions: new Set(sessions.map(({ artifact }) => artifact.key)), busySince };
}

/** True for what a job that still runs may have come to use. */
export function isBusy(lastUsedAt: string, { busySince }: PruneRoots): boolean {
  return busySince !== undefined && Date.parse(lastUsedAt) >= Date.parse(busySince);
}
