import type { RepoRef } from '../protocol';
import { cloneUrlOf, isCloneUrl } from './git-url';
import { fromWebAddress } from './hosts';

/**
 * The repository as others can fetch it, from the address of a git remote: over https, without credentials, GitHub and
 * GitLab by name. Undefined for a remote that is a path on this machine.
 */
export function repoFromRemote(remote: string): RepoRef | undefined {
  const trimmed = remote.trim();
  if (!isCloneUrl(trimmed)) return undefined;
  const url = publicUrl(cloneUrlOf(trimmed));
  return hosted(url) ?? { provider: 'git', spec: url.href };
}

/** ssh needs an account: what others fetch from is the same path over https. */
function publicUrl(cloneUrl: string): URL {
  const url = new URL(cloneUrl.replace(/^ssh:/, 'https:'));
  url.username = '';
  url.password = '';
  if (cloneUrl.startsWith('ssh:')) url.port = '';
  // GitHub answers ssh on port 443 under this name.
  if (url.hostname === 'ssh.github.com') url.hostname = 'github.com';
  return url;
}

function hosted(url: URL): RepoRef | undefined {
  try {
    const repo = url.port === '' ? fromWebAddress(url) : undefined;
    return repo?.provider === 'gh' || repo?.provider === 'gl' || repo?.provider === 'gist' ? repo : undefined;
  } catch {
    // A path that only looks like a launch link, or is not percent-encoded: an address like any other.
    return undefined;
  }
}
