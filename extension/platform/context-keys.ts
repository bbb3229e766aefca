import type { FolderState, Store } from '../sessions/store';
import { possibleActions } from '../sessions/status-text';
import type { Disposable } from './emitter';
import type { CommandName } from './commands';
import type { Vs } from './vs';

/** Context keys for `when` and `enablement` in package.json; each is true while some folder of the window allows it. */
export const contextKeys = {
  'bindery.canCancel': 'cancel',
  'bindery.sessionReady': 'openSession',
  'bindery.sessionStopped': 'startSession',
  'bindery.hasSession': 'showSessionLog',
  'bindery.hasStream': 'showStream',
} as const satisfies Record<string, CommandName>;

/** The keys' values for what the window knows. */
export function contextValues(states: readonly FolderState[]): ReadonlyMap<string, boolean> {
  const possible = new Set(states.flatMap(possibleActions));
  return new Map(Object.entries(contextKeys).map(([key, action]) => [key, possible.has(action)]));
}

/** Keeps the editor's context keys as the store is; sets only those that changed. */
export function showContext(vs: Pick<Vs, 'commands'>, store: Store): Disposable {
  let shown = new Map<string, boolean>();
  const update = (states: readonly FolderState[]): void => {
    const next = contextValues(states);
    for (const [key, value] of next) {
      if (shown.get(key) !== value) void vs.commands.executeCommand('setContext', key, value);
    }
    shown = new Map(next);
  };
  update(store.states());
  return store.onDidChange.listen(update);
}
