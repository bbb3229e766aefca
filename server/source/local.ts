import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { simpleGit } from 'simple-git';
import type { Env } from '../platform/paths';
import type { RepoRef, ResolvedRepo } from '../protocol';
import { AppError, Cancelled } from '../protocol';
import { localGitEnvironment } from './git-environment';
import { fetching } from './messages';
import type { SourceContext } from './types';

/**
 * A person's own folder, as it stands. It is read, never written: git takes no locks and refreshes no index there.
 * @throws AppError unknown-repository when there is no such folder; Cancelled
 */
export async function resolveLocal(
  repo: RepoRef,
  { emit, signal }: SourceContext,
  env: Env,
): Promise<ResolvedRepo> {
  const path = await folderOf(repo.spec);
  const state = await checkoutState(path, env, signal);
  const displayName = basename(path);
  if (state === undefined) {
    emit(fetching('source.folder', { path }));
    return { ...repo, spec: path, displayName };
  }
  const { commit } = state;
  const code = state.clean ? 'source.checkout' : 'source.dirty-checkout';
  emit(fetching(code, { path, commit: commit.slice(0, 12) }, { resolvedRef: commit }));
  return { ...repo, spec: path, displayName, resolvedRef: commit };
}

/** @throws AppError unknown-repository */
export async function folderOf(spec: string): Promise<string> {
  try {
    const path = await realpath(spec);
    if ((await stat(path)).isDirectory()) return path;
  } catch {
    // Told below: it is not there, or not for us.
  }
  throw new AppError('unknown-repository', { repo: spec });
}

/**
 * simple-git refuses these variables unless they are named, because a stranger's values could run programs. Ours switch
 * such programs off.
 */
const unsafe = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafePager: true,
} as const;

/** Undefined where git knows no commit: no checkout, an empty one, one of somebody else's, or no git at all. */
async function checkoutState(
  path: string,
  env: Env,
  signal: AbortSignal,
): Promise<{ readonly commit: string; readonly clean: boolean } | undefined> {
  const variables = localGitEnvironment(env);
  const allowEnvironment = Object.keys(variables);
  try {
    const git = simpleGit({ baseDir: path, abort: signal, allowEnvironment, unsafe }).env(variables);
    const commit = await git.revparse(['--verify', '--quiet', 'HEAD']);
    return { commit, clean: (await git.status(['--untracked-files=normal'])).isClean() };
  } catch {
    if (signal.aborted) throw new Cancelled();
    return undefined;
  }
}
