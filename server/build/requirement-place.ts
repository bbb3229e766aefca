import { bareName } from '../environment/names/normal';
import type { RequirementsFile } from '../environment/requirements';
import { readRequirements } from '../environment/requirements';
import { readRequirementsTree } from '../environment/requirements-tree';
import { rangeAt, sourceText } from '../environment/text';
import type { RepoView } from '../environment/view';
import type { Range } from '../protocol';

/** Where a requirement stands. */
export interface RequirementPlace {
  readonly file: string;
  readonly range: Range;
  /** The requirement as it is written. */
  readonly written: string;
}

/** The line of `file`, or of what it includes, that names the package. Undefined where it is only a dependency. */
export function findRequirement(view: RepoView, file: string, name: string): RequirementPlace | undefined {
  for (const { path, source, lines } of requirementsFiles(view, file)) {
    for (const line of lines) {
      if (line.kind !== 'requirement' || bareName(line.requirement.name.text) !== bareName(name)) continue;
      const { start } = line.range;
      const end = line.options[0]?.written.range.start ?? line.range.end;
      const written = source.text.slice(start.offset, end.offset).trim();
      return { file: path, range: rangeAt(source, start.offset, start.offset + written.length), written };
    }
  }
  return undefined;
}

/** The first line of `file`, or of what it includes, that pip refuses, as far as it can be told without pip. */
export function findInvalidLine(view: RepoView, file: string): RequirementPlace | undefined {
  for (const { path, source, lines } of requirementsFiles(view, file)) {
    const range = lines.find(({ kind }) => kind === 'invalid')?.range;
    if (range === undefined) continue;
    const written = source.text.slice(range.start.offset, range.end.offset);
    return { file: path, range, written };
  }
  return undefined;
}

/** The file and what it includes; none where it is not there. */
function requirementsFiles(
  view: RepoView,
  file: string,
): readonly ({ readonly path: string } & RequirementsFile)[] {
  const content = view.read(file);
  if (content === undefined) return [];
  const tree = readRequirementsTree(view, [readRequirements(sourceText(file, content))]);
  return [...tree.files].map(([path, read]) => ({ path, ...read }));
}
