import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { EntryKind, RepoView } from '../environment/view';

/** Larger files are told as unreadable: no configuration file comes near, and reading one must not exhaust memory. */
export const maxReadBytes = 64 * 1024 * 1024;

/**
 * A real folder as a RepoView. Reading is synchronous: the pure stages read a handful of small files. Links are followed
 * only as long as they stay inside `root`, so that no repository can make us read a file of this machine. Neither pipes
 * nor devices are opened.
 */
export function diskView(root: string, limit = maxReadBytes): RepoView {
  const realRoot = attempt(() => realpathSync(root)) ?? path.resolve(root);
  const locate = (relative: string): string | undefined => {
    const joined = path.join(realRoot, ...relative.split('/'));
    if (!isInside(realRoot, joined)) return undefined;
    const real = attempt(() => realpathSync(joined));
    return real !== undefined && isInside(realRoot, real) ? real : undefined;
  };
  return {
    kind: (relative) => {
      // Only the last component may be a link: what stands behind a linked folder is asked for by its real place.
      const parent = locate(path.posix.dirname(relative));
      const entry = parent === undefined ? undefined : path.join(parent, path.posix.basename(relative));
      return entry !== undefined && isInside(realRoot, entry) ? kindOf(entry) : undefined;
    },
    read: (relative) => {
      const file = locate(relative);
      return file === undefined ? undefined : readBounded(file, limit);
    },
    list: (relative) => {
      const folder = locate(relative);
      return folder === undefined ? [] : (attempt(() => readdirSync(folder).sort()) ?? []);
    },
    executable: (relative) => {
      const file = locate(relative);
      return file !== undefined && attempt(() => (statSync(file).mode & 0o111) !== 0) === true;
    },
  };
}

function isInside(root: string, candidate: string): boolean {
  const relative = path.relative(root, candidate);
  return (
    relative === '' ||
    (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative))
  );
}

function kindOf(file: string): EntryKind | undefined {
  const stats = attempt(() => lstatSync(file));
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink()) return 'link';
  return stats.isDirectory() ? 'directory' : 'file';
}

function readBounded(file: string, limit: number): Uint8Array | undefined {
  return attempt(() => {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= limit ? readFileSync(file) : undefined;
  });
}

/** The result, or undefined where the file system refuses: a RepoView never throws. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
