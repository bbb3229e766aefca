import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isForeignFolder, maxListedFiles } from '../lint/listing';
import type { FileEntry } from '../lint/input';
import type { Env } from '../platform/paths';
import { readGit } from './read-git';

/** The files of a repository, and whether there were more than are listed. */
export interface RepositoryFiles {
  /** Sorted by path. */
  readonly files: readonly FileEntry[];
  readonly cut: boolean;
}

/**
 * The files of a folder that are its own: in a checkout those that git tracks or would add, elsewhere all but what tools
 * made. Links and what is no file are left out.
 * @throws Cancelled
 */
export async function repositoryFiles(
  folder: string,
  env: Env,
  signal: AbortSignal,
): Promise<RepositoryFiles> {
  const listed = (await listedByGit(folder, env, signal)) ?? walk(folder);
  const files: FileEntry[] = [];
  for (const path of listed.slice(0, maxListedFiles)) {
    const stats = lstatSync(join(folder, path), { throwIfNoEntry: false });
    if (stats?.isFile() === true) files.push({ path, size: stats.size });
  }
  return {
    files: files.sort((left, right) => (left.path < right.path ? -1 : 1)),
    cut: listed.length > maxListedFiles,
  };
}

/** Undefined where the folder is in no checkout that git reads. */
async function listedByGit(folder: string, env: Env, signal: AbortSignal): Promise<string[] | undefined> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const output = await readGit(folder, ['-c', 'core.quotePath=false', ...args], env, signal);
  return output
    ?.split('\n')
    .map(unquoted)
    .filter((path) => path !== '');
}

/** git writes names with quotes, backslashes and control characters as C does; what JSON does not know is left out. */
function unquoted(line: string): string {
  if (!line.startsWith('"')) return line;
  try {
    return String(JSON.parse(line));
  } catch {
    return '';
  }
}

/** One more file than may be listed is enough to know that there are too many. */
function walk(root: string): string[] {
  const found: string[] = [];
  const open = [''];
  while (open.length > 0 && found.length <= maxListedFiles) {
    const folder = open.pop() ?? '';
    for (const entry of entriesOf(join(root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) found.push(path);
      else if (entry.isDirectory() && !isForeignFolder(entry.name)) open.push(path);
    }
  }
  return found;
}

function entriesOf(folder: string): ReturnType<typeof readEntries> {
  try {
    return readEntries(folder);
  } catch {
    return [];
  }
}

function readEntries(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}
