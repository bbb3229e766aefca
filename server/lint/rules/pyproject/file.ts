import { parseRequirement } from '../../../environment/requirement';
import type { Requirement } from '../../../environment/requirement';
import { logicalLineAt } from '../../../environment/logical-lines';
import type { PyprojectFile } from '../../../environment/pyproject';
import { isInstallable } from '../../../environment/pyproject';
import type { SourceText, TextSpan } from '../../../environment/text';
import { rangeAt } from '../../../environment/text';
import type { BuildpackName } from '../../../protocol';
import type { RepositoryModel } from '../../model';

/** Buildpacks that install the repository as a package (contracts/repo2docker.md section 3, "Composition"). */
const installing: readonly (BuildpackName | undefined)[] = ['python', 'r', 'julia-project'];

/** pyproject.toml where the build would install from it; it may still be none that can be installed. */
export function readableProject(model: RepositoryModel): PyprojectFile | undefined {
  const { readers, environment } = model.reading();
  const { pyproject } = readers;
  const counts = environment.configDir === '' && installing.includes(environment.buildpack);
  return counts && pyproject?.syntaxError === undefined ? pyproject : undefined;
}

/** pyproject.toml where `pip install .` reads it. */
export function installedProject(model: RepositoryModel): PyprojectFile | undefined {
  const project = readableProject(model);
  const { setupPy } = model.reading().readers;
  return project !== undefined && (isInstallable(project) || setupPy) ? project : undefined;
}

/**
 * A requirement that stands in quotes. Undefined where pip cannot read it; `written` is what stands between the quotes, and
 * absent where that is written with escapes, so that places in it are not known.
 */
export function quotedRequirement(
  source: SourceText,
  span: TextSpan,
): { readonly requirement?: Requirement; readonly written?: TextSpan } {
  const { start, end } = span.range;
  const raw = source.text.slice(start.offset + 1, end.offset - 1);
  const offset = start.offset + 1;
  const line = logicalLineAt(source, span.text, offset);
  const requirement = line.comment === undefined ? parseRequirement(line, 0, span.text.length) : undefined;
  const plain = raw === span.text;
  return {
    ...(requirement !== undefined && { requirement }),
    ...(plain && { written: { text: raw, range: rangeAt(source, offset, offset + raw.length) } }),
  };
}
