import { mkdirSync, readdirSync, realpathSync, rmSync, rmdirSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { ChangedFile } from '../lint/apply-edits';
import { writeFileAtomic } from '../platform/files';
import { AppError } from '../protocol';
import { diskView } from './disk-view';

/**
 * Writes changed files into a folder, each at once or not at all. `before` tells what each was when the change was made.
 * @throws AppError file-not-written where a file is another one by now, is a link, or lies outside of the folder
 */
export async function writeChanges(
  root: string,
  changes: readonly ChangedFile[],
  before: (path: string) => Uint8Array | undefined,
): Promise<void> {
  const realRoot = realpathSync(root);
  // All are checked before the first is written.
  for (const { path } of changes) check(realRoot, path, before(path));
  for (const { path, text, executable } of changes) {
    const file = join(realRoot, path);
    if (text === undefined) remove(realRoot, file);
    else {
      mkdirSync(dirname(file), { recursive: true });
      await writeFileAtomic(file, text, modeOf(file, executable === true));
    }
  }
}

/** With the folders that hold nothing else: an empty `.binder/` counts in a build. */
function remove(root: string, file: string): void {
  rmSync(file, { force: true });
  for (let folder = dirname(file); folder !== root; folder = dirname(folder)) {
    if (readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}

function check(root: string, path: string, expected: Uint8Array | undefined): void {
  const refuse = (detail: string): AppError => new AppError('file-not-written', { file: path, detail });
  if (isAbsolute(path) || path.split('/').includes('..')) throw refuse('it lies outside of the folder');
  const view = diskView(root);
  if (view.kind(path) === 'link') throw refuse('it is a link');
  const parent = nearestFolder(root, path);
  if (parent !== root && relative(root, parent).split(sep)[0] === '..')
    throw refuse('its folder is a link that leads out of the repository');
  const now = view.read(path);
  const same =
    now === undefined || expected === undefined ? now === expected : Buffer.compare(now, expected) === 0;
  if (!same) throw refuse('it was changed meanwhile');
}

/** The real place of the nearest folder above a file that is there. */
function nearestFolder(root: string, path: string): string {
  let folder = dirname(join(root, path));
  while (statSync(folder, { throwIfNoEntry: false }) === undefined) folder = dirname(folder);
  return realpathSync(folder);
}

function modeOf(file: string, executable: boolean): number {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode !== undefined) return (mode & 0o777) | (executable ? 0o111 : 0);
  return executable ? 0o755 : 0o644;
}
