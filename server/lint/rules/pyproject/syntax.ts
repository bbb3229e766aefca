import { isReadableClause } from '../../../environment/requirement';
import { excerpt } from '../../../environment/text';
import type { TextSpan } from '../../../environment/text';
import { replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { isReadableMarker, repairRequirement } from '../requirements/repair';
import { installedProject, quotedRequirement } from './file';

/** What planning found: the file is not TOML, and the build stops there. */
export function* checkToml(model: RepositoryModel): Iterable<Report> {
  const { readers, environment } = model.reading();
  const fault = readers.pyproject?.syntaxError;
  const problem = environment.problems.find(
    ({ error, file }) => error.code === 'config-file-syntax' && file === 'pyproject.toml',
  );
  if (fault === undefined || problem === undefined) return;
  const args = { detail: excerpt(fault.detail, 200) };
  yield { file: 'pyproject.toml', ...(problem.range !== undefined && { range: problem.range }), args };
}

/** Requirements of the package, its extras and its build that pip cannot read. */
export function* checkRequirements(model: RepositoryModel): Iterable<Report> {
  const project = installedProject(model);
  if (project === undefined) return;
  const { source, dependencies, extras, buildRequires } = project;
  for (const span of [
    ...buildRequires,
    ...dependencies,
    ...extras.flatMap(({ requirements }) => requirements),
  ]) {
    const { requirement, written } = quotedRequirement(source, span);
    const isRead =
      requirement?.clauses.every(isReadableClause) === true && isReadableMarker(requirement.marker?.text);
    if (isRead) continue;
    yield {
      file: source.path,
      range: span.range,
      args: { written: excerpt(span.text, 60) },
      fixes: written === undefined ? [] : repairs(model, written),
    };
  }
}

/** One requirement in the same quotes. */
function repairs(model: RepositoryModel, written: TextSpan): ReportFix[] {
  const { pyproject } = model.reading().readers;
  const repair = repairRequirement(written.text);
  if (pyproject === undefined || repair === undefined || /[\n"'\\#]/.test(repair.text)) return [];
  const edits = [replaceSpan(pyproject.source, written, repair.text)];
  return [{ code: 'pyproj-invalid-pep508.fix', args: { text: repair.text }, safe: repair.safe, edits }];
}
