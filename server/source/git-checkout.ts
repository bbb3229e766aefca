import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Env } from '../platform/paths';
import type { Emit } from '../protocol';
import type { Git, GitRemote } from './git';
import { hasLfs } from './git-environment';
import { refusesSingleCommit } from './git-errors';
import { unknownRef } from './git-resolve';
import { fetching } from './messages';

export interface CheckoutOptions {
  readonly git: Git;
  readonly env: Env;
  readonly remote: GitRemote;
  readonly commit: string;
  /** The name that the commit was found under, for servers that give out only what has a name. */
  readonly refName?: string | undefined;
  readonly emit: Emit;
}

/**
 * Puts `commit` with its submodules into the empty folder `dir`. Its `.git` holds that commit alone where the server
 * gives it out alone, else the whole history.
 * @throws AppError unknown-ref and those of `gitError`; Cancelled. `dir` is then half-filled
 */
export async function checkoutCommit(dir: string, options: CheckoutOptions): Promise<void> {
  const { git, env, remote, commit, emit } = options;
  await mkdir(dir, { recursive: true });
  await git.ask(dir, ['init', '--quiet', '--template=', '.']);
  await git.ask(dir, ['remote', 'add', '--', 'origin', remote.url]);
  await fetchCommit(dir, options);
  await git.ask(dir, ['checkout', '--quiet', '--detach', commit]);
  await fetchSubmodules(dir, git, emit);
  if (!hasLfs(env) && (await usesLfs(dir))) emit(fetching('source.no-lfs', {}, { level: 'warning' }));
}

async function fetchCommit(dir: string, { git, remote, commit, emit }: CheckoutOptions): Promise<void> {
  const flags = ['--progress', '--no-tags', '--no-recurse-submodules'];
  const alone = await git.attempt(dir, ['fetch', '--depth=1', ...flags, '--', 'origin', commit]);
  if (alone.code === 0) return;
  if (!refusesSingleCommit(alone.stderrTail)) throw git.error(alone);
  emit(fetching('source.fetching-all'));
  const all = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
  await git.ask(dir, ['fetch', ...flags, '--', 'origin', ...all]);
  const there = await git.attempt(dir, ['cat-file', '-e', `${commit}^{commit}`]);
  if (there.code !== 0) throw unknownRef(remote, commit);
}

/** As Binder: always, and recursively. A server that does not give out single commits is asked for everything. */
async function fetchSubmodules(dir: string, git: Git, emit: Emit): Promise<void> {
  if ((await readText(join(dir, '.gitmodules'))) === '') return;
  emit(fetching('source.submodules'));
  const update = ['submodule', 'update', '--init', '--recursive', '--progress'];
  const shallow = await git.attempt(dir, [...update, '--depth=1']);
  if (shallow.code === 0) return;
  if (!refusesSingleCommit(shallow.stderrTail)) throw git.error(shallow);
  await git.ask(dir, update);
}

/** Only the root's attributes are looked at: enough for a warning. */
async function usesLfs(dir: string): Promise<boolean> {
  return (await readText(join(dir, '.gitattributes'))).includes('filter=lfs');
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
