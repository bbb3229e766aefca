import type * as vscode from 'vscode';
import { omit } from '../platform/omit';

/** The last job followed for a folder, and whether its end was told to the person. */
export interface RememberedJob {
  readonly job: string;
  readonly told: boolean;
  /** The folder's session, while this window last saw it run: sessions outlive the agent and the window. */
  readonly session?: string;
  /** The folder's build stream was open. VS Code restores a panel itself, unless the reload came too soon for it. */
  readonly stream?: boolean;
}

/**
 * What survives a reload of the window: names only. What became of them is asked of the agent. Kept in the workspace's
 * state, so that a reload in the middle of a build finds it again, and its end is told once.
 */
export interface Memory {
  get(folder: string): RememberedJob | undefined;
  remember(folder: string, job: string): Promise<void>;
  /** Marks the job's end as told. False when it was before. */
  tell(folder: string, job: string): Promise<boolean>;
  rememberSession(folder: string, session: string | undefined): Promise<void>;
  rememberStream(folder: string, open: boolean): Promise<void>;
}

const key = 'bindery.jobs.v1';

export function createMemory(state: Pick<vscode.Memento, 'get' | 'update'>): Memory {
  const read = (): Readonly<Record<string, RememberedJob>> => state.get(key, {});
  const write = async (folder: string, entry: RememberedJob): Promise<void> => {
    await state.update(key, { ...read(), [folder]: entry });
  };
  return {
    get: (folder) => read()[folder],
    remember: async (folder, job) => {
      const known = read()[folder];
      if (known?.job !== job) await write(folder, { ...known, job, told: false });
    },
    tell: async (folder, job) => {
      const known = read()[folder];
      if (known?.job === job && known.told) return false;
      await write(folder, { ...known, job, told: true });
      return true;
    },
    rememberStream: async (folder, open) => {
      const known = read()[folder];
      if (known && known.stream !== open) await write(folder, { ...known, stream: open });
    },
    rememberSession: async (folder, session) => {
      const known = read()[folder] ?? { job: '', told: true };
      if (known.session === session) return;
      await write(folder, session === undefined ? omit(known, 'session') : { ...known, session });
    },
  };
}
