import { mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { removeTree } from '../platform/files';
import type { WorkFolder } from '../protocol';

/**
 * Fills the work folder of a session, once in its life: `copy` puts the artifact's content into the empty folder it is
 * given. That folder gets its real name only when it is whole, so a work folder that is there is never touched again,
 * and one that was half filled when something was killed is filled anew. A person's own folder is left alone.
 */
export async function fillWorkFolder(
  work: WorkFolder,
  copy: (target: string) => Promise<void>,
): Promise<void> {
  if (work.kind === 'folder' || (await exists(work.path))) return;
  const filling = `${work.path}.filling`;
  await removeTree(filling);
  await mkdir(path.dirname(filling), { recursive: true });
  await mkdir(filling, { mode: 0o700 });
  await copy(filling);
  await rename(filling, work.path);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
