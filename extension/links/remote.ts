import type { GitRepository } from './git-api';

/** The remote that a person publishes to: that of the current branch, else origin, else the first. */
export function publishedRemote(state: GitRepository['state']): string | undefined {
  const wanted = [state.HEAD?.upstream?.remote, 'origin'];
  const remote =
    state.remotes.find(({ name }) => name === wanted[0]) ??
    state.remotes.find(({ name }) => name === wanted[1]) ??
    state.remotes[0];
  return remote?.fetchUrl ?? remote?.pushUrl;
}
