import type { RepoRef } from '../protocol';
import { AppError } from '../protocol';
import { gitLines } from '../source/read-git';
import { repoFromRemote } from '../spec/remote';
import type { Context } from './command';

/**
 * The repository as others can fetch it: for a local folder, where its git remote is (the current branch's, else
 * `origin`, else the first).
 * @throws AppError no-remote for a folder without one that others can reach
 */
export async function publicRepo(repo: RepoRef, context: Context): Promise<RepoRef> {
  if (repo.provider !== 'local') return repo;
  const url = await remoteUrl(repo.spec, context);
  if (url === undefined) throw new AppError('no-remote', { path: repo.spec });
  const remote = repoFromRemote(url);
  if (remote === undefined) throw new AppError('no-remote', { path: repo.spec });
  return { ...remote, ref: repo.ref ?? 'HEAD', ...(repo.subdir !== undefined && { subdir: repo.subdir }) };
}

async function remoteUrl(dir: string, context: Context): Promise<string | undefined> {
  const branch = await git(dir, ['symbolic-ref', '--quiet', '--short', 'HEAD'], context);
  const ofBranch =
    branch === '' ? '' : await git(dir, ['config', '--get', `branch.${branch}.remote`], context);
  const remotes = await gitLines(dir, ['remote'], context);
  const name = [ofBranch, 'origin'].find((wanted) => remotes.includes(wanted)) ?? remotes[0];
  if (name === undefined) return undefined;
  const url = await git(dir, ['remote', 'get-url', '--', name], context);
  return url === '' ? undefined : url;
}

/**
 * The commit that is current now: what is checked out in a local folder, what the ref names elsewhere.
 * @throws AppError unknown-ref for a folder without a commit; as Source.resolve for others
 */
export async function currentCommit(named: RepoRef, repo: RepoRef, context: Context): Promise<string> {
  if (named.provider === 'local') {
    const ref = named.ref ?? 'HEAD';
    const commit = await git(
      named.spec,
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`],
      context,
    );
    if (commit !== '') return commit;
    throw new AppError('unknown-ref', { repo: named.spec, ref, hint: 'git log shows what there is.' });
  }
  const { openSource } = await import('./open-source');
  const source = await openSource(context.env);
  const options = { emit: () => undefined, signal: context.interrupts.first };
  const { resolvedRef } = await source.resolve(repo, options);
  return resolvedRef ?? repo.ref ?? 'HEAD';
}

/** The first line that git prints; '' where there is none. */
async function git(dir: string, args: readonly string[], context: Context): Promise<string> {
  return (await gitLines(dir, args, context))[0] ?? '';
}
