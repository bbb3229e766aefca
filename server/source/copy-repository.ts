import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, symlink } from 'node:fs/promises';
import type { Env } from '../platform/paths';
import { throwIfCancelled } from '../platform/run';
import { readIgnoreRules } from './ignore-files';
import { writeMinimalGit } from './minimal-git';
import { inParallel } from './pool';
import type { Entry } from './walk';
import { joinBytes, walk } from './walk';

export interface CopyOptions {
  /** Ignore files that apply, relative to `from`; those of the plan's `copy-repo` step. */
  readonly ignoreFiles: readonly string[];
  readonly signal: AbortSignal;
  /** The person's environment, for the git that writes the copy's `.git`. */
  readonly env: Env;
}

export interface Copied {
  readonly files: number;
  readonly bytes: number;
  /** The commit that the copy's own `.git` holds; absent when it has none. */
  readonly commit?: string;
}

const filesAtOnce = 8;

/**
 * Copies a repository as a build sees it: exactly what `contentId` counts. Modes are kept, links stay links, `.git` is
 * left out. Where `from` is the root of a checkout, the copy gets a fresh, minimal `.git` of its commit (a folder of a
 * repository has none, as in Binder). `from` is only read. `to` is made; a copy that fails leaves it half-filled.
 * @throws the system's error; Cancelled
 */
export async function copyRepository(from: string, to: string, options: CopyOptions): Promise<Copied> {
  const { signal, env, ignoreFiles } = options;
  await mkdir(to, { recursive: true });
  const leaves: Exclude<Entry, { kind: 'directory' }>[] = [];
  for await (const entry of walk(from, readIgnoreRules(from, ignoreFiles), signal)) {
    if (entry.kind === 'directory') await mkdir(joinBytes(Buffer.from(to), entry.path), { recursive: true });
    else leaves.push(entry);
  }
  const sizes = await inParallel(leaves, filesAtOnce, async (entry) => {
    throwIfCancelled(signal);
    return copyLeaf(Buffer.from(from), Buffer.from(to), entry);
  });
  const commit = await writeMinimalGit(from, to, { env, signal });
  const files = leaves.filter(({ kind }) => kind === 'file').length;
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return { files, bytes, ...(commit !== undefined && { commit }) };
}

/** Returns its size in bytes. */
async function copyLeaf(
  from: Buffer,
  to: Buffer,
  entry: Exclude<Entry, { kind: 'directory' }>,
): Promise<number> {
  const target = joinBytes(to, entry.path);
  if (entry.kind === 'link') {
    await symlink(entry.target, target);
    return 0;
  }
  await copyFile(joinBytes(from, entry.path), target, constants.COPYFILE_FICLONE);
  // A file that its owner may not write could not be removed from the copy, nor edited in a session.
  await chmod(target, entry.mode | 0o600);
  return entry.size;
}
