import { lstat, readdir, readlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';

/** One file, folder or link of the archive. */
export interface PackEntry {
  /** Path in the archive, below its one folder. */
  readonly name: string;
  /** Absolute path on this machine. */
  readonly source: string;
  readonly type: 'file' | 'directory' | 'symlink';
  readonly mode: number;
  readonly mtime: Date;
  readonly size: number;
  readonly linkname?: string;
}

/** A folder that goes into the archive. */
export interface PackTree {
  readonly from: string;
  /** Path in the archive. */
  readonly to: string;
  /** True for what is left out, with all below it. `path` is relative to `from`, with slashes. */
  readonly without: (path: string) => boolean;
}

/**
 * What the archive holds of these trees, folders before what is in them, in the order of their names. Of two with the
 * same name the later tree's counts.
 */
export async function listEntries(trees: readonly PackTree[]): Promise<readonly PackEntry[]> {
  const entries = new Map<string, PackEntry>();
  for (const tree of trees) await walk(tree, '', entries);
  return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function walk(tree: PackTree, path: string, entries: Map<string, PackEntry>): Promise<void> {
  for (const child of await readdir(join(tree.from, path))) {
    const below = path === '' ? child : `${path}/${child}`;
    if (tree.without(below)) continue;
    const entry = await entryOf(tree, below);
    if (entry === undefined) continue;
    if (entry.type !== 'directory' || entries.get(entry.name)?.type !== 'directory') {
      entries.set(entry.name, entry);
    }
    if (entry.type === 'directory') await walk(tree, below, entries);
  }
}

/** Sockets and the like are nothing that could be packed. */
async function entryOf({ from, to }: PackTree, path: string): Promise<PackEntry | undefined> {
  const source = join(from, path);
  const found = await lstat(source);
  // Prefixes are read-only here; whoever unpacks one may want to move or remove it.
  const mode = (found.mode & 0o777) | 0o200;
  const common = { name: `${to}/${path}`, source, mode, mtime: found.mtime };
  if (found.isDirectory()) return { ...common, type: 'directory', size: 0 };
  if (found.isFile()) return { ...common, type: 'file', size: found.size };
  if (!found.isSymbolicLink()) return undefined;
  const target = await readlink(source);
  const inside = isAbsolute(target) && target.startsWith(`${from}/`);
  const linkname = inside ? relative(dirname(source), target) : target;
  return { ...common, type: 'symlink', size: 0, linkname };
}

/** Of a managed Python: what a virtual environment does not use of it, and the mark that forbids `pip install`. */
export function withoutOfPython(lib: string): (path: string) => boolean {
  return (path) =>
    path === `${lib}/site-packages` ||
    path === `${lib}/EXTERNALLY-MANAGED` ||
    (/^bin\/[^/]+$/.test(path) && !/^bin\/python[\d.]*$/.test(path));
}

/** Of a virtual environment: what makes it one. Its packages become those of the Python that comes along. */
export function withoutOfVenv(path: string): boolean {
  return (
    ['pyvenv.cfg', 'lib64', '.gitignore', '.lock', 'CACHEDIR.TAG'].includes(path) ||
    /^bin\/(python[\d.]*|(de)?activate.*|pydoc\.bat)$/.test(path)
  );
}
