import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { Entry, ZipFile } from 'yauzl';
import { open } from 'yauzl';
import { AppError } from '../../protocol';

/** Bytes and entries that an archive may hold: more is a bomb, or nothing that could be built. */
const limits = { bytes: 20 * 1024 ** 3, entries: 200_000 };

const openZip = promisify(open) as (path: string, options: object) => Promise<ZipFile>;

/**
 * Unpacks a record that is exactly one zip file, removes the file, and lifts the content of a single top folder
 * (contracts/repo2docker.md section 8). Records of several files stay as they are.
 * @throws AppError archive-unsafe, fetch-failed
 */
export async function unpackSingleZip(dir: string): Promise<void> {
  const [only, ...others] = await readdir(dir);
  if (only === undefined || others.length > 0 || !/\.zip$/i.test(only)) return;
  const archive = join(dir, only);
  if (!(await stat(archive)).isFile()) return;
  const inside = await mkdtemp(join(dir, 'unpacked-'));
  await unzip(archive, inside);
  await rm(archive);
  await lift(inside, dir);
}

async function unzip(archive: string, dir: string): Promise<void> {
  const zip = await openZip(archive, { lazyEntries: true }).catch((error: unknown) => {
    throw unreadable(archive, error);
  });
  const stream = promisify(zip.openReadStream.bind(zip));
  let [bytes, entries] = [0, 0];
  await new Promise<void>((resolve, reject) => {
    // yauzl itself refuses names that are absolute or lead out, and says so here.
    zip.on('error', (error: Error) => reject(unsafeOr(archive, error)));
    zip.on('end', resolve);
    zip.on('entry', (entry: Entry) => {
      bytes += entry.uncompressedSize;
      entries += 1;
      if (bytes > limits.bytes || entries > limits.entries) {
        reject(unreadable(archive, 'it unpacks to more than any repository holds'));
        return;
      }
      write(entry, dir, () => stream(entry)).then(
        () => zip.readEntry(),
        (error: unknown) => reject(unreadable(archive, error)),
      );
    });
    zip.readEntry();
  }).finally(() => zip.close());
}

/** Links become files that hold their target, as in repo2docker: nothing that is unpacked leads anywhere. */
async function write(
  entry: Entry,
  dir: string,
  content: () => Promise<NodeJS.ReadableStream>,
): Promise<void> {
  const path = join(dir, entry.fileName);
  if (entry.fileName.endsWith('/')) {
    await mkdir(path, { recursive: true });
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  const executable = ((entry.externalFileAttributes >>> 16) & 0o111) !== 0;
  const isLink = ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
  await pipeline(await content(), createWriteStream(path, { mode: executable && !isLink ? 0o755 : 0o644 }));
}

/** Moves what was unpacked to where the archive was, without the one folder that holds it all. */
async function lift(inside: string, dir: string): Promise<void> {
  const [only, ...others] = await readdir(inside);
  const single = only !== undefined && others.length === 0 && (await stat(join(inside, only))).isDirectory();
  const from = single ? join(inside, only) : inside;
  for (const name of await readdir(from)) await rename(join(from, name), join(dir, name));
  if (single) await rmdir(from);
  await rmdir(inside);
}

function unsafeOr(archive: string, error: Error): AppError {
  const name = /^(?:absolute path|invalid relative path|invalid characters in fileName): (.+)$/.exec(
    error.message,
  );
  return name === null
    ? unreadable(archive, error)
    : new AppError('archive-unsafe', { entry: name[1] ?? '' });
}

function unreadable(archive: string, error: unknown): AppError {
  const ours = AppError.from(error);
  if (ours.code === 'disk-full') return ours;
  const detail = error instanceof Error ? error.message : String(error);
  return new AppError('fetch-failed', { repo: archive.split('/').at(-1) ?? archive, detail });
}
