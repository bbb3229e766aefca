import type { BinderyClient } from '../../server/http/client/types';
import type { Session } from '../../server/protocol';
import { AppError, Cancelled } from '../../server/protocol';
import type { Memory } from '../build/memory';
import type { Disposable } from '../platform/emitter';
import type { Store } from './store';
import { isRunning } from './store';

export interface WatcherDeps {
  readonly client: () => Promise<Pick<BinderyClient, 'watchSession' | 'session'>>;
  readonly store: Store;
  readonly memory: Memory;
  readonly onError: (error: unknown) => void;
}

/** Keeps the store's sessions as the agent tells them: each running session is watched, by nothing but a stream. */
export interface SessionWatcher extends Disposable {
  /** Watches a session from now on, as its folder's. */
  watch(folder: string, name: string): void;
}

/** The session as it is once its watching ended; undefined when its record is gone. */
async function lastState(client: Pick<BinderyClient, 'session'>, name: string): Promise<Session | undefined> {
  try {
    return await client.session(name);
  } catch (error) {
    if (AppError.is(error, 'session-not-found')) return undefined;
    throw error;
  }
}

export function createSessionWatcher(deps: WatcherDeps): SessionWatcher {
  const watched = new Map<string, AbortController>();

  const put = (folder: string, session: Session | undefined): void => {
    deps.store.setSession(folder, session);
    void deps.memory.rememberSession(folder, isRunning(session) ? session.name : undefined);
  };
  const run = async (folder: string, name: string, signal: AbortSignal): Promise<void> => {
    const client = await deps.client();
    for await (const session of client.watchSession(name, { signal })) put(folder, session);
    if (!signal.aborted) put(folder, await lastState(client, name));
  };
  const watch = (folder: string, name: string): void => {
    if (watched.has(name)) return;
    const stop = new AbortController();
    watched.set(name, stop);
    void run(folder, name, stop.signal)
      .catch((error: unknown) => {
        if (!stop.signal.aborted && !Cancelled.is(error)) deps.onError(error);
      })
      .finally(() => watched.delete(name));
  };
  const listener = deps.store.onDidChange.listen((states) => {
    for (const { folder, session } of states) if (isRunning(session)) watch(folder, session.name);
  });
  return {
    watch,
    dispose: () => {
      listener.dispose();
      for (const stop of watched.values()) stop.abort();
    },
  };
}
