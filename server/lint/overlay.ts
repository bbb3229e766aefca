import type { RepoView } from '../environment/view';
import type { ChangedFile } from './apply-edits';
import type { FileEntry, LintInput } from './input';

/** A repository with changes that nobody has written yet. */
export interface Overlay extends LintInput {
  change(files: readonly ChangedFile[]): void;
  /** Everything that differs from the repository beneath, by path. */
  changes(): readonly ChangedFile[];
  /** What a changed file was when it was first changed; undefined where it was not there. */
  before(path: string): Uint8Array | undefined;
}

interface Over {
  readonly file: ChangedFile;
  readonly content?: Uint8Array;
  readonly before: Uint8Array | undefined;
}

export function createOverlay(base: LintInput): Overlay {
  const over = new Map<string, Over>();
  const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const isFolder = (path: string): boolean =>
    [...over].some(([name, { content }]) => content !== undefined && name.startsWith(`${path}/`));
  /** A folder goes with the last of its files, as in git. */
  const isEmptied = (path: string): boolean =>
    [...over].some(([name, { content }]) => content === undefined && name.startsWith(`${path}/`)) &&
    view.list(path).every((name) => view.kind(`${path}/${name}`) === undefined);
  const view: RepoView = {
    kind: (path) => {
      const entry = over.get(path);
      if (entry !== undefined) return entry.content === undefined ? undefined : 'file';
      const kind = base.view.kind(path) ?? (isFolder(path) ? 'directory' : undefined);
      return kind === 'directory' && isEmptied(path) ? undefined : kind;
    },
    read: (path) => (over.has(path) ? over.get(path)?.content : base.view.read(path)),
    list: (path) => {
      const names = new Set(base.view.list(path));
      for (const [name, { content }] of over) {
        if (folderOf(name) === path) {
          const own = name.slice(path === '' ? 0 : path.length + 1);
          if (content === undefined) names.delete(own);
          else names.add(own);
        } else if (content !== undefined && (path === '' || name.startsWith(`${path}/`))) {
          names.add(name.slice(path === '' ? 0 : path.length + 1).split('/')[0] ?? '');
        }
      }
      return [...names].sort();
    },
    executable: (path) => over.get(path)?.file.executable ?? base.view.executable(path),
  };
  return {
    view,
    files: () => merged(base.files(), over),
    change: (files) => {
      for (const file of files) {
        const { path, text } = file;
        const held = over.get(path);
        const before = held === undefined ? base.view.read(path) : held.before;
        const content = text === undefined ? undefined : new TextEncoder().encode(text);
        over.set(path, { file, before, ...(content !== undefined && { content }) });
      }
    },
    changes: () => [...over.values()].map(({ file }) => file),
    before: (path) => over.get(path)?.before,
  };
}

function merged(
  files: readonly FileEntry[],
  over: ReadonlyMap<string, { readonly content?: Uint8Array }>,
): FileEntry[] {
  const kept = files.filter(({ path }) => !over.has(path));
  const added = [...over].flatMap(([path, { content }]) =>
    content === undefined ? [] : [{ path, size: content.length }],
  );
  return [...kept, ...added].sort((left, right) => (left.path < right.path ? -1 : 1));
}
