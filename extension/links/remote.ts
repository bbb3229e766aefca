import type { RepoRef } from '../../server/protocol';
import { AppError } from '../../server/protocol';
import { parseRepo } from '../../server/spec/parse-repo';
import type { GitRepository } from './git-api';

/** The web address of a remote, without credentials: links are for strangers. Undefined for a path on this machine. */
export function publicRemoteUrl(remote: string): string | undefined {
  // host:path, as ssh and scp write it; one letter before the colon is a drive.
  const scp = /^(?:[^@/\s]+@)?([^:/\s]{2,}):(?!\/\/)(.+)$/.exec(remote);
  const text = scp ? `https://${scp[1] ?? ''}/${scp[2] ?? ''}` : remote.replace(/^ssh:/, 'https:');
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  url.username = '';
  url.password = '';
  if (remote.startsWith('ssh:')) url.port = '';
  return url.href;
}

/** The remote that a person publishes to: that of the current branch, else origin, else the first. */
export function publishedRemote(state: GitRepository['state']): string | undefined {
  const wanted = [state.HEAD?.upstream?.remote, 'origin'];
  const remote =
    state.remotes.find(({ name }) => name === wanted[0]) ??
    state.remotes.find(({ name }) => name === wanted[1]) ??
    state.remotes[0];
  return remote?.fetchUrl ?? remote?.pushUrl;
}

/** The repository as a BinderHub fetches it; undefined when the remote is not on the web. */
export function remoteRepo(remote: string): RepoRef | undefined {
  const url = publicRemoteUrl(remote);
  if (url === undefined) return undefined;
  try {
    const repo = parseRepo(url, { cwd: '/', isDirectory: () => false });
    return repo.provider === 'local' ? undefined : repo;
  } catch (error) {
    if (AppError.is(error)) return undefined;
    throw error;
  }
}
