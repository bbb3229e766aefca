import type { BuildpackName, ConfigDir, EnvironmentVersions, FileUse, MessageCode } from '../protocol';
import { ownUse } from './buildpack-uses';
import { exists, inConfigDir } from './config-files';
import { buildpackFiles, configNames, neverRead, rootNames } from './known-files';
import { reachable } from './problems';
import { isInstallable } from './pyproject';
import type { EnvironmentReaders } from './readers';
import type { RepoView } from './view';

/** What the roles of files follow from. */
export interface UseContext {
  readonly view: RepoView;
  readonly configDir: ConfigDir;
  readonly readers: EnvironmentReaders;
  readonly buildpack: BuildpackName;
  readonly decidedBy: string | undefined;
  readonly versions: EnvironmentVersions;
}

/** Every configuration file of the repository, and what becomes of it. Sorted by path. */
export function fileUses(context: UseContext): readonly FileUse[] {
  const uses = [
    ...configFileUses(context),
    ...hiddenUses(context),
    ...strayUses(context),
    ...includedUses(context),
  ];
  const byPath = new Map<string, FileUse>();
  // A file may be ignored under its own name and yet be included by another one: then it is used.
  for (const use of [...uses.filter(({ role }) => role !== 'ignored'), ...uses]) {
    if (!byPath.has(use.path)) byPath.set(use.path, use);
  }
  return [...byPath.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** Files that stand where they are looked for. */
function configFileUses(context: UseContext): FileUse[] {
  const { view, configDir, buildpack } = context;
  const rooted = configDir === '' ? rootNames : [];
  const names = [...configNames.map((name) => inConfigDir(configDir, name)), ...rooted];
  return names
    .filter((path) => exists(view, path))
    .map((path) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (!buildpackFiles[buildpack].includes(name)) return ignoredByBuildpack(context, path);
      return ownUse(context, path, name) ?? pythonUse(context, path, name);
    });
}

/** Files of the root that a configuration folder makes the build ignore. */
function hiddenUses({ view, configDir }: UseContext): FileUse[] {
  if (configDir === '') return [];
  return [...configNames, ...rootNames]
    .filter((path) => exists(view, path))
    .map((path) => ignored(path, 'why.hidden', { folder: `${configDir}/` }));
}

/** Files that people expect to count and that no build reads, and names in the wrong case. */
function strayUses({ view, configDir, buildpack }: UseContext): FileUse[] {
  const unread = neverRead
    .filter((path) => exists(view, path) && !buildpackFiles[buildpack].includes(path))
    .map((path) => ignored(path, 'why.never-read', {}));
  const names = new Map([...configNames, ...rootNames].map((name) => [name.toLowerCase(), name]));
  const misnamed = view.list(configDir).flatMap((entry) => {
    const name = names.get(entry.toLowerCase());
    return name === undefined || name === entry
      ? []
      : [ignored(inConfigDir(configDir, entry), 'why.wrong-case', { name })];
  });
  return [...unread, ...misnamed];
}

/** What requirements files include. */
function includedUses(context: UseContext): FileUse[] {
  const { readers, configDir, buildpack, versions } = context;
  const { included } = readers.requirementsTree;
  const roots = usedRequirements(buildpack, versions).map((name) => inConfigDir(configDir, name));
  const reached = reachable(roots, included);
  return included
    .filter(({ from }) => reached.has(from))
    .map(({ path, from, found }) =>
      found
        ? used(path, 'why.included', { by: from })
        : {
            path,
            role: 'missing',
            why: { code: 'why.included-missing' satisfies MessageCode, args: { by: from } },
          },
    );
}

/** Names of the files whose lists pip installs, environment.yml's among them (contracts/repo2docker.md section 3, "Composition"). */
export function usedRequirements(
  buildpack: BuildpackName,
  { separateKernel }: EnvironmentVersions,
): string[] {
  const server = separateKernel === true ? ['requirements3.txt'] : [];
  if (buildpack === 'pipfile') return server;
  const names = ['requirements.txt', 'environment.yml', 'environment.yaml'];
  const read = names.filter((name) => buildpackFiles[buildpack].includes(name));
  return read.includes('requirements.txt') ? [...read, ...server] : read;
}

/** What the python buildpack does with one of its files, and all others with those that they share with it. */
function pythonUse(context: UseContext, path: string, name: string): FileUse {
  const { readers } = context;
  switch (name) {
    case 'runtime.txt':
      return runtimeUse(context, path);
    case 'requirements.txt':
      return requirementsUse(context, path, 'why.pip');
    case 'requirements3.txt':
      return usedRequirements(context.buildpack, context.versions).includes(name)
        ? requirementsUse(context, path, 'why.pip-server')
        : ignored(path, 'why.old-python-only', {});
    case 'setup.py':
      return used(path, 'why.package', {});
    case 'pyproject.toml':
      return pyprojectUse(context, path);
    case 'apt.txt':
      return used(path, 'why.apt', { count: String(readers.apt?.entries.length ?? 0) });
    case 'postBuild':
      return used(path, 'why.post-build', {});
    case 'start':
      return used(path, 'why.start', {});
    default:
      return used(path, 'why.ignore-file', {});
  }
}

function runtimeUse({ readers, versions }: UseContext, path: string): FileUse {
  const runtime = readers.runtime?.runtime;
  if (runtime !== undefined && runtime.name !== 'python') {
    return ignored(path, 'why.runtime-not-python', { name: runtime.name });
  }
  const version = versions.python ?? runtime?.version;
  return used(path, 'why.python-version', { version: version ?? '' });
}

function requirementsUse(
  { configDir, readers }: UseContext,
  path: string,
  how: 'why.pip' | 'why.pip-server',
): FileUse {
  if (isPackage(configDir, readers)) return used(path, `${how}-after-package`, {});
  return used(path, refersToRepository(readers) ? `${how}-after-local` : how, {});
}

function pyprojectUse({ readers, versions }: UseContext, path: string): FileUse {
  const { pyproject } = readers;
  const range = pyproject?.requiresPython?.text;
  if (pyproject !== undefined && (isInstallable(pyproject) || readers.setupPy))
    return used(path, 'why.package', {});
  if (range === undefined) return ignored(path, 'why.not-package', {});
  return used(path, 'why.requires-python', { range, version: versions.python ?? '' });
}

/** True when pip installs the repository itself (contracts/repo2docker.md section 5, "setup.py / pyproject"). */
export function isPackage(configDir: ConfigDir, { setupPy, pyproject }: EnvironmentReaders): boolean {
  return configDir === '' && (setupPy || (pyproject !== undefined && isInstallable(pyproject)));
}

/** True when a requirements file can be installed only after the copy. Either file decides for both. */
export function refersToRepository({ requirements, requirements3 }: EnvironmentReaders): boolean {
  return requirements?.local === true || requirements3?.local === true;
}

function ignoredByBuildpack({ buildpack, decidedBy }: UseContext, path: string): FileUse {
  return ignored(path, 'why.other-buildpack', { buildpack, file: decidedBy ?? '' });
}

function used(path: string, code: MessageCode, args: Readonly<Record<string, string>>): FileUse {
  return { path, role: 'used', why: { code, args } };
}

function ignored(path: string, code: MessageCode, args: Readonly<Record<string, string>>): FileUse {
  return { path, role: 'ignored', why: { code, args } };
}
