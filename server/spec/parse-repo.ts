import { AppError } from '../protocol';
import type { RepoRef } from '../protocol';
import { normalizeDoi } from './doi';
import { fromDoi } from './doi-providers';
import { cloneUrlOf, isCloneUrl, isScpForm } from './git-url';
import { fromWebAddress } from './hosts';
import { isPathLike, resolvePath } from './local-path';
import { parseSpec } from './parse-spec';
import { findProvider } from './providers';
import { redactCredentials } from './redact-url';
import { swhid } from './swhid';

/** What parsing must ask of the machine; injected so that it stays pure. */
export interface ParseRepoContext {
  /** Absolute path that relative paths count from. */
  readonly cwd: string;
  /** True when `path` (absolute) is a folder of this machine. */
  isDirectory(path: string): boolean;
}

/**
 * The repository that a person named: a folder, an address, a DOI, a SWHID or `provider/spec/ref`. A folder that exists
 * wins over every other reading, as in repo2docker.
 * @throws AppError invalid-spec, unknown-provider; unknown-repository for a path without a folder
 */
export function parseRepo(text: string, context: ParseRepoContext): RepoRef {
  const named = text.trim();
  if (named === '' || named.includes('\0')) throw new AppError('invalid-spec', { spec: named });
  const path = resolvePath(context.cwd, named);
  if (context.isDirectory(path)) return { provider: 'local', spec: path };
  if (isPathLike(named)) throw new AppError('unknown-repository', { repo: path });
  return fromAddress(named) ?? fromIdentifier(named) ?? parseNamed(named);
}

function fromAddress(text: string): RepoRef | undefined {
  const address = /^(?:www\.)?(?:github|gitlab)\.com\//i.test(text) ? `https://${text}` : text;
  if (isScpForm(address)) return { provider: 'git', spec: cloneUrlOf(address) };
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return undefined;
  const doi = normalizeDoi(address);
  if (doi !== undefined) return fromDoi(doi);
  if (!isCloneUrl(address)) throw new AppError('invalid-spec', { spec: redactCredentials(text) });
  return known(address) ?? { provider: 'git', spec: address };
}

/** Credentials are meant for git: such an address stays one. */
function known(address: string): RepoRef | undefined {
  const url = new URL(address);
  const web = url.protocol === 'https:' || url.protocol === 'http:';
  if (!web || url.username !== '' || url.port !== '') return undefined;
  try {
    return fromWebAddress(url);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function fromIdentifier(text: string): RepoRef | undefined {
  const id = swhid(text);
  if (id !== undefined) return { provider: 'swh', spec: id };
  const doi = normalizeDoi(text);
  return doi === undefined ? undefined : fromDoi(doi);
}

/** What has the shape of `provider/spec/ref` is refused by its provider, all else as a whole. */
function parseNamed(text: string): RepoRef {
  const parts = text.split('/');
  const shaped =
    /^[a-z]+$/.test(parts[0] ?? '') && (parts.length > 2 || findProvider(parts[0] ?? '') !== undefined);
  if (!shaped || parts.length < 2) throw new AppError('invalid-spec', { spec: redactCredentials(text) });
  return parseSpec(text);
}
