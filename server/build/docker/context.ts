import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import { pack as createPack } from 'tar-stream';

/**
 * What a build context consists of: texts by path, and folders of this machine that are put below a path; below '' they
 * are the context itself. A text stands in for a folder's file of the same path.
 */
export interface ContextParts {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly folders: Readonly<Record<string, string>>;
}

/** Everything has this time: the age of a checkout is no part of it, and zip files know no earlier year than 1980. */
const fixedTime = new Date('1980-01-02T00:00:00Z');
const plainMode = 0o664;
/** Bytes up to which a file is read at once: opening a stream for each of many small files takes most of the time. */
const smallFile = 1024 * 1024;
const owner = { uid: 0, gid: 0, uname: '', gname: '', mtime: fixedTime };

/**
 * A build context as a tar stream. The same content gives the same bytes: names are sorted, owners and times fixed, of
 * the modes only the executable bit is kept. When a file cannot be read the stream is destroyed with that error.
 */
export function contextStream(parts: ContextParts, signal: AbortSignal): Readable {
  const tar = createPack();
  const fill = async (): Promise<void> => {
    for (const [name, content] of sorted(parts.files)) await addFile(tar, name, content);
    const taken = new Set(Object.keys(parts.files));
    for (const [name, folder] of sorted(parts.folders)) {
      if (name !== '') addDirectory(tar, name);
      await addFolder(tar, { prefix: name === '' ? '' : `${name}/`, folder, taken }, signal);
    }
    tar.finalize();
  };
  fill().catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))));
  return Readable.from(tar);
}

function sorted<T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

async function addFile(
  tar: Pack,
  name: string,
  content: string | Uint8Array,
  mode = plainMode,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    tar.entry({ ...owner, name, mode }, Buffer.from(content), (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

function addDirectory(tar: Pack, name: string): void {
  tar.entry({ ...owner, name: `${name}/`, type: 'directory', mode: 0o775 });
}

interface Below {
  /** Path of the folder in the context, with a slash at its end; '' for the context itself. */
  readonly prefix: string;
  readonly folder: string;
  /** Paths that are in the context already. */
  readonly taken: ReadonlySet<string>;
}

async function addFolder(tar: Pack, { prefix, folder, taken }: Below, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  for (const child of (await readdir(folder)).sort()) {
    const path = join(folder, child);
    const stats = await lstat(path);
    const entry = { ...owner, name: `${prefix}${child}` };
    if (taken.has(entry.name)) continue;
    if (stats.isDirectory()) {
      addDirectory(tar, entry.name);
      await addFolder(tar, { prefix: `${entry.name}/`, folder: path, taken }, signal);
    } else if (stats.isSymbolicLink()) {
      tar.entry({ ...entry, type: 'symlink', linkname: await readlink(path), mode: 0o777 });
    } else if (stats.isFile()) {
      const mode = (stats.mode & 0o111) === 0 ? plainMode : 0o775;
      if (stats.size <= smallFile) await addFile(tar, entry.name, await readFile(path), mode);
      else
        await pipeline(createReadStream(path), tar.entry({ ...entry, mode, size: stats.size }), { signal });
    }
  }
}
