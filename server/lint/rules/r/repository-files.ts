import type { RepositoryModel } from '../../model';

/** The files of the repository by their names. */
export interface RepositoryFiles {
  /** Paths of the files that have this name. */
  withName(name: string): readonly string[];
  /** Paths of the files that have this name, but for the case of its letters. */
  likeName(name: string): readonly string[];
}

export function repositoryFiles(model: RepositoryModel): RepositoryFiles {
  return model.once('r:repository files', () => {
    const exact = new Map<string, string[]>();
    const like = new Map<string, string[]>();
    for (const { path } of model.files()) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      add(exact, name, path);
      add(like, name.toLowerCase(), path);
    }
    return {
      withName: (name) => exact.get(name) ?? [],
      likeName: (name) => like.get(name.toLowerCase()) ?? [],
    };
  });
}

function add(map: Map<string, string[]>, key: string, path: string): void {
  const held = map.get(key);
  if (held === undefined) map.set(key, [path]);
  else held.push(path);
}
