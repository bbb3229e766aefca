import type { BuildpackName, ConfigDir, EnvironmentProblem } from '../protocol';
import { AppError } from '../protocol';
import { exists, inConfigDir, unreadable } from './config-files';
import { firstFrom, isLegacyBinder } from './dockerfile';
import { runtimeProblem } from './problems';
import { isInstallable } from './pyproject';
import { syntaxProblem } from './python-version';
import type { EnvironmentReaders } from './readers';
import type { RepoView } from './view';

/** Which buildpack builds the repository and which file decided (none for the default), or why that cannot be said. */
export type Detection =
  | { readonly buildpack: BuildpackName; readonly decidedBy?: string }
  | { readonly problem: EnvironmentProblem };

interface Context {
  readonly view: RepoView;
  readonly dir: ConfigDir;
  readonly readers: EnvironmentReaders;
}

/** A detector answers with the file that decides, with a problem, or with undefined for "not mine". */
type Detector = (context: Context) => string | { readonly problem: EnvironmentProblem } | undefined;

/** In the order in which they are asked (contracts/repo2docker.md section 3). */
const detectors: readonly (readonly [BuildpackName, Detector])[] = [
  ['dockerfile', (context) => firstThatExists(context, 'Dockerfile')],
  ['julia-project', (context) => firstThatExists(context, 'JuliaProject.toml', 'Project.toml')],
  ['julia-require', (context) => firstThatExists(context, 'REQUIRE')],
  ['nix', (context) => firstThatExists(context, 'default.nix')],
  ['r', detectR],
  ['conda', (context) => firstThatExists(context, 'environment.yml', 'environment.yaml')],
  ['pipfile', detectPipfile],
  ['python', detectPython],
];

/** Asks each detector in turn. */
export function detectBuildpack(view: RepoView, dir: ConfigDir, readers: EnvironmentReaders): Detection {
  for (const [buildpack, detector] of detectors) {
    const answer = detector({ view, dir, readers });
    if (typeof answer === 'string') return { buildpack, decidedBy: answer };
    if (answer !== undefined) return answer;
  }
  return { buildpack: 'python' };
}

/** The base image of Binder's first version is refused whatever else the repository holds. */
export function legacyProblem({ rootDockerfile }: EnvironmentReaders): EnvironmentProblem | undefined {
  const from = rootDockerfile === undefined ? undefined : firstFrom(rootDockerfile);
  if (from === undefined || rootDockerfile === undefined || !isLegacyBinder(from)) return undefined;
  const file = rootDockerfile.path;
  const error = new AppError('legacy-binder-base-removed', { file }).toData();
  return { stage: 'detect', error, file, range: from.range };
}

function firstThatExists({ view, dir }: Context, ...names: string[]): string | undefined {
  return names.map((name) => inConfigDir(dir, name)).find((path) => exists(view, path));
}

/** A malformed runtime.txt stops here, and so spares the buildpacks that are asked before. */
function detectR(context: Context): ReturnType<Detector> {
  const { view, dir, readers } = context;
  const path = inConfigDir(dir, 'runtime.txt');
  const problem = exists(view, path) ? runtimeProblem(view, path, readers.runtime) : undefined;
  if (problem !== undefined) return { problem };
  const runtime = readers.runtime?.runtime;
  if (runtime?.name === 'r' && runtime.date !== undefined) return path;
  return dir === '' && exists(view, 'DESCRIPTION') ? 'DESCRIPTION' : undefined;
}

function detectPipfile(context: Context): string | undefined {
  const name = context.readers.runtime?.runtime?.name;
  return name === undefined || name === 'python'
    ? firstThatExists(context, 'Pipfile', 'Pipfile.lock')
    : undefined;
}

function detectPython(context: Context): ReturnType<Detector> {
  const { dir, readers } = context;
  const name = readers.runtime?.runtime?.name;
  if (name !== undefined) return name === 'python' ? inConfigDir(dir, 'runtime.txt') : undefined;
  if (dir === '') {
    if (readers.setupPy) return 'setup.py';
    const problem = pyprojectProblem(context);
    if (problem !== undefined) return { problem };
    if (readers.pyproject !== undefined && isInstallable(readers.pyproject)) return 'pyproject.toml';
  }
  return firstThatExists(context, 'requirements.txt');
}

function pyprojectProblem({ view, readers: { pyproject } }: Context): EnvironmentProblem | undefined {
  const file = 'pyproject.toml';
  if (pyproject === undefined) {
    return exists(view, file) ? { stage: 'detect', error: unreadable(view, file), file } : undefined;
  }
  const syntax = syntaxProblem(pyproject);
  return syntax === undefined ? undefined : { stage: 'detect', ...syntax };
}
