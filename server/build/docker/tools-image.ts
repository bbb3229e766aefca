import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type Docker from 'dockerode';
import { pack as createPack } from 'tar-stream';
import { Readable } from 'node:stream';
import { toolFiles } from '../../plan/dockerfile/tools';
import { uvVersion } from '../uv';
import { statusOf } from './connect';
import { allLocks } from './locks';

/** What builds need but images must not hold: uv, the scripts, the locks, and the entry script to copy from. */
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
  parts: { readonly entry: string; readonly uv: () => Promise<string>; readonly platform: string },
): Promise<Tools> {
  const files = toolFiles({ locks: allLocks(), entry: parts.entry });
  const digest = digestOf(files, parts.platform);
  const reference = `bindery/tools:${digest.slice(0, 12)}`;
  if (!(await exists(docker, reference))) {
    const uv = await readFile(await parts.uv());
    const image = await docker.importImage(toolsTar(files, uv), {
      repo: 'bindery/tools',
      tag: digest.slice(0, 12),
    });
    await drain(image);
  }
  return { reference, digest };
}

function digestOf(files: Readonly<Record<string, string>>, platform: string): string {
  return createHash('sha256')
    .update(JSON.stringify([files, uvVersion, platform]))
    .digest('hex');
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

function toolsTar(files: Readonly<Record<string, string>>, uv: Buffer): Readable {
  const tar = createPack();
  const owner = { uid: 0, gid: 0, mtime: fixedTime };
  const folders = new Set(Object.keys(files).map((path) => dirname(path)));
  for (const name of [...folders].filter((folder) => folder !== '.').sort()) {
    tar.entry({ ...owner, name, type: 'directory', mode: 0o755 });
  }
  for (const [name, text] of Object.entries(files)) tar.entry({ ...owner, name, mode: 0o755 }, text);
  tar.entry({ ...owner, name: 'uv', mode: 0o755 }, uv);
  tar.finalize();
  return Readable.from(tar);
}

/** The engine has the image once its answer has ended. */
async function drain(answer: NodeJS.ReadableStream): Promise<void> {
  for await (const chunk of answer) {
    const text = chunk.toString();
    if (text.includes('"error"')) throw new Error(text.trim());
  }
}
