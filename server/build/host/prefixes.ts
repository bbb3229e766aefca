import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeTree, writeFileAtomic } from '../../platform/files';
import type { ArtifactSummary, Toolchain } from '../../protocol';
import type { Store } from '../../store/types';
import { endOrphans } from './orphans';
import { setWritable } from './writable';

/**
 * Where prefixes lie: `prefixes/<key>/<attempt>/`. Each attempt to make one has a folder, and so a final path, of its
 * own: what an installer whose builder was killed still writes can never end up in a later, whole one.
 *
 *   venv/       the prefix itself
 *   content/    the repository, where steps ran in it after the copy
 *   build/      home, temporary files, input files; removed at the end
 *   COMPLETE    written last, with what is inside
 */
export interface AttemptPaths {
  readonly dir: string;
  readonly venv: string;
  readonly content: string;
  readonly build: string;
  readonly complete: string;
}

/** What COMPLETE says. */
export interface CompletePrefix {
  readonly format: 1;
  /** environmentHash, or the artifactKey of a prefix that holds steps after the copy. */
  readonly key: string;
  readonly builtAt: string;
  readonly toolchains: readonly Toolchain[];
  readonly hasContent: boolean;
}

/** A whole prefix. */
export interface Prefix {
  readonly paths: AttemptPaths;
  readonly complete: CompletePrefix;
}

/** Hex digits of a key that name its folder; scripts in a prefix begin with its path, which must stay short. */
const keyDigits = 24;

export function prefixName(key: string): string {
  return key.replace(/[^0-9a-f]/g, '').slice(0, keyDigits);
}

/** The lease under which prefixes of this key are made and removed. */
export function prefixLease(name: string): string {
  return `prefix-${name}`;
}

function attemptPaths(dir: string): AttemptPaths {
  return {
    dir,
    venv: join(dir, 'venv'),
    content: join(dir, 'content'),
    build: join(dir, 'build'),
    complete: join(dir, 'COMPLETE'),
  };
}

/** The folders of the attempt that an artifact's location belongs to. */
export function pathsOfArtifact(artifact: Pick<ArtifactSummary, 'location'>): AttemptPaths {
  return attemptPaths(dirname(artifact.location));
}

type Place = Pick<Store, 'path'>;

/** A whole prefix of this key whose interpreter is still there, if there is one. */
export async function findPrefix(store: Place, key: string): Promise<Prefix | undefined> {
  const parent = store.path('prefixes', prefixName(key));
  for (const attempt of await readdir(parent).catch((): string[] => [])) {
    const prefix = await readPrefix(attemptPaths(join(parent, attempt)));
    if (prefix?.complete.key === key) return prefix;
  }
  return undefined;
}

/** Every whole prefix there is. */
export async function listPrefixes(store: Pick<Store, 'root'>): Promise<readonly Prefix[]> {
  const parent = join(store.root, 'prefixes');
  const found: Prefix[] = [];
  for (const name of await readdir(parent).catch((): string[] => [])) {
    for (const attempt of await readdir(join(parent, name)).catch((): string[] => [])) {
      const prefix = await readPrefix(attemptPaths(join(parent, name, attempt)));
      if (prefix !== undefined) found.push(prefix);
    }
  }
  return found;
}

/** The prefix in these folders; undefined unless it is whole and its interpreter (a link out of it) still runs. */
export async function readPrefix(paths: AttemptPaths): Promise<Prefix | undefined> {
  try {
    const complete = JSON.parse(await readFile(paths.complete, 'utf8')) as CompletePrefix;
    await access(pythonOf(paths.venv), constants.X_OK);
    return { paths, complete };
  } catch {
    return undefined;
  }
}

/** Folder of a venv's programs. */
export function binDir(venv: string): string {
  return join(venv, process.platform === 'win32' ? 'Scripts' : 'bin');
}

export function pythonOf(venv: string): string {
  return join(binDir(venv), process.platform === 'win32' ? 'python.exe' : 'python');
}

/** Folders for a new attempt. */
export async function newAttempt(store: Place, key: string): Promise<AttemptPaths> {
  const paths = attemptPaths(store.path('prefixes', prefixName(key), randomBytes(4).toString('hex')));
  for (const folder of ['home', 'tmp', 'files']) await mkdir(join(paths.build, folder), { recursive: true });
  return paths;
}

/** Says, last of all, that the prefix is whole. */
export async function markComplete(paths: AttemptPaths, complete: CompletePrefix): Promise<void> {
  await removeTree(paths.build);
  await writeFileAtomic(paths.complete, `${JSON.stringify(complete, undefined, 2)}\n`);
}

/** Removes an attempt, whole or not. */
export async function removeAttempt(paths: AttemptPaths): Promise<void> {
  if (!existsSync(paths.dir)) return;
  await setWritable(paths.dir, true);
  await removeTree(paths.dir);
}

/** Removes the attempts below `prefixes/<name>` that are not whole. Only for who holds the lease: none of them is made now. */
export async function removeHalfMade(store: Place, name: string): Promise<void> {
  const parent = store.path('prefixes', name);
  for (const attempt of await readdir(parent).catch((): string[] => [])) {
    const paths = attemptPaths(join(parent, attempt));
    if ((await readPrefix(paths)) !== undefined) continue;
    await endOrphans(paths.dir);
    await removeAttempt(paths);
  }
}
