import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { cp, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree, writeFileAtomic } from '../../platform/files';
import type { ArtifactSummary, Checkout, Plan } from '../../protocol';
import { AppError } from '../../protocol';
import type { Store } from '../../store/types';
import { pathsOfArtifact, prefixName, readPrefix } from './prefixes';
import type { CopyRepository } from './types';

/**
 * The content of an artifact whose prefix is shared by many commits, below `content/<key>/`: `files/`, a snapshot of
 * what was fetched, or `folder.json`, which names the person's own folder: copying that at every change would cost its
 * size each time, and sessions work in it anyway. Prefixes with steps after the copy hold their content themselves.
 */
interface ContentPlace {
  readonly files: string;
  readonly folder: string;
}

type Place = Pick<Store, 'path'>;

function contentPlace(store: Place, key: string): ContentPlace {
  const name = prefixName(key);
  return { files: store.path('content', name, 'files'), folder: store.path('content', name, 'folder.json') };
}

/** Keeps what volumes of sessions are to be filled with. Repeating it changes nothing. */
export async function keepContent(
  store: Place,
  key: string,
  plan: Plan,
  checkout: Checkout,
  copyRepository: CopyRepository,
  signal: AbortSignal,
): Promise<void> {
  const place = contentPlace(store, key);
  if (checkout.inPlace) {
    await writeFileAtomic(place.folder, JSON.stringify({ folder: checkout.dir }));
    return;
  }
  if (await isFolder(place.files)) return;
  const part = `${place.files}.${randomBytes(4).toString('hex')}`;
  try {
    const ignoreFiles = plan.steps.flatMap((step) => (step.op === 'copy-repo' ? step.ignoreFiles : []));
    await copyRepository(checkout.dir, part, { ignoreFiles, signal });
    await rename(part, place.files);
  } finally {
    await removeTree(part);
  }
}

/** Folder that holds the artifact's content as its build left it; undefined when it is gone. */
export async function findContent(store: Place, artifact: ArtifactSummary): Promise<string | undefined> {
  const prefix = await readPrefix(pathsOfArtifact(artifact));
  if (prefix?.complete.hasContent === true) return prefix.paths.content;
  const place = contentPlace(store, artifact.key);
  if (await isFolder(place.files)) return place.files;
  const text = await readFile(place.folder, 'utf8').catch(() => '{}');
  const { folder } = JSON.parse(text) as { folder?: string };
  return folder !== undefined && (await isFolder(folder)) ? folder : undefined;
}

/**
 * Copies the artifact's content, pristine, into an empty folder: what the volume of a session is filled with.
 * @throws AppError session-artifact-gone
 */
export async function copyContent(store: Place, artifact: ArtifactSummary, target: string): Promise<void> {
  const from = await findContent(store, artifact);
  if (from === undefined) throw new AppError('session-artifact-gone', { name: artifact.key, path: target });
  const mode = constants.COPYFILE_FICLONE;
  await cp(from, target, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, mode });
}

/** Removes what `keepContent` kept. */
export async function removeContent(store: Place, key: string): Promise<void> {
  await removeTree(join(contentPlace(store, key).files, '..'));
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
