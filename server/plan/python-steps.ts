import { aptPackages } from '../environment/apt-txt';
import type { EnvironmentReading } from '../environment/environment';
import { isPackage, refersToRepository } from '../environment/file-uses';
import { reachable } from '../environment/problems';
import { defaultPython } from '../environment/pythons';
import type { RequirementsFile } from '../environment/requirements';
import type { PrefixName, Step, StepPlace } from '../protocol';
import type { PlanOptions } from './plan-repository';

/** The Python of the server where the kernel's is too old for it. */
export const serverPython = defaultPython;

/** Debian packages that every image gets (contracts/repo2docker.md section 7). */
const sharedAptPackages = ['gettext-base', 'less', 'unzip'];

type Reading = EnvironmentReading;

/**
 * The steps of the python buildpack, in the order of contracts/repo2docker.md section 7. The repository's Debian packages
 * come before its files are copied one by one, because they do not need them.
 */
export function pythonSteps(
  reading: Reading,
  python: string,
  jupyterLock: PlanOptions['jupyterLock'],
): Step[] {
  const { environment, readers } = reading;
  const packageAtRoot = isPackage(environment.configDir, readers);
  const pipPlace = packageAtRoot || refersToRepository(readers) ? 'after-copy' : 'before-copy';
  const pip = pipSteps(reading, pipPlace);
  const atPlace = (place: StepPlace): Step[] => (pipPlace === place ? pip : []);
  return [
    ...baseSteps(python, environment.versions.separateKernel === true, jupyterLock),
    ...aptStep(reading),
    ...copyFilesStep(reading),
    ...atPlace('before-copy'),
    copyRepoStep(reading),
    ...atPlace('after-copy'),
    ...(packageAtRoot ? [pipInstallRepoStep(reading)] : []),
    ...postBuildStep(reading),
  ];
}

/** The same for every repository with this Python. */
function baseSteps(python: string, separate: boolean, jupyterLock: PlanOptions['jupyterLock']): Step[] {
  const base = { place: 'before-copy', inputs: [], origin: 'base' } as const;
  const server = separate ? serverPython : python;
  const install = (version: string, prefix: PrefixName, lock: string): Step[] => [
    { ...base, id: `install-python:${prefix}`, user: 'root', op: 'install-python', version, prefix },
    { ...base, id: `install-jupyter:${prefix}`, user: 'user', op: 'install-jupyter', lock, prefix },
  ];
  return [
    { ...base, id: 'apt-install:base', user: 'root', op: 'apt-install', packages: sharedAptPackages },
    ...install(server, 'NB_PYTHON_PREFIX', jupyterLock(server, 'server')),
    ...(separate ? install(python, 'KERNEL_PYTHON_PREFIX', jupyterLock(python, 'kernel')) : []),
  ];
}

/** An empty apt.txt still is a step (contracts/repo2docker.md section 5). */
function aptStep({ readers: { apt } }: Reading): Step[] {
  if (apt === undefined) return [];
  const file = apt.source.path;
  const packages = aptPackages(apt);
  return [
    {
      ...fromRepository('before-copy', `apt-install:${file}`, [file]),
      user: 'root',
      op: 'apt-install',
      packages,
      file,
    },
  ];
}

/** Both files are copied early, whether or not they are installed early or at all. */
function copyFilesStep({ readers }: Reading): Step[] {
  const files = [readers.requirements, readers.requirements3]
    .filter((file) => file !== undefined)
    .map(({ source }) => source.path);
  if (files.length === 0) return [];
  return [{ ...fromRepository('before-copy', 'copy-files', files), op: 'copy-files', files }];
}

function pipSteps({ environment, readers }: Reading, place: StepPlace): Step[] {
  const separate = environment.versions.separateKernel === true;
  const step = (file: RequirementsFile | undefined, prefix: PrefixName): Step[] => {
    if (file === undefined) return [];
    const { path } = file.source;
    const base = fromRepository(place, `pip-install-requirements:${path}`, inputsOf(path, readers));
    return [{ ...base, op: 'pip-install-requirements', file: path, prefix }];
  };
  return [
    ...(separate ? step(readers.requirements3, 'NB_PYTHON_PREFIX') : []),
    ...step(readers.requirements, 'KERNEL_PYTHON_PREFIX'),
  ];
}

/** A requirements file and, sorted, those it includes. */
function inputsOf(path: string, { requirementsTree: { files, included } }: Reading['readers']): string[] {
  const others = [...reachable([path], included)].filter((other) => other !== path && files.has(other));
  return [path, ...others.sort()];
}

function copyRepoStep({ readers }: Reading): Step {
  const ignoreFiles = readers.ignoreFiles.map(({ source }) => source.path);
  return { ...fromRepository('after-copy', 'copy-repo', ignoreFiles), op: 'copy-repo', ignoreFiles };
}

function pipInstallRepoStep({ readers }: Reading): Step {
  const inputs = [
    ...(readers.pyproject === undefined ? [] : ['pyproject.toml']),
    ...(readers.setupPy ? ['setup.py'] : []),
  ];
  return {
    ...fromRepository('after-copy', 'pip-install-repo', inputs),
    op: 'pip-install-repo',
    prefix: 'KERNEL_PYTHON_PREFIX',
  };
}

function postBuildStep({ readers: { postBuild } }: Reading): Step[] {
  if (postBuild === undefined) return [];
  const { path } = postBuild;
  return [
    { ...fromRepository('after-copy', `run-post-build:${path}`, [path]), op: 'run-post-build', file: path },
  ];
}

function fromRepository(
  place: StepPlace,
  id: string,
  inputs: readonly string[],
): { id: string; place: StepPlace; user: 'user'; inputs: readonly string[]; origin: 'repository' } {
  return { id, place, user: 'user', inputs, origin: 'repository' };
}
