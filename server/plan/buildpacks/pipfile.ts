import { inConfigDir } from '../../environment/config-files';
import { compareVersions, parseVersion } from '../../environment/pep440';
import type { Step } from '../../protocol';
import type { JupyterLock, Reading } from './steps';
import {
  aptSteps,
  baseAptSteps,
  copyFilesSteps,
  copyRepoStep,
  postBuildSteps,
  pythonBaseSteps,
  repositoryStep,
  serverPipSteps,
} from './steps';

/** The pipenv that is installed, and the last one that runs on a Python older than 3.6. */
const pipenv = { version: '2022.1.8', old: '2021.5.29' };

/** The steps of the pipfile buildpack. Everything but pipenv itself comes after the copy: a Pipfile may name folders. */
export function pipfileSteps(reading: Reading, python: string, lock: JupyterLock): Step[] {
  const { requirements3, pipfile, pipfileLock } = reading.readers;
  const base = repositoryStep('before-copy', 'pip-install-pipenv', []);
  return [
    ...baseAptSteps(),
    ...pythonBaseSteps(reading, python, lock),
    ...aptSteps(reading),
    ...copyFilesSteps([requirements3?.source.path, pipfile?.source.path, pipfileLock?.source.path]),
    {
      ...base,
      op: 'pip-install-pipenv',
      prefix: 'KERNEL_PYTHON_PREFIX',
      version: isOld(python) ? pipenv.old : pipenv.version,
    },
    copyRepoStep(reading),
    ...serverPipSteps(reading, 'after-copy'),
    installStep(reading),
    ...postBuildSteps(reading),
  ];
}

function installStep({ environment: { configDir }, readers }: Reading): Step {
  const lock = readers.pipfileLock !== undefined;
  const names = ['Pipfile', 'Pipfile.lock'].filter((name) =>
    name === 'Pipfile' ? readers.pipfile !== undefined : lock,
  );
  const inputs = names.map((name) => inConfigDir(configDir, name));
  return {
    ...repositoryStep('after-copy', 'pipenv-install', inputs),
    op: 'pipenv-install',
    prefix: 'KERNEL_PYTHON_PREFIX',
    cwd: configDir === '' ? '.' : configDir,
    mode: lock ? 'lock' : 'no-lock',
    dev: true,
  };
}

function isOld(python: string): boolean {
  const version = parseVersion(python);
  return version !== undefined && compareVersions(version, { epoch: 0, release: [3, 6] }) < 0;
}
