import type { Env } from '../platform/paths';
import type { RepoRef } from '../protocol';
import { AppError } from '../protocol';
import { cloneUrlOf, isCloneUrl } from '../spec/git-url';
import { redactCredentials } from '../spec/redact-url';

/** A user name and a password or token that came inside an address. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface CloneAddress {
  /** Without a password. */
  readonly url: string;
  readonly credentials?: Credentials;
  /** `owner/repo`, for people. */
  readonly displayName: string;
}

/**
 * Where git clones a repository from. `BINDERY_GITHUB_URL` and `BINDERY_GITLAB_URL` name other servers of these kinds
 * than the public ones.
 * @throws AppError provider-not-supported, invalid-spec
 */
export function cloneAddress(repo: RepoRef, env: Env): CloneAddress {
  const name = repo.spec.replace(/\/+$/, '').replace(/\.git$/, '');
  switch (repo.provider) {
    case 'gh':
      return {
        url: `${server(env, 'BINDERY_GITHUB_URL', 'https://github.com')}/${path(name)}`,
        displayName: name,
      };
    case 'gl':
      return {
        url: `${server(env, 'BINDERY_GITLAB_URL', 'https://gitlab.com')}/${path(name)}.git`,
        displayName: name,
      };
    case 'git':
      return gitAddress(repo.spec);
    default:
      throw new AppError('provider-not-supported', { provider: repo.provider });
  }
}

/** The repository without the password that its address may hold: what may be stored and told. */
export function withoutCredentials<T extends RepoRef>(repo: T): T {
  if (repo.provider !== 'git' || !isCloneUrl(repo.spec)) return repo;
  const { url, credentials } = gitAddress(repo.spec);
  return credentials === undefined ? repo : { ...repo, spec: url };
}

function server(env: Env, name: string, otherwise: string): string {
  return (env[name] ?? otherwise).replace(/\/+$/, '');
}

function path(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

const protocols = ['http:', 'https:', 'ssh:'];

function gitAddress(spec: string): CloneAddress {
  const url = isCloneUrl(spec) ? new URL(cloneUrlOf(spec)) : undefined;
  if (url === undefined || !protocols.includes(url.protocol)) {
    throw new AppError('invalid-spec', { spec: redactCredentials(spec) });
  }
  const displayName = decode(url.pathname)
    .split('/')
    .filter(Boolean)
    .slice(-2)
    .join('/')
    .replace(/\.git$/, '');
  const credentials = takeCredentials(url);
  return { url: url.href, displayName, ...(credentials && { credentials }) };
}

/** The account of an ssh address is no secret and part of it; of a web address everything before the @ is taken. */
function takeCredentials(url: URL): Credentials | undefined {
  const found = { username: decode(url.username), password: decode(url.password) };
  url.password = '';
  if (url.protocol === 'ssh:' || (found.username === '' && found.password === '')) return undefined;
  url.username = '';
  return found;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
