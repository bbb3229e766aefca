import { randomUUID } from 'node:crypto';
import { readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { removeTree } from '../platform/files';
import type { Session, SessionConnection, SpawnerKind } from '../protocol';
import { AppError } from '../protocol';
import type { Store } from '../store/types';
import { askServer } from './probe';
import { readToken, sessionFiles } from './session-files';
import { asEnded, asItIs, hasEnded, inState, maySurprise } from './session-state';
import type { SessionService, Spawner } from './types';

export interface SessionServiceDeps {
  readonly store: Pick<Store, 'sessions' | 'path'>;
  /** The spawners of this machine. */
  readonly spawners: Readonly<Record<SpawnerKind, Spawner>>;
  /** Seconds between asking a session to end and making sure. Ten unless told otherwise. */
  readonly graceSeconds?: number;
}

/** Milliseconds for a server to say when it was last used; without an answer the last known time stays. */
const activityMilliseconds = 1000;

/** The sessions of one user: what their records say, corrected by what really runs. */
export function createSessionService(deps: SessionServiceDeps): SessionService {
  const inOrder = createQueues();
  return {
    async list() {
      const sessions = await deps.store.sessions.list();
      return Promise.all(sessions.map((session) => look(deps, session)));
    },
    get: (name) => get(deps, name),
    stop: (name) => inOrder(name, () => stop(deps, name)),
    delete: (name) =>
      inOrder(name, async () => {
        await stop(deps, name);
        await discardSession(deps.store, name);
      }),
    connection: (name) => connection(deps, name),
    async logFile(name) {
      const session = await recordOf(deps, name);
      return sessionFiles(sessionDir(deps.store, session.name)).log;
    },
    reconcile: () => reconcile(deps),
  };
}

/** Folder of a session in the state root. */
export const sessionDir = (store: Pick<Store, 'path'>, name: string): string => store.path('sessions', name);

async function recordOf(deps: SessionServiceDeps, name: string): Promise<Session> {
  const session = await deps.store.sessions.get(name);
  if (session === undefined) throw new AppError('session-not-found', { name });
  return session;
}

async function get(deps: SessionServiceDeps, name: string): Promise<Session> {
  return look(deps, await recordOf(deps, name));
}

async function look(deps: SessionServiceDeps, session: Session): Promise<Session> {
  if (!maySurprise(session.state)) return session;
  const dir = sessionDir(deps.store, session.name);
  const spawner = deps.spawners[session.spawner];
  const now = asItIs(session, await spawner.inspect(session, dir), new Date());
  if (now.state === 'ready') return withActivity(now, dir);
  // Killed without its entry script: what is left of it ends before anybody is told that nothing runs.
  if (hasEnded(now.state) && session.state === 'ready') await spawner.stop(session, dir, 0);
  await keepUnlessChanged(deps, session, now);
  return now;
}

/** A stop or a launch that changed the record meanwhile knows better. */
async function keepUnlessChanged(deps: SessionServiceDeps, before: Session, now: Session): Promise<void> {
  if (now === before) return;
  const stored = await deps.store.sessions.get(before.name);
  if (stored?.state === before.state && stored.startedAt === before.startedAt) {
    await deps.store.sessions.put(now.name, now);
  }
}

async function withActivity(session: Session, dir: string): Promise<Session> {
  const token = await readToken(sessionFiles(dir).token);
  if (session.url === undefined || token === undefined) return session;
  const status = await askServer(session.url, token, activityMilliseconds);
  return status === undefined ? session : { ...session, lastActivity: status.last_activity };
}

async function stop(deps: SessionServiceDeps, name: string): Promise<Session> {
  const session = await get(deps, name);
  if (hasEnded(session.state)) return session;
  if (!maySurprise(session.state)) throw new AppError('session-wrong-state', { name, state: session.state });
  return end(deps, session);
}

async function end(deps: SessionServiceDeps, session: Session): Promise<Session> {
  const dir = sessionDir(deps.store, session.name);
  const spawner = deps.spawners[session.spawner];
  const stopping = inState(session, 'stopping');
  await deps.store.sessions.put(session.name, stopping);
  await spawner.stop(session, dir, deps.graceSeconds ?? 10);
  const found = await spawner.inspect(session, dir);
  const ended = asEnded(stopping, found.alive ? { alive: false } : found, new Date());
  await deps.store.sessions.put(session.name, ended);
  return ended;
}

async function connection(deps: SessionServiceDeps, name: string): Promise<SessionConnection> {
  const session = await get(deps, name);
  const token = await readToken(sessionFiles(sessionDir(deps.store, name)).token);
  if (session.state !== 'ready' || session.url === undefined || token === undefined) {
    throw new AppError('session-wrong-state', { name, state: session.state });
  }
  return { url: session.url, token };
}

/**
 * Removes a session's folder: moved away first, so that it is gone as a whole at whatever moment this is interrupted;
 * `reconcile` removes the rest. The work folder is below it only when it is a volume.
 */
export async function discardSession(store: SessionServiceDeps['store'], name: string): Promise<void> {
  const trash = store.path('trash', `${name}-${randomUUID()}`);
  await rename(sessionDir(store, name), trash).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  });
  await store.sessions.delete(name);
  await removeTree(trash);
}

async function reconcile(deps: SessionServiceDeps): Promise<void> {
  for (const session of await deps.store.sessions.list()) {
    if (hasEnded(session.state)) continue;
    if (session.state === 'stopping') await end(deps, session);
    else if (session.state === 'ready') await look(deps, session);
    else await abandon(deps, session);
  }
  const trash = deps.store.path('trash');
  for (const name of await readdir(trash).catch((): string[] => [])) await removeTree(path.join(trash, name));
}

/** Half-started, and no launch is left that could finish it (those were looked at before). */
async function abandon(deps: SessionServiceDeps, session: Session): Promise<void> {
  await deps.spawners[session.spawner].stop(session, sessionDir(deps.store, session.name), 2);
  const error = new AppError('launch-interrupted').toData();
  await deps.store.sessions.put(session.name, {
    ...inState(session, 'failed', 'session.interrupted'),
    error,
  });
}

/** Tasks of one name one after the other: a stop and a delete of the same session do not cross. */
function createQueues(): <T>(name: string, task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (name, task) => {
    const result = (last.get(name) ?? Promise.resolve()).then(task, task);
    last.set(name, result);
    void result.then(
      () => last.get(name) === result && last.delete(name),
      () => last.get(name) === result && last.delete(name),
    );
    return result;
  };
}
