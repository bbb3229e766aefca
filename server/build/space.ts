import { freeSpace } from '../platform/files';
import { AppError } from '../protocol';

/**
 * Makes sure that a build does not begin where it could not end.
 * @throws AppError disk-full when less than `bytes` are free in the file system of `path`
 */
export async function requireSpace(path: string, bytes: number): Promise<void> {
  if ((await freeSpace(path)) >= bytes) return;
  const needed = bytes >= 1e9 ? `${bytes / 1e9} GB` : `${Math.ceil(bytes / 1e6)} MB`;
  throw new AppError('disk-full', { path, needed });
}
