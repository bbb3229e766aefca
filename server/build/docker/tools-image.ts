import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type Docker from 'dockerode';
import { pack as createPack } from 'tar-stream';
import { Readable } from 'node:stream';
import { toolFiles } from '../../plan/dockerfile/tools';
import { uvVersion } from '../uv';
import { statusOf } from './connect';
import { allLocks } from './locks';

/** What builds need but images must not hold: uv, the scripts, the locks, where asked for the conda client, and the
 * entry script to copy from. */
export interface Tools {
  /** Name of the image that holds them. */
  readonly reference: string;
  /** Identity of everything in it. */
  readonly digest: string;
}

const fixedTime = new Date('1980-01-02T00:00:00Z');

/** Makes sure that the engine has the tools image. Called again it costs one question to the engine. */
export async function ensureTools(
  docker: Docker,
  parts: {
    readonly entry: string;
    readonly uv: () => Promise<string>;
    readonly platform: string;
    /** Folder of a conda client for the platform: asked for only where a plan needs one, as it is large. */
    readonly conda?: (() => Promise<string>) | undefined;
  },
): Promise<Tools> {
  const files = toolFiles({ locks: allLocks(), entry: parts.entry });
  const conda = await parts.conda?.();
  const digest = digestOf(files, parts.platform, conda);
  const reference = `bindery/tools:${digest.slice(0, 12)}`;
  if (!(await exists(docker, reference))) {
    const uv = await readFile(await parts.uv());
    const client = conda === undefined ? {} : await filesBelow(conda, 'conda');
    const image = await docker.importImage(toolsTar(files, { ...client, uv }), {
      repo: 'bindery/tools',
      tag: digest.slice(0, 12),
    });
    await drain(image);
  }
  return { reference, digest };
}

/** The folder of a conda client is named by its content. */
function digestOf(
  files: Readonly<Record<string, string>>,
  platform: string,
  conda: string | undefined,
): string {
  const client = conda === undefined ? [] : [basename(conda)];
  return createHash('sha256')
    .update(JSON.stringify([files, uvVersion, platform, ...client]))
    .digest('hex');
}

async function filesBelow(folder: string, name: string): Promise<Readonly<Record<string, Buffer>>> {
  const files: Record<string, Buffer> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[`${name}/${relative(folder, path)}`] = await readFile(path);
  }
  return files;
}

async function exists(docker: Docker, reference: string): Promise<boolean> {
  try {
    await docker.getImage(reference).inspect();
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

function toolsTar(
  texts: Readonly<Record<string, string>>,
  binaries: Readonly<Record<string, Buffer>>,
): Readable {
  const tar = createPack();
  const owner = { uid: 0, gid: 0, mtime: fixedTime };
  const files = { ...texts, ...binaries };
  const folders = new Set(Object.keys(files).flatMap((path) => foldersOf(path)));
  for (const name of [...folders].sort()) {
    tar.entry({ ...owner, name, type: 'directory', mode: 0o755 });
  }
  for (const [name, content] of Object.entries(files)) tar.entry({ ...owner, name, mode: 0o755 }, content);
  tar.finalize();
  return Readable.from(tar);
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** The engine has the image once its answer has ended. */
async function drain(answer: NodeJS.ReadableStream): Promise<void> {
  for await (const chunk of answer) {
    const text = chunk.toString();
    if (text.includes('"error"')) throw new Error(text.trim());
  }
}
