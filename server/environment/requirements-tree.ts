import type { RepoView } from './view';
import { readText } from './config-files';
import type { Include, RequirementsFile } from './requirements';
import { includePath, includesOf, readRequirements } from './requirements';

/** A file that a requirements file includes, inside the repository. */
export interface IncludedFile extends Include {
  /** The file that names it, and the path it leads to. */
  readonly from: string;
  readonly path: string;
  readonly found: boolean;
}

/** A requirements file with all that it includes, directly or not; each file once, whatever circles there are. */
export interface RequirementsTree {
  readonly files: ReadonlyMap<string, RequirementsFile>;
  readonly included: readonly IncludedFile[];
}

/** Reads `root` and what it includes. Files that are not there, or cannot be read, are told in `included`. */
export function readRequirementsTree(view: RepoView, roots: readonly RequirementsFile[]): RequirementsTree {
  const files = new Map(roots.map((file) => [file.source.path, file]));
  const included: IncludedFile[] = [];
  // A Map's iterator visits entries that are added while it runs.
  for (const [from, file] of files) {
    for (const include of includesOf(file)) {
      const path = includePath(from, include.target.text);
      if (path === undefined) continue;
      const source = files.has(path) ? undefined : readText(view, path);
      if (source !== undefined) files.set(path, readRequirements(source));
      included.push({ ...include, from, path, found: files.has(path) });
    }
  }
  return { files, included };
}
