import { mkdir } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import type { RepoRef, ResolvedRepo } from '../../protocol';
import { AppError } from '../../protocol';
import { findProvider } from '../../spec/providers';
import { fetching } from '../messages';
import type { SourceContext } from '../types';
import { ckanFiles } from './ckan';
import { dataverseSet } from './dataverse';
import { figshareFiles } from './figshare';
import { identifyRecord, recordContentId } from './identify';
import type { RecordDownloads } from './network';
import type { RecordFile, RecordIdentity } from './types';
import { unpackSingleZip } from './unpack';
import { zenodoFiles } from './zenodo';

/** True for repositories that are records of an archive, not git's. */
export function isRecord({ provider }: RepoRef): boolean {
  return findProvider(provider)?.ref === 'none';
}

/**
 * The record that an address names which only its site can tell from a git repository: data sets of CKAN and Dataverse
 * live at many places. Undefined for all others, which costs no question.
 * @throws AppError network
 */
export async function recordBehind(
  { provider, spec }: RepoRef,
  network: RecordDownloads,
): Promise<RepoRef | undefined> {
  if (provider !== 'git' || !/\/dataset(?:\/|\.xhtml)|\/api\/access\/|[?&]persistentId=/.test(spec))
    return undefined;
  const identity = await identifyRecord(spec, network);
  return identity?.provider === 'ckan' || identity?.provider === 'dataverse'
    ? { provider: identity.provider, spec }
    : undefined;
}

/** What a record holds now. */
interface RecordContent {
  readonly contentId: string;
  readonly files: readonly RecordFile[];
}

/**
 * Which version of a record is meant.
 * @throws AppError unknown-repository, provider-not-supported, network
 */
export async function resolveRecord(
  repo: RepoRef,
  network: RecordDownloads,
  { emit }: SourceContext,
): Promise<ResolvedRepo> {
  emit(fetching('source.resolving-record', { record: repo.spec }));
  const { contentId } = await contentOf(repo, network);
  emit(
    fetching('source.resolved-record', { record: repo.spec, version: contentId }, { resolvedRef: contentId }),
  );
  const name = findProvider(repo.provider)?.displayName ?? repo.provider;
  return {
    ...repo,
    resolvedRef: contentId,
    persistentSpec: `${repo.provider}/${repo.spec}`,
    displayName: `${name} ${contentId}`,
  };
}

/**
 * Puts the files of the version that was resolved into `dir`, never those of a newer one.
 * @throws AppError unknown-repository, archive-unsafe, network, fetch-failed; Cancelled
 */
export async function fetchRecord(
  repo: ResolvedRepo,
  dir: string,
  network: RecordDownloads,
  { emit }: Pick<SourceContext, 'emit'>,
): Promise<void> {
  const { contentId, files } = await contentOf(repo, network, repo.resolvedRef);
  if (repo.resolvedRef !== undefined && contentId !== repo.resolvedRef) {
    const detail = `it is ${contentId} by now, and ${repo.resolvedRef} can no longer be had`;
    throw new AppError('fetch-failed', { repo: repo.displayName, detail });
  }
  await mkdir(dir, { recursive: true });
  for (const [index, { path, url }] of files.entries()) {
    const target = inside(dir, path);
    emit(fetching('source.downloading', { file: path, index: index + 1, total: files.length }));
    await mkdir(dirname(target), { recursive: true });
    await network.save(url, target);
  }
  await unpackSingleZip(dir);
}

/** @throws AppError archive-unsafe for a name that leads out of the folder */
function inside(dir: string, path: string): string {
  const target = normalize(path);
  const leaves = path === '' || /^(?:[/\\]|[a-z]:)/i.test(path) || target.split(/[/\\]/).includes('..');
  if (leaves || path.includes('\0')) throw new AppError('archive-unsafe', { entry: path });
  return join(dir, target);
}

/** Zenodo gives out every version by its number (`pinned`); the others only the newest. */
async function contentOf(repo: RepoRef, network: RecordDownloads, pinned?: string): Promise<RecordContent> {
  const found = await identifyRecord(sourceText(repo), network);
  const identity =
    found?.provider === 'zenodo' && pinned !== undefined ? { ...found, record: pinned } : found;
  const content = identity === undefined ? undefined : await filesOf(identity, network);
  if (content === undefined) throw new AppError('unknown-repository', { repo: repo.spec });
  return content;
}

async function filesOf(
  identity: RecordIdentity,
  network: RecordDownloads,
): Promise<RecordContent | undefined> {
  switch (identity.provider) {
    case 'zenodo': {
      const found = await zenodoFiles(identity, network);
      return found === undefined ? undefined : { contentId: found.record, files: found.files };
    }
    case 'figshare':
      return withFiles(identity, await figshareFiles(identity, network));
    case 'ckan':
      return withFiles(identity, await ckanFiles(identity, network));
    case 'dataverse':
      return dataverseSet(new URL(identity.url), network);
    case 'hydroshare':
    case 'swhid':
      throw new AppError('provider-not-supported', { provider: identity.provider });
  }
}

function withFiles(
  identity: RecordIdentity,
  files: readonly RecordFile[] | undefined,
): RecordContent | undefined {
  const contentId = recordContentId(identity);
  return files === undefined || contentId === undefined ? undefined : { contentId, files };
}

/** How repo2docker's providers name what BinderHub's do by an id alone. */
function sourceText({ provider, spec }: RepoRef): string {
  return provider === 'hydroshare' ? `https://www.hydroshare.org/resource/${spec}` : spec;
}
