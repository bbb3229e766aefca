/** What stands at a path of a repository. A link is told as what it is; readers decide whether to follow it. */
export type EntryKind = 'file' | 'directory' | 'link';

/**
 * A repository as the pure stages see it: in memory, on disk, or in a virtual workspace that was read beforehand. Paths
 * are relative to the root, separated by `/`, without a leading one; '' is the root. Nothing here throws: what cannot
 * be read is told as such.
 */
export interface RepoView {
  /** What stands at `path`, links not followed; undefined where nothing does. */
  kind(path: string): EntryKind | undefined;
  /** Content of a file, or of what a link inside the repository points to; undefined where there is none to be had. */
  read(path: string): Uint8Array | undefined;
  /** Names in a directory, sorted; empty where there is none. */
  list(path: string): readonly string[];
  /** True when anyone may execute the file. */
  executable(path: string): boolean;
}
