import { createWriteStream } from 'node:fs';
import { lchown, link, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type Docker from 'dockerode';
import type { Header } from 'tar-stream';
import { extract } from 'tar-stream';
import { AppError } from '../protocol';

export interface ImageCopy {
  /** Empty folder of this machine. */
  readonly target: string;
  /** Uid and gid that everything gets; absent: those of this process. */
  readonly owner?: number;
  readonly signal: AbortSignal;
}

/** Copies a folder of an image to this machine, without running anything of it. */
export async function copyFromImage(
  docker: Docker,
  image: string,
  folder: string,
  copy: ImageCopy,
): Promise<void> {
  const container = await docker.createContainer({ Image: image, Cmd: ['true'], NetworkDisabled: true });
  try {
    const archive = await container.getArchive({ path: `${folder}/.` });
    await unpack(archive as AsyncIterable<Uint8Array>, copy);
  } finally {
    await container.remove({ force: true });
  }
}

async function unpack(archive: AsyncIterable<Uint8Array>, copy: ImageCopy): Promise<void> {
  const entries = extract();
  const feeding = pipeline(Readable.from(archive), entries, { signal: copy.signal });
  // Reading the entries below ends with the same error.
  feeding.catch(() => undefined);
  for await (const entry of entries) {
    await unpackEntry(entry.header, entry as unknown as AsyncIterable<Uint8Array>, copy);
    entry.resume();
  }
  await feeding;
}

async function unpackEntry(
  header: Header,
  content: AsyncIterable<Uint8Array>,
  copy: ImageCopy,
): Promise<void> {
  const target = inside(copy.target, header.name);
  if (target === copy.target) return;
  const mode = header.mode & 0o777;
  if (header.type === 'directory') await mkdir(target, { mode });
  else if (header.type === 'symlink') await symlink(header.linkname, target);
  else if (header.type === 'link') await link(inside(copy.target, header.linkname), target);
  else if (header.type === 'file' || header.type === 'contiguous-file') {
    // Never through something that is there already, such as a link.
    await pipeline(Readable.from(content), createWriteStream(target, { flags: 'wx', mode }));
  } else return;
  if (copy.owner !== undefined) await lchown(target, copy.owner, copy.owner);
}

/** @throws AppError archive-unsafe */
function inside(root: string, name: string): string {
  const target = path.resolve(root, name);
  if (target === root || target.startsWith(root + path.sep)) return target;
  throw new AppError('archive-unsafe', { entry: name });
}
