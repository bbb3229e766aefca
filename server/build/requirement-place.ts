import { readRequirements } from '../environment/requirements';
import { readRequirementsTree } from '../environment/requirements-tree';
import { sourceText } from '../environment/text';
import type { RepoView } from '../environment/view';

/** Where a requirement stands. */
export interface RequirementPlace {
  readonly file: string;
  /** Zero-based. */
  readonly line: number;
  /** The requirement as it is written. */
  readonly written: string;
}

/** The line of `file`, or of what it includes, that names the package. Undefined where it is only a dependency. */
export function findRequirement(view: RepoView, file: string, name: string): RequirementPlace | undefined {
  const content = view.read(file);
  if (content === undefined) return undefined;
  const tree = readRequirementsTree(view, [readRequirements(sourceText(file, content))]);
  for (const [path, { source, lines }] of tree.files) {
    for (const line of lines) {
      if (line.kind !== 'requirement' || normalName(line.requirement.name.text) !== normalName(name))
        continue;
      const { start, end } = line.range;
      const written = source.text.slice(
        start.offset,
        line.options[0]?.written.range.start.offset ?? end.offset,
      );
      return { file: path, line: start.line, written: written.trim() };
    }
  }
  return undefined;
}

/** Names that an index takes for the same (PEP 503). Extras and versions are left off. */
function normalName(name: string): string {
  const bare = /^[A-Za-z0-9._-]+/.exec(name)?.[0] ?? name;
  return bare.toLowerCase().replace(/[-_.]+/g, '-');
}
