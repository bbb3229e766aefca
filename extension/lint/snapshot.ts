import type { FolderFiles } from './folder-files';
import type { LintRuntime } from './runtime-loader';
import type { Tree } from './tree';
import { createTree } from './tree';

/** What has changed, as the linter wants to hear it. */
export interface Changes {
  readonly paths: readonly string[];
  /** True where files came or went, or one has another size. */
  readonly structure: boolean;
}

/** A folder as it was when it was last looked at. */
export interface Snapshot {
  readonly tree: Tree;
  /** Reads the whole folder anew. Until that has ended, the tree has only some of it. */
  scan(): Promise<void>;
  /** Looks again at paths of which something was heard. */
  refresh(paths: readonly string[]): Promise<Changes>;
  /** True where there are more files than are listed. */
  isCut(): boolean;
}

export interface SnapshotOptions {
  readonly files: FolderFiles;
  readonly runtime: LintRuntime;
  /** Most entries that are listed. Absent: as many as the command line lists. */
  readonly maxEntries?: number;
  /** Most bytes that are held. Absent: 128 MiB. */
  readonly maxBytes?: number;
}

interface Reading extends Required<SnapshotOptions> {
  readonly tree: Tree;
  cut: boolean;
}

/** As many requests as a file system answers at once without being flooded. */
const atOnce = 24;

export function createSnapshot(options: SnapshotOptions): Snapshot {
  const { files, runtime } = options;
  const { maxEntries = runtime.maxListedFiles, maxBytes = 128 * 1024 * 1024 } = options;
  const readNow = files.readNow && ((path: string) => files.readNow?.(path, runtime.maxNotebookBytes));
  const tree = createTree({ runtime, ...(readNow && { readNow }) });
  const reading: Reading = { files, runtime, maxEntries, maxBytes, tree, cut: false };
  return {
    tree,
    isCut: () => reading.cut,
    scan: async () => {
      for (const name of tree.view.list('')) tree.remove(name);
      reading.cut = false;
      await readContents(reading, await listBelow(reading, ''));
    },
    refresh: async (paths) => {
      const changes: Changes[] = [];
      await eachAtOnce(ownPaths(paths, runtime), async (path) => {
        changes.push(await look(reading, path));
      });
      return {
        paths: changes.flatMap((change) => change.paths),
        structure: changes.some(({ structure }) => structure),
      };
    },
  };
}

/** Each path once; nothing of what stands in folders that are not looked into. */
function ownPaths(paths: readonly string[], { isForeignFolder }: LintRuntime): string[] {
  return [...new Set(paths)].filter((path) => !path.split('/').slice(0, -1).some(isForeignFolder));
}

/** Finds out what is different at one path. */
async function look(reading: Reading, path: string): Promise<Changes> {
  const { files, tree, runtime } = reading;
  const before = tree.entry(path);
  const stat = await files.stat(path);
  if (stat === undefined) {
    const gone = tree.remove(path);
    return { paths: before === undefined ? gone : [...gone, path], structure: before !== undefined };
  }
  if (stat.kind !== 'directory') {
    if (before?.kind === 'directory') tree.remove(path);
    tree.put(path, stat);
    await readContents(reading, [path]);
    return { paths: [path], structure: before?.size !== stat.size || before.kind !== stat.kind };
  }
  if (before?.kind === 'directory') return { paths: [], structure: false };
  tree.put(path, { kind: 'directory', size: 0 });
  const isOwn = !runtime.isForeignFolder(path.slice(path.lastIndexOf('/') + 1));
  const found = isOwn ? await listBelow(reading, path) : [];
  await readContents(reading, found);
  return { paths: [path, ...found], structure: true };
}

/** Lists everything below a folder, level by level, so that what is left out of a huge one lies deep. Answers the files. */
async function listBelow(reading: Reading, root: string): Promise<string[]> {
  const found: string[] = [];
  for (let level = [root]; level.length > 0 && !reading.cut;) {
    const next: string[] = [];
    await eachAtOnce(level, async (folder) => {
      const { folders, others } = await listOne(reading, folder);
      next.push(...folders);
      found.push(...others);
    });
    level = next;
  }
  const { files, tree } = reading;
  await eachAtOnce(found, async (path) => {
    const stat = await files.stat(path);
    const kind = tree.entry(path)?.kind;
    if (stat !== undefined && kind !== undefined) tree.put(path, { kind, size: stat.size });
  });
  return found;
}

async function listOne(reading: Reading, folder: string): Promise<{ folders: string[]; others: string[] }> {
  const { files, tree, runtime, maxEntries } = reading;
  const [folders, others]: [string[], string[]] = [[], []];
  for (const { name, kind } of await files.list(folder)) {
    if (tree.totals().entries >= maxEntries) {
      reading.cut = true;
      break;
    }
    const path = folder === '' ? name : `${folder}/${name}`;
    tree.put(path, { kind, size: 0 });
    if (kind !== 'directory') others.push(path);
    else if (!runtime.isForeignFolder(name)) folders.push(path);
  }
  return { folders, others };
}

/** Reads what rules may ask for, what matters most first, as much as may be held. */
async function readContents(reading: Reading, paths: readonly string[]): Promise<void> {
  const { files, tree, runtime, maxBytes } = reading;
  let room = maxBytes - tree.totals().bytes;
  const wanted = [...paths]
    .sort((left, right) => runtime.readingOrder(left) - runtime.readingOrder(right))
    .filter((path) => {
      const { kind, size } = tree.entry(path) ?? { kind: 'directory', size: 0 };
      if (kind === 'directory' || !runtime.isLintInput(path, size) || size > room) return false;
      room -= size;
      return true;
    });
  await eachAtOnce(wanted, async (path) => {
    const content = await files.read(path);
    const entry = tree.entry(path);
    // It may have gone while this waited.
    if (content !== undefined && entry !== undefined && entry.kind !== 'directory')
      tree.put(path, { kind: entry.kind, size: entry.size, content });
  });
}

/** Runs `work` for every item, a bounded number at the same time. */
async function eachAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
