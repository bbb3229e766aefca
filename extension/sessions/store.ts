import type { Session } from '../../server/protocol';
import type { JobView } from '../build/job-view';
import type { Emitter } from '../platform/emitter';
import { createEmitter } from '../platform/emitter';
import { omit } from '../platform/omit';

/** What this window knows about one of its folders, as the agent told it. Everything shown is a projection of this. */
export interface FolderState {
  /** Absolute path. */
  readonly folder: string;
  readonly name: string;
  /** The last job that this window followed for the folder. */
  readonly job?: JobView;
  /** The folder's session: the one that runs, else the newest. */
  readonly session?: Session;
}

export interface Store {
  readonly onDidChange: Emitter<readonly FolderState[]>;
  states(): readonly FolderState[];
  get(folder: string): FolderState | undefined;
  /** Keeps what is known of folders that are still open and forgets the others. */
  setFolders(folders: readonly { readonly folder: string; readonly name: string }[]): void;
  setJob(folder: string, job: JobView): void;
  setSession(folder: string, session: Session | undefined): void;
}

export function createStore(): Store {
  const onDidChange = createEmitter<readonly FolderState[]>();
  let states: readonly FolderState[] = [];

  const change = (folder: string, next: (state: FolderState) => FolderState): void => {
    if (!states.some((state) => state.folder === folder)) return;
    states = states.map((state) => (state.folder === folder ? next(state) : state));
    onDidChange.fire(states);
  };
  return {
    onDidChange,
    states: () => states,
    get: (folder) => states.find((state) => state.folder === folder),
    setFolders: (folders) => {
      states = folders.map(({ folder, name }) => {
        const known = states.find((state) => state.folder === folder);
        return { ...known, folder, name };
      });
      onDidChange.fire(states);
    },
    setJob: (folder, job) => change(folder, (state) => ({ ...state, job })),
    setSession: (folder, session) =>
      change(folder, (state) => (session ? { ...state, session } : omit(state, 'session'))),
  };
}

/** True while the session holds, or is about to hold, processes. */
export function isRunning(session: Session | undefined): session is Session {
  return session !== undefined && ['creating', 'spawning', 'ready', 'stopping'].includes(session.state);
}

/** The session of a folder that a person means: one that runs before one that does not, newer before older. */
export function preferredSession(sessions: readonly Session[]): Session | undefined {
  const rank = (session: Session): string => `${isRunning(session) ? '1' : '0'}${session.createdAt}`;
  return [...sessions].sort((a, b) => rank(b).localeCompare(rank(a)))[0];
}
