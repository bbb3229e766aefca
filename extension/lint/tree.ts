import type { EntryKind, RepoView } from '../../server/environment/view';
import type { FileEntry, LintInput } from '../../server/lint/input';
import type { LintRuntime } from './runtime-loader';

/** What is known of one path of a folder. */
export interface TreeEntry {
  readonly kind: EntryKind;
  /** In bytes; 0 for folders. */
  readonly size: number;
  /** Absent where it was not read: too large, not text, or not to be had. */
  readonly content?: Uint8Array;
}

/**
 * A folder of the editor in memory, as the linter reads it: whoever has the file system fills it beforehand, because the
 * linter cannot wait. What is being edited stands over what is on the disk.
 */
export interface Tree extends LintInput {
  entry(path: string): TreeEntry | undefined;
  put(path: string, entry: TreeEntry): void;
  /** Forgets a path and all below it. Answers the files that are gone. */
  remove(path: string): readonly string[];
  /** Lays the unsaved content of a file over it; undefined takes it away. */
  edit(path: string, content: (() => Uint8Array) | undefined): void;
  edited(): readonly string[];
  /** How many entries there are, and how many bytes of content are held. */
  totals(): { readonly entries: number; readonly bytes: number };
}

export interface TreeOptions {
  readonly runtime: Pick<LintRuntime, 'readGitIgnore'>;
  /** Reads a file at once that was not read beforehand, where the file system can. */
  readonly readNow?: (path: string) => Uint8Array | undefined;
}

export function createTree({ runtime, readNow }: TreeOptions): Tree {
  const store = createEntries();
  const { entries } = store;
  const edits = new Map<string, () => Uint8Array>();
  const view: RepoView = {
    kind: (path) => (path === '' ? 'directory' : edits.has(path) ? 'file' : entries.get(path)?.kind),
    read: (path) => {
      const edit = edits.get(path);
      if (edit !== undefined) return edit();
      const entry = entries.get(path);
      if (entry === undefined || entry.kind === 'directory') return undefined;
      return entry.content ?? readNow?.(path);
    },
    list: (path) => store.names(path),
    // The build makes executable what has to be, and an editor cannot tell.
    executable: () => false,
  };
  return {
    view,
    files: () => listFiles(entries, view, runtime),
    entry: (path) => entries.get(path),
    put: store.put,
    remove: store.remove,
    edit: (path, content) => {
      if (content === undefined) edits.delete(path);
      else edits.set(path, content);
    },
    edited: () => [...edits.keys()],
    totals: () => ({ entries: entries.size, bytes: store.bytes() }),
  };
}

interface Entries extends Pick<Tree, 'put' | 'remove'> {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  /** Names in a folder, sorted. */
  names(folder: string): readonly string[];
  bytes(): number;
}

/** Entries by path, and what stands in each folder. */
function createEntries(): Entries {
  const entries = new Map<string, TreeEntry>();
  const children = new Map<string, Set<string>>();
  let bytes = 0;
  const keep = (path: string, entry: TreeEntry | undefined): void => {
    bytes += (entry?.content?.length ?? 0) - (entries.get(path)?.content?.length ?? 0);
    if (entry === undefined) entries.delete(path);
    else entries.set(path, entry);
  };
  /** Makes a path known to its folder, and that to its own. */
  const link = (path: string): void => {
    const [folder, name] = split(path);
    const names = children.get(folder);
    if (names?.has(name) === true) return;
    if (names === undefined) children.set(folder, new Set([name]));
    else names.add(name);
    if (folder === '') return;
    if (!entries.has(folder)) keep(folder, { kind: 'directory', size: 0 });
    link(folder);
  };
  const remove = (path: string): string[] => {
    const gone = [...(children.get(path) ?? [])].flatMap((name) => remove(`${path}/${name}`));
    const [folder, name] = split(path);
    children.get(folder)?.delete(name);
    children.delete(path);
    const entry = entries.get(path);
    keep(path, undefined);
    return entry === undefined || entry.kind === 'directory' ? gone : [...gone, path];
  };
  return {
    entries,
    put: (path, entry) => {
      keep(path, entry);
      link(path);
    },
    remove,
    names: (folder) => [...(children.get(folder) ?? [])].sort(),
    bytes: () => bytes,
  };
}

function split(path: string): readonly [folder: string, name: string] {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? ['', path] : [path.slice(0, slash), path.slice(slash + 1)];
}

/** Sorted by path, without what git ignores. */
function listFiles(
  entries: ReadonlyMap<string, TreeEntry>,
  view: RepoView,
  { readGitIgnore }: Pick<LintRuntime, 'readGitIgnore'>,
): FileEntry[] {
  const ignoreFiles = [...entries.keys()].filter((path) => split(path)[1] === '.gitignore');
  const texts = ignoreFiles.map((path) => [split(path)[0], text(view.read(path))] as const);
  const ignore = readGitIgnore(new Map(texts));
  return [...entries]
    .filter(([path, { kind }]) => kind !== 'directory' && !ignore.ignores(path, false))
    .map(([path, { size }]) => ({ path, size }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

function text(content: Uint8Array | undefined): string {
  return content === undefined ? '' : new TextDecoder().decode(content);
}
