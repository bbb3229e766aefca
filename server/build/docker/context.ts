import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import { pack as createPack } from 'tar-stream';

/** What a build context consists of: texts by path, and folders of this machine that are put below a path. */
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
    for (const [name, folder] of sorted(parts.folders)) await addFolder(tar, name, folder, signal);
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

async function addFolder(tar: Pack, name: string, folder: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  tar.entry({ ...owner, name: `${name}/`, type: 'directory', mode: 0o775 });
  for (const child of (await readdir(folder)).sort()) {
    const path = join(folder, child);
    const stats = await lstat(path);
    const entry = { ...owner, name: `${name}/${child}` };
    if (stats.isDirectory()) await addFolder(tar, entry.name, path, signal);
    else if (stats.isSymbolicLink()) {
      tar.entry({ ...entry, type: 'symlink', linkname: await readlink(path), mode: 0o777 });
    } else if (stats.isFile()) {
      const mode = (stats.mode & 0o111) === 0 ? plainMode : 0o775;
      if (stats.size <= smallFile) await addFile(tar, entry.name, await readFile(path), mode);
      else
        await pipeline(createReadStream(path), tar.entry({ ...entry, mode, size: stats.size }), { signal });
    }
  }
}
