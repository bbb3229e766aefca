import type { RepoRef } from '../protocol';
import { parseSpec } from './parse-spec';
import { findProvider } from './providers';

/** How the addresses of one site are read. Undefined means: not one of its repositories. */
type HostReader = (parts: readonly string[], url: URL) => RepoRef | undefined;

const hosts: Readonly<Record<string, HostReader | undefined>> = {
  'github.com': github,
  'gist.github.com': gist,
  'gitlab.com': gitlab,
  'zenodo.org': (parts) => zenodo(parts, '10.5281'),
  'sandbox.zenodo.org': (parts) => zenodo(parts, '10.5072'),
  'figshare.com': figshare,
  'hydroshare.org': hydroshare,
};

/**
 * The repository behind a web address of a site that is known; also behind a hub's launch link. Undefined for all other
 * addresses: they may be those of git repositories.
 * @throws AppError invalid-spec for a launch link that is malformed
 */
export function fromWebAddress(url: URL): RepoRef | undefined {
  const launched = /\/v2\/([a-z]+)\/.+$/.exec(url.pathname);
  if (launched !== null && findProvider(launched[1] ?? '') !== undefined) {
    return parseSpec(url.pathname.slice(launched.index + '/v2/'.length));
  }
  const parts = url.pathname.split('/').filter((part) => part !== '');
  return hosts[url.hostname.replace(/^www\./, '')]?.(parts, url) ?? dataverse(url);
}

/** Paths under `tree` do not say where the ref ends: its first part is taken, the rest is the sub-directory. */
function github([owner, name, view, ref, ...rest]: readonly string[]): RepoRef | undefined {
  if (owner === undefined || name === undefined) return undefined;
  const repo: RepoRef = { provider: 'gh', spec: `${owner}/${name.replace(/\.git$/, '')}` };
  return { ...repo, ...viewed(view, ref, rest) };
}

function gist([user, id, revision]: readonly string[]): RepoRef | undefined {
  if (user === undefined || id === undefined) return undefined;
  const ref = revision !== undefined && /^[0-9a-f]{40}$/.test(revision) ? { ref: revision } : {};
  return { provider: 'gist', spec: `${user}/${id.replace(/\.git$/, '')}`, ...ref };
}

function gitlab(parts: readonly string[]): RepoRef | undefined {
  const dash = parts.indexOf('-');
  const path = dash === -1 ? parts : parts.slice(0, dash);
  if (path.length < 2) return undefined;
  const [view, ref, ...rest] = dash === -1 ? [] : parts.slice(dash + 1);
  return { provider: 'gl', spec: path.join('/').replace(/\.git$/, ''), ...viewed(view, ref, rest) };
}

function viewed(
  view: string | undefined,
  ref: string | undefined,
  rest: readonly string[],
): Partial<Pick<RepoRef, 'ref' | 'subdir'>> {
  if (ref === undefined || !['tree', 'blob', 'commit'].includes(view ?? '')) return {};
  const decoded = decodeURIComponent(ref);
  const folders = view === 'tree' ? rest.map(decodeURIComponent) : [];
  const inside = folders.length > 0 && folders.every((name) => name !== '..' && !name.includes('/'));
  return inside ? { ref: decoded, subdir: folders.join('/') } : { ref: decoded };
}

function zenodo([kind, record, ...rest]: readonly string[], prefix: string): RepoRef | undefined {
  if (kind === 'doi') return { provider: 'zenodo', spec: [record, ...rest].join('/') };
  const known = (kind === 'record' || kind === 'records') && /^\d+$/.test(record ?? '');
  return known ? { provider: 'zenodo', spec: `${prefix}/zenodo.${record ?? ''}` } : undefined;
}

/** `/articles/title/ID`, `/articles/kind/title/ID`, either with `/version`. */
function figshare(parts: readonly string[]): RepoRef | undefined {
  const match = /^articles\/(?:(?:code|dataset|software)\/)?[^/]+\/(\d+)(?:\/(\d+))?$/.exec(parts.join('/'));
  if (match === null) return undefined;
  const version = match[2] === undefined ? '' : `.v${match[2]}`;
  return { provider: 'figshare', spec: `10.6084/m9.figshare.${match[1] ?? ''}${version}` };
}

function hydroshare([kind, id = '']: readonly string[]): RepoRef | undefined {
  return kind === 'resource' && /^[0-9a-f]{32}$/.test(id) ? { provider: 'hydroshare', spec: id } : undefined;
}

/** Dataverse runs at many places; what they share is the parameter that names the data set. */
function dataverse(url: URL): RepoRef | undefined {
  const id = /^doi:(10\.\d+\/\S+)$/.exec(url.searchParams.get('persistentId') ?? '')?.[1];
  return id === undefined ? undefined : { provider: 'dataverse', spec: id };
}
