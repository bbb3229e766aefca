import { AppError } from '../protocol';
import type { RepoRef } from '../protocol';
import { normalizeDoi } from './doi';
import { isCloneUrl, cloneUrlOf } from './git-url';
import type { Provider } from './providers';
import { findProvider, providerList } from './providers';
import { redactCredentials } from './redact-url';
import { swhid } from './swhid';

/**
 * Reads `provider/spec/ref`. More is accepted than hubs accept: a missing ref, a `.git` at the end.
 * @throws AppError unknown-provider, invalid-spec
 */
export function parseSpec(text: string): RepoRef {
  const [id = '', ...rest] = text.replace(/\/+$/, '').split('/');
  const provider = findProvider(id);
  if (provider === undefined)
    throw new AppError('unknown-provider', { provider: id, providers: providerList() });
  const repo = readers[provider.id]?.(rest, provider);
  if (repo === undefined) throw new AppError('invalid-spec', { spec: redactCredentials(text) });
  return repo;
}

type SpecReader = (parts: readonly string[], provider: Provider) => RepoRef | undefined;

const readers: Readonly<Partial<Record<RepoRef['provider'], SpecReader>>> = {
  gh: (parts) => twoSegments(parts, 'gh'),
  gist: (parts) => (parts.length > 3 ? undefined : twoSegments(parts, 'gist')),
  gl: (parts) =>
    encodedSegment(parts, 'gl', (spec) => (spec.includes('/') ? withoutDotGit(spec) : undefined)),
  git: (parts) => encodedSegment(parts, 'git', (spec) => (isCloneUrl(spec) ? cloneUrlOf(spec) : undefined)),
  zenodo: doiSpec,
  figshare: doiSpec,
  dataverse: doiSpec,
  hydroshare: (parts) => whole(parts, 'hydroshare', (spec) => /[0-9a-f]{32}/.exec(spec)?.[0]),
  ckan: (parts) => whole(parts, 'ckan', (spec) => (/^https?:\/\//.test(spec) ? spec : undefined)),
  swh: (parts) => whole(parts, 'swh', swhid),
};

function twoSegments(parts: readonly string[], provider: 'gh' | 'gist'): RepoRef | undefined {
  const [owner = '', name = '', ...ref] = parts;
  if (!isName(owner) || !isName(name)) return undefined;
  return withRef({ provider, spec: `${owner}/${withoutDotGit(name)}` }, ref);
}

function encodedSegment(
  [encoded = '', ...ref]: readonly string[],
  provider: 'gl' | 'git',
  check: (spec: string) => string | undefined,
): RepoRef | undefined {
  const spec = check(decoded(encoded) ?? '');
  return spec === undefined ? undefined : withRef({ provider, spec }, ref);
}

function doiSpec(parts: readonly string[], { id }: Provider): RepoRef | undefined {
  return whole(parts, id, normalizeDoi);
}

function whole(
  parts: readonly string[],
  provider: RepoRef['provider'],
  check: (spec: string) => string | undefined,
): RepoRef | undefined {
  const spec = check(decoded(parts.join('/')) ?? '');
  return spec === undefined ? undefined : { provider, spec };
}

/** What owners, repositories and gists are called on GitHub. */
function isName(text: string): boolean {
  return /^[\w.-]+$/.test(text) && !text.startsWith('-') && text !== '.' && text !== '..';
}

/** A ref may hold slashes. An empty one counts as none. */
function withRef(repo: RepoRef, parts: readonly string[]): RepoRef | undefined {
  if (parts.length === 0) return repo;
  const ref = decoded(parts.join('/'));
  return ref === undefined || ref === '' || /\s/.test(ref) || ref.startsWith('-')
    ? undefined
    : { ...repo, ref };
}

function withoutDotGit(name: string): string {
  return name.replace(/\.git$/, '');
}

/** Undefined where a percent sign is followed by nonsense. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
