import type { EntryKind, RepoView } from '../../server/environment/view';
import type { FileEntry } from '../../server/lint/input';

/** What stands at a path: a text, bytes, an empty folder, or a link to another path of the same repository. */
export type MemoryEntry = string | Uint8Array | { readonly folder: true } | { readonly link: string };

/** A repository in memory, by path. Folders above a file need not be named. */
export function memoryView(
  entries: Readonly<Record<string, MemoryEntry>>,
  executables: readonly string[] = [],
): RepoView {
  const tree = new Map(Object.entries(entries));
  const isFolder = (path: string): boolean =>
    path === '' ||
    isFolderEntry(tree.get(path)) ||
    [...tree.keys()].some((key) => key.startsWith(`${path}/`));
  const follow = (path: string, hops = 0): string | undefined => {
    const entry = tree.get(path);
    if (typeof entry !== 'object' || !('link' in entry)) return path;
    return hops > 8 ? undefined : follow(entry.link, hops + 1);
  };
  return {
    kind: (path): EntryKind | undefined => {
      const entry = tree.get(path);
      if (typeof entry === 'object' && 'link' in entry) return 'link';
      if (isFolder(path)) return 'directory';
      return entry === undefined ? undefined : 'file';
    },
    read: (path) => {
      const entry = tree.get(follow(path) ?? '');
      if (typeof entry === 'string') return new TextEncoder().encode(entry);
      return entry instanceof Uint8Array ? entry : undefined;
    },
    list: (path) => {
      const target = follow(path);
      return target === undefined || !isFolder(target) ? [] : childNames([...tree.keys()], target);
    },
    executable: (path) => executables.includes(path),
  };
}

/** The files of a repository in memory with their sizes, as the linter takes them. */
export function listed(entries: Readonly<Record<string, MemoryEntry>>): FileEntry[] {
  return Object.entries(entries)
    .flatMap(([path, entry]) =>
      typeof entry === 'string' || entry instanceof Uint8Array ? [{ path, size: entry.length }] : [],
    )
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

function isFolderEntry(entry: MemoryEntry | undefined): boolean {
  return typeof entry === 'object' && 'folder' in entry;
}

function childNames(keys: readonly string[], folder: string): string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const below = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  return [...new Set(below.map((rest) => rest.split('/')[0] ?? ''))].filter((name) => name !== '').sort();
}
