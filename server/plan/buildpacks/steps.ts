import { aptPackages } from '../../environment/apt-txt';
import { isPackage, refersToRepository } from '../../environment/file-uses';
import { reachable } from '../../environment/problems';
import { defaultPython } from '../../environment/pythons';
import type { EnvironmentReading } from '../../environment/environment';
import type { RequirementsFile } from '../../environment/requirements';
import type { PrefixName, Step, StepPlace } from '../../protocol';

/** The Python of the server where the kernel's is too old for it. */
export const serverPython = defaultPython;

/** Debian packages that every image gets (contracts/repo2docker.md section 7). */
const sharedAptPackages = ['gettext-base', 'less', 'unzip'];

export type Reading = EnvironmentReading;

/** Id of the Jupyter lock for a Python `major.minor`; `kernel` is a Python that only runs kernels. */
export type JupyterLock = (python: string, role: 'server' | 'kernel') => string;

/** What a step has in common with all others that the same for every repository with these versions. */
export function baseStep<User extends 'root' | 'user'>(
  id: string,
  user: User,
): {
  readonly id: string;
  readonly place: 'before-copy';
  readonly user: User;
  readonly inputs: readonly string[];
  readonly origin: 'base';
} {
  return { id, place: 'before-copy', user, inputs: [], origin: 'base' };
}

/** What a step has in common with all others that follow from files of the repository. */
export function repositoryStep<User extends 'root' | 'user' = 'user'>(
  place: StepPlace,
  id: string,
  inputs: readonly string[],
  user?: User,
): {
  readonly id: string;
  readonly place: StepPlace;
  readonly user: User | 'user';
  readonly inputs: readonly string[];
  readonly origin: 'repository';
} {
  return { id, place, user: user ?? 'user', inputs, origin: 'repository' };
}

/** Debian packages for all, then those of the buildpack. */
export function baseAptSteps(buildpackPackages: readonly string[] = []): Step[] {
  const own: Step[] =
    buildpackPackages.length === 0
      ? []
      : [{ ...baseStep('apt-install:buildpack', 'root'), op: 'apt-install', packages: buildpackPackages }];
  return [
    { ...baseStep('apt-install:base', 'root'), op: 'apt-install', packages: sharedAptPackages },
    ...own,
  ];
}

/** Python with Jupyter; where it is too old for the server, the server's before it. */
export function pythonBaseSteps({ environment }: Reading, python: string, lock: JupyterLock): Step[] {
  const separate = environment.versions.separateKernel === true;
  const server = separate ? serverPython : python;
  const install = (version: string, prefix: PrefixName, jupyter: string): Step[] => [
    { ...baseStep(`install-python:${prefix}`, 'root'), op: 'install-python', version, prefix },
    { ...baseStep(`install-jupyter:${prefix}`, 'user'), op: 'install-jupyter', lock: jupyter, prefix },
  ];
  return [
    ...install(server, 'NB_PYTHON_PREFIX', lock(server, 'server')),
    ...(separate ? install(python, 'KERNEL_PYTHON_PREFIX', lock(python, 'kernel')) : []),
  ];
}

/** An empty apt.txt still is a step (contracts/repo2docker.md section 5). */
export function aptSteps({ readers: { apt } }: Reading): Step[] {
  if (apt === undefined) return [];
  const file = apt.source.path;
  const base = repositoryStep('before-copy', `apt-install:${file}`, [file], 'root');
  return [{ ...base, op: 'apt-install', packages: aptPackages(apt), file }];
}

/** Files that are copied on their own, before the repository, where there are any. */
export function copyFilesSteps(files: readonly (string | undefined)[]): Step[] {
  const present = files.filter((file) => file !== undefined);
  if (present.length === 0) return [];
  return [{ ...repositoryStep('before-copy', 'copy-files', present), op: 'copy-files', files: present }];
}

export function copyRepoStep({ readers }: Reading): Step {
  const ignoreFiles = readers.ignoreFiles.map(({ source }) => source.path);
  return { ...repositoryStep('after-copy', 'copy-repo', ignoreFiles), op: 'copy-repo', ignoreFiles };
}

export function postBuildSteps({ readers: { postBuild } }: Reading): Step[] {
  if (postBuild === undefined) return [];
  const { path } = postBuild;
  const base = repositoryStep('after-copy', `run-post-build:${path}`, [path]);
  return [{ ...base, op: 'run-post-build', file: path }];
}

/** pip's lists where they are installed at `place`: all of them before the copy, or all of them after it. */
export function pipSteps(reading: Reading, place: StepPlace): Step[] {
  const { environment, readers } = reading;
  const late = isPackage(environment.configDir, readers) || refersToRepository(readers);
  if ((place === 'after-copy') !== late) return [];
  return [
    ...serverPipSteps(reading, place),
    ...requirementsStep(reading, readers.requirements, 'KERNEL_PYTHON_PREFIX', place),
  ];
}

/** requirements3.txt, which counts only beside a Python that is too old for the server. */
export function serverPipSteps(reading: Reading, place: StepPlace): Step[] {
  const separate = reading.environment.versions.separateKernel === true;
  return separate ? requirementsStep(reading, reading.readers.requirements3, 'NB_PYTHON_PREFIX', place) : [];
}

/** `pip install .`, where the repository is a package. */
export function pipInstallRepoSteps({ environment, readers }: Reading): Step[] {
  if (!isPackage(environment.configDir, readers)) return [];
  const inputs = [
    ...(readers.pyproject === undefined ? [] : ['pyproject.toml']),
    ...(readers.setupPy ? ['setup.py'] : []),
  ];
  const base = repositoryStep('after-copy', 'pip-install-repo', inputs);
  return [{ ...base, op: 'pip-install-repo', prefix: 'KERNEL_PYTHON_PREFIX' }];
}

function requirementsStep(
  { readers }: Reading,
  file: RequirementsFile | undefined,
  prefix: PrefixName,
  place: StepPlace,
): Step[] {
  if (file === undefined) return [];
  const { path } = file.source;
  const base = repositoryStep(place, `pip-install-requirements:${path}`, inputsOf(path, readers));
  return [{ ...base, op: 'pip-install-requirements', file: path, prefix }];
}

/** A requirements file and, sorted, those it includes. */
function inputsOf(path: string, { requirementsTree: { files, included } }: Reading['readers']): string[] {
  const others = [...reachable([path], included)].filter((other) => other !== path && files.has(other));
  return [path, ...others.sort()];
}
