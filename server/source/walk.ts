import type { Dirent } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { Cancelled } from '../protocol';
import type { IgnoreRules } from '../environment/ignore-patterns';

/**
 * Something that is copied. Names are bytes, as the file system has them: a repository may hold some that are no UTF-8.
 */
export type Entry =
  | { readonly kind: 'file'; readonly path: Buffer; readonly mode: number; readonly size: number }
  | { readonly kind: 'link'; readonly path: Buffer; readonly target: Buffer }
  /** A folder: told so that empty ones are copied too. */
  | { readonly kind: 'directory'; readonly path: Buffer; readonly empty: boolean };

const slash = Buffer.from('/');

export function joinBytes(folder: Buffer, name: Buffer): Buffer {
  return folder.length === 0 ? name : Buffer.concat([folder, slash, name]);
}

/**
 * Everything below `root` that is copied into a build, folders before what they hold. Left out: what `rules` ignore,
 * whatever is named `.git` (git itself allows no such name), sockets, pipes and devices. Links are not followed.
 */
export async function* walk(root: string, rules: IgnoreRules, signal: AbortSignal): AsyncGenerator<Entry> {
  const walker = { root: Buffer.from(root), rules, signal };
  yield* walkFolder(walker, Buffer.alloc(0));
}

interface Walker {
  readonly root: Buffer;
  readonly rules: IgnoreRules;
  readonly signal: AbortSignal;
}

async function* walkFolder(walker: Walker, folder: Buffer): AsyncGenerator<Entry> {
  if (walker.signal.aborted) throw new Cancelled();
  const place = folder.length === 0 ? walker.root : joinBytes(walker.root, folder);
  const children = await readdir(place, { withFileTypes: true, encoding: 'buffer' });
  for (const child of children) {
    if (child.name.toString() === '.git') continue;
    const path = joinBytes(folder, child.name);
    const ignored = walker.rules.ignores(path.toString());
    if (child.isDirectory()) {
      if (ignored && walker.rules.prunes) continue;
      yield* folderAndBelow(walker, path, ignored);
    } else if (!ignored) {
      yield* single(walker, child, path);
    }
  }
}

/** An ignored folder is made only when something in it was taken back. */
async function* folderAndBelow(walker: Walker, path: Buffer, ignored: boolean): AsyncGenerator<Entry> {
  const below: Entry[] = [];
  for await (const entry of walkFolder(walker, path)) below.push(entry);
  if (ignored && below.length === 0) return;
  yield { kind: 'directory', path, empty: below.length === 0 };
  yield* below;
}

async function* single(walker: Walker, child: Dirent<Buffer>, path: Buffer): AsyncGenerator<Entry> {
  const place = joinBytes(walker.root, path);
  if (child.isSymbolicLink()) {
    yield { kind: 'link', path, target: await readlink(place, 'buffer') };
  } else if (child.isFile()) {
    const { mode, size } = await lstat(place);
    yield { kind: 'file', path, mode: mode & 0o777, size };
  }
}
