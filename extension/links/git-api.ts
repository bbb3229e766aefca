import type * as vscode from 'vscode';
import type { Vs } from '../platform/vs';

/** What of the Git extension's API (version 1) is used here, as far as we rely on it. */
export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD?: {
      readonly name?: string;
      readonly commit?: string;
      /** Commits that the branch's upstream does not have. */
      readonly ahead?: number;
      readonly upstream?: { readonly remote: string; readonly name: string };
    };
    readonly remotes: readonly {
      readonly name: string;
      readonly fetchUrl?: string;
      readonly pushUrl?: string;
    }[];
  };
  /** Reads the repository again. */
  status(): Promise<void>;
  /** Absent in older editors. */
  getRefs?(query: {
    readonly pattern: string;
  }): Promise<readonly { readonly type: number; readonly name?: string }[]>;
}

interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<'uninitialized' | 'initialized'>;
  getRepository(uri: vscode.Uri): GitRepository | null;
  openRepository?(root: vscode.Uri): Promise<GitRepository | null>;
}

interface GitExtension {
  readonly enabled: boolean;
  /** Throws while `enabled` is false. */
  getAPI(version: 1): GitApi;
}

/** Milliseconds to wait for the Git extension to find its repositories. */
const initTimeout = 5000;

async function initialized(api: GitApi): Promise<void> {
  if (api.state === 'initialized') return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, initTimeout);
    const listener = api.onDidChangeState((state) => {
      if (state !== 'initialized') return;
      clearTimeout(timer);
      listener.dispose();
      resolve();
    });
  });
}

/** The git repository that holds `folder`; undefined without the Git extension, or where there is none. */
export async function gitRepositoryOf(
  vs: Pick<Vs, 'extensions'>,
  folder: vscode.Uri,
): Promise<GitRepository | undefined> {
  const extension = vs.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return undefined;
  const git = await extension.activate();
  if (!git.enabled) return undefined;
  const api = git.getAPI(1);
  await initialized(api);
  const repository = api.getRepository(folder) ?? (await api.openRepository?.(folder));
  if (!repository) return undefined;
  // Just opened, it does not know its remotes yet.
  if (repository.state.remotes.length === 0) await repository.status();
  return repository;
}
