import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { cp, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree, writeFileAtomic } from '../../platform/files';
import type { ArtifactSummary, Checkout } from '../../protocol';
import { AppError } from '../../protocol';
import { copyRepository } from '../../source/copy-repository';
import { ignoreFilesOf } from '../../source/ignore-files';
import type { Store } from '../../store/types';
import type { PinnedPlan } from '../types';
import { pathsOfArtifact, prefixName, readPrefix } from './prefixes';

/**
 * The content of an artifact whose prefix is shared by many commits, below `content/<key>/`: `files/`, a snapshot of
 * what was fetched, or `folder.json`, which names the person's own folder: copying that at every change would cost its
 * size each time, and sessions work in it anyway. Prefixes with steps after the copy hold their content themselves.
 */
interface ContentPlace {
  readonly files: string;
  readonly folder: string;
}

/** What keeping and copying content needs. */
export interface ContentDeps {
  readonly store: Pick<Store, 'path'>;
  /** The person's environment, for the git that writes a copy's `.git`. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

function contentPlace({ store }: ContentDeps, key: string): ContentPlace {
  const name = prefixName(key);
  return { files: store.path('content', name, 'files'), folder: store.path('content', name, 'folder.json') };
}

/** Keeps what volumes of sessions are to be filled with. Repeating it changes nothing. */
export async function keepContent(
  deps: ContentDeps,
  { artifactKey, plan }: PinnedPlan,
  checkout: Checkout,
  signal: AbortSignal,
): Promise<void> {
  const place = contentPlace(deps, artifactKey);
  if (checkout.inPlace) {
    await writeFileAtomic(place.folder, JSON.stringify({ folder: checkout.dir }));
    return;
  }
  if (await isFolder(place.files)) return;
  const part = `${place.files}.${randomBytes(4).toString('hex')}`;
  try {
    const ignoreFiles = plan.steps.flatMap((step) => (step.op === 'copy-repo' ? step.ignoreFiles : []));
    await copyRepository(checkout.dir, part, { ignoreFiles, signal, env: deps.env });
    await rename(part, place.files);
  } finally {
    await removeTree(part);
  }
}

/**
 * Copies the artifact's content, pristine, into an empty folder: what the volume of a session is filled with. Files
 * that the build's steps made are part of it. Of a person's own folder it is what stands there now.
 * @throws AppError session-artifact-gone; the system's error
 */
export async function copyContent(
  deps: ContentDeps,
  artifact: ArtifactSummary,
  target: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const snapshot = await findSnapshot(deps, artifact);
  if (snapshot !== undefined) {
    const mode = constants.COPYFILE_FICLONE;
    await cp(snapshot, target, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, mode });
    return;
  }
  const folder = await findFolder(deps, artifact);
  if (folder === undefined) throw new AppError('session-artifact-gone', { name: artifact.key, path: target });
  await copyRepository(folder, target, { ignoreFiles: ignoreFilesOf(folder), signal, env: deps.env });
}

async function findSnapshot(deps: ContentDeps, artifact: ArtifactSummary): Promise<string | undefined> {
  const prefix = await readPrefix(pathsOfArtifact(artifact));
  if (prefix?.complete.hasContent === true) return prefix.paths.content;
  const { files } = contentPlace(deps, artifact.key);
  return (await isFolder(files)) ? files : undefined;
}

async function findFolder(deps: ContentDeps, artifact: ArtifactSummary): Promise<string | undefined> {
  const text = await readFile(contentPlace(deps, artifact.key).folder, 'utf8').catch(() => '{}');
  const { folder } = JSON.parse(text) as { folder?: string };
  return folder !== undefined && (await isFolder(folder)) ? folder : undefined;
}

/** True when `copyContent` has something to copy. */
export async function hasContent(deps: ContentDeps, artifact: ArtifactSummary): Promise<boolean> {
  return ((await findSnapshot(deps, artifact)) ?? (await findFolder(deps, artifact))) !== undefined;
}

/** Removes what `keepContent` kept. */
export async function removeContent(deps: ContentDeps, key: string): Promise<void> {
  await removeTree(join(contentPlace(deps, key).files, '..'));
}

/** Removes snapshots that a killed build left half-made. Called when no build runs. */
export async function sweepContent(stateRoot: string): Promise<void> {
  const parent = join(stateRoot, 'content');
  for (const key of await readdir(parent).catch((): string[] => [])) {
    const names = await readdir(join(parent, key)).catch((): string[] => []);
    for (const part of names.filter((name) => name.startsWith('files.')))
      await removeTree(join(parent, key, part));
  }
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
