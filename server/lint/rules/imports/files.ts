import { skippedFolders } from './folders';
import type { RepositoryModel } from '../../model';

/** What is known of the modules that the repository itself has. */
export interface OwnModules {
  /** Folders that hold a module of this name: a file, or a folder with Python in it. */
  readonly folders: ReadonlyMap<string, readonly string[]>;
  /** True where parts of the repository are not in it: submodules. */
  readonly partial: boolean;
}

/** The modules of the repository, by name. */
export function ownModules(model: RepositoryModel): OwnModules {
  return model.once('imports:own modules', () => {
    const folders = new Map<string, Set<string>>();
    const add = (name: string, folder: string): void => {
      folders.set(name, (folders.get(name) ?? new Set()).add(folder));
    };
    for (const { path } of model.files()) {
      const match = /^(?:(.*)\/)?([^/]+?)(?:\.(?:cpython|cp3|abi3|pypy)[^/]*)?\.(?:py|pyx|so|pyd)$/.exec(
        path,
      );
      if (match === null || skippedFolders.test(path)) continue;
      const [, folder = '', name = ''] = match;
      if (name !== '__init__') add(name, folder);
      // Every folder above may be imported as a package, or a part of one.
      for (let inner = folder; inner !== ''; inner = parentOf(inner)) add(baseOf(inner), parentOf(inner));
    }
    return {
      folders: new Map([...folders].map(([name, held]) => [name, [...held].sort()])),
      partial: model.has('.gitmodules'),
    };
  });
}

/** The folder of a path; '' for the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A path below a folder, without `.` and `..`; undefined where it leads out of the repository. */
export function joined(folder: string, path: string): string | undefined {
  if (/^(?:[/~\\]|[A-Za-z]:)/.test(path)) return undefined;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split(/[/\\]/)) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
