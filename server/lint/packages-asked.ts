import type { EnvironmentReading } from '../environment/environment';
import { normalName } from '../environment/names/python';

/** Names on the package index of what a repository's files ask pip for, as an index looks them up. */
export function packagesAsked({ environment, readers }: EnvironmentReading): string[] {
  const ignored = new Set(environment.files.filter(({ role }) => role === 'ignored').map(({ path }) => path));
  const names = [...readers.requirementsTree.files]
    .filter(([path]) => !ignored.has(path))
    .flatMap(([, { lines }]) => lines)
    .flatMap((line) =>
      line.kind === 'requirement' && line.requirement.url === undefined
        ? [normalName(line.requirement.name.text)]
        : [],
    );
  return [...new Set(names)].sort();
}
