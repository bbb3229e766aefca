import type { PyprojectFile } from '../../../environment/pyproject';
import { normalName } from '../../../environment/names/python';
import { appendLines } from '../../edits';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { listed } from '../requirements/local-urls';
import { installedProject } from './file';

/** Top-level folders that setuptools never takes for packages (setuptools 84.2.1, FlatLayoutPackageFinder). */
const leftOut = new Set(
  `ci bin debian doc docs documentation manpages news newsfragments changelog test tests unit_test unit_tests example
  examples scripts tools util utils python build dist venv env requirements tasks fabfile site_scons benchmark benchmarks
  exercise exercises htmlcov`.split(/\s+/),
);

/** Top-level modules that it never takes (setuptools 84.2.1, FlatLayoutModuleFinder). */
const modulesLeftOut = new Set(
  `setup conftest test tests example examples build toxfile noxfile pavement dodo tasks fabfile sconstruct SConstruct
  Sconstruct sConstruct conanfile manage benchmark benchmarks exercise exercises`.split(/\s+/),
);

/** What setuptools would find at the root, where it has to look for itself. */
export interface FlatLayout {
  readonly packages: readonly string[];
  readonly modules: readonly string[];
}

/** Several packages or modules side by side, of which setuptools refuses to choose. */
export function* checkFlatLayout(model: RepositoryModel): Iterable<Report> {
  const project = installedProject(model);
  if (project === undefined || !looksForItself(model, project)) return;
  const layout = flatLayout(model);
  const found = conflicting(layout);
  if (found === undefined) return;
  const lines = packageLines(model, project, layout);
  yield {
    file: project.source.path,
    ...(project.packageName !== undefined && { range: project.packageName.range }),
    code: layout.packages.length > 1 ? 'pyproj-flat-layout' : 'pyproj-flat-layout.modules',
    args: { names: listed(found) },
    fixes: [
      { code: 'pyproj-flat-layout.fix', safe: false, edits: [appendLines(project.source, ['', ...lines])] },
    ],
  };
}

/** setuptools, told by nobody what belongs to the package. */
function looksForItself(
  model: RepositoryModel,
  { hasProject, buildBackend, namesPackages }: PyprojectFile,
): boolean {
  const backend = buildBackend?.text.replace(/:.*$/, '') ?? 'setuptools.build_meta';
  const told = namesPackages || model.has('setup.py') || model.has('setup.cfg');
  return hasProject && backend === 'setuptools.build_meta' && !told && !model.has('src');
}

/** The names that are too many, if any. */
export function conflicting({ packages, modules }: FlatLayout): readonly string[] | undefined {
  if (packages.length > 1) return packages;
  return packages.length === 0 && modules.length > 1 ? modules : undefined;
}

/** Every folder whose name could be imported counts, whatever is in it. */
export function flatLayout(model: RepositoryModel): FlatLayout {
  return model.once('pyproject:layout', () => {
    const folders = new Set<string>();
    const modules: string[] = [];
    for (const { path } of model.files()) {
      const slash = path.indexOf('/');
      if (slash !== -1) folders.add(path.slice(0, slash));
      else if (path.endsWith('.py')) modules.push(path.slice(0, -3));
    }
    return {
      packages: [...folders].filter((name) => isIdentifier(name) && !leftOut.has(name)),
      modules: modules.filter((name) => isIdentifier(name) && !modulesLeftOut.has(name)),
    };
  });
}

/** Names with a dot or a dash cannot be imported; those that begin with an underscore are private. */
function isIdentifier(name: string): boolean {
  return /^[\p{L}][\p{L}\p{N}_]*$/u.test(name);
}

/** Names the folder that is called like the package, or the only one with an `__init__.py`; else nothing is packaged. */
export function packageLines(
  model: RepositoryModel,
  project: PyprojectFile,
  { packages }: FlatLayout,
): string[] {
  const real = packages.filter((name) => model.has(`${name}/__init__.py`));
  const wanted = normalName(project.packageName?.text ?? '');
  const same = real.find((name) => normalName(name) === wanted);
  const [only, second] = real;
  const chosen = same ?? (second === undefined ? only : undefined);
  return chosen === undefined
    ? ['[tool.setuptools]', 'py-modules = []']
    : ['[tool.setuptools.packages.find]', `include = ["${chosen}", "${chosen}.*"]`];
}
