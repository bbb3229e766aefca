import { normalName } from '../../../environment/names/python';
import { isInstallable } from '../../../environment/pyproject';
import type { PyprojectFile } from '../../../environment/pyproject';
import type { TextSpan } from '../../../environment/text';
import { appendLines } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report, ReportFix } from '../../rule';
import { pipNames } from '../requirements/lists';
import { listed } from '../requirements/local-urls';
import { condaNames } from '../requirements/system-libraries';
import { quotedRequirement, readableProject } from './file';
import { conflicting, flatLayout, packageLines } from './layout';

/** Dependencies of a package that the builder does not take for one: `[project]` and `[build-system]` must be there. */
export function* checkInstalled(model: RepositoryModel): Iterable<Report> {
  const project = readableProject(model);
  const { setupPy } = model.reading().readers;
  if (project === undefined || setupPy || isInstallable(project)) return;
  const missing = missingDependencies(model, project);
  const [first] = missing;
  if (first === undefined) return;
  const isPoetry = !project.hasProject;
  yield {
    file: project.source.path,
    range: first.range,
    // Where a list is installed it may well be the one that counts.
    severity: pipNames(model).size > 0 || condaNames(model).size > 0 ? 'warning' : 'error',
    code: isPoetry ? 'pyproj-not-installed.poetry' : 'pyproj-not-installed',
    args: { names: listed(missing.map(({ name }) => name)) },
    fixes: isPoetry ? [] : buildSystemFix(model, project),
  };
}

interface Missing extends Pick<TextSpan, 'range'> {
  readonly name: string;
}

/** What no list asks for either. */
function missingDependencies(model: RepositoryModel, project: PyprojectFile): Missing[] {
  const pip = pipNames(model);
  const conda = condaNames(model);
  return dependencies(project).filter(({ name }) => {
    const normal = normalName(name);
    return !pip.has(normal) && !conda.has(normal);
  });
}

function dependencies(project: PyprojectFile): Missing[] {
  if (!project.hasProject)
    return project.poetryDependencies.map(({ text, range }) => ({ name: text, range }));
  return project.dependencies.flatMap((span) => {
    const { requirement } = quotedRequirement(project.source, span);
    return requirement === undefined ? [] : [{ name: requirement.name.text, range: span.range }];
  });
}

/** setuptools, which takes a `[project]` as it is; told what belongs to the package where it could not find out. */
function buildSystemFix(model: RepositoryModel, project: PyprojectFile): ReportFix[] {
  const { source, packageName, packageVersion, namesPackages } = project;
  if (packageName === undefined || packageVersion === undefined) return [];
  const layout = flatLayout(model);
  const told = namesPackages || model.has('src') || conflicting(layout) === undefined;
  const lines = [
    '',
    '[build-system]',
    'requires = ["setuptools>=61"]',
    'build-backend = "setuptools.build_meta"',
    ...(told ? [] : ['', ...packageLines(model, project, layout)]),
  ];
  return [{ code: 'pyproj-not-installed.fix', safe: false, edits: [appendLines(source, lines)] }];
}
