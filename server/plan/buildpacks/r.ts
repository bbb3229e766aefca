import type { Step } from '../../protocol';
import { condaUpdateSteps, earlyCondaFile } from './conda';
import type { JupyterLock, Reading } from './steps';
import {
  aptSteps,
  baseAptSteps,
  baseStep,
  copyFilesSteps,
  copyRepoStep,
  pipInstallRepoSteps,
  pipSteps,
  postBuildSteps,
  pythonBaseSteps,
  repositoryStep,
} from './steps';

/** Debian packages that RStudio needs (contracts/repo2docker.md section 7). */
const rAptPackages = ['libapparmor1', 'libssl-dev', 'lsb-release', 'psmisc', 'sudo'];

/** What the buildpack r installs, once its versions are known. */
export interface RVersions {
  readonly python: string;
  readonly r: string;
  /** ISO date. */
  readonly snapshotDate: string;
}

/** The steps of the buildpack r: Python's and conda's, with R around them. */
export function rSteps(reading: Reading, versions: RVersions, lock: JupyterLock): Step[] {
  const { readers } = reading;
  return [
    ...baseAptSteps(rAptPackages),
    ...pythonBaseSteps(reading, versions.python, lock),
    ...rBaseSteps(versions),
    ...aptSteps(reading),
    ...copyFilesSteps([
      earlyCondaFile(reading),
      readers.requirements?.source.path,
      readers.requirements3?.source.path,
      readers.installR?.source.path,
    ]),
    ...condaUpdateSteps(reading, 'before-copy', versions.r),
    ...pipSteps(reading, 'before-copy'),
    ...installRSteps(reading, 'before-copy'),
    copyRepoStep(reading),
    ...condaUpdateSteps(reading, 'after-copy', versions.r),
    ...pipSteps(reading, 'after-copy'),
    ...pipInstallRepoSteps(reading),
    ...installRSteps(reading, 'after-copy'),
    ...localPackageSteps(reading),
    ...postBuildSteps(reading),
  ];
}

function rBaseSteps({ r, snapshotDate }: RVersions): Step[] {
  return [
    { ...baseStep('install-r', 'root'), op: 'install-r', version: r },
    { ...baseStep('install-rstudio-shiny', 'root'), op: 'install-rstudio-shiny' },
    { ...baseStep('pip-install-r-proxies', 'user'), op: 'pip-install-r-proxies' },
    { ...baseStep('prepare-shiny-dirs', 'root'), op: 'prepare-shiny-dirs' },
    { ...baseStep('configure-r', 'root'), op: 'configure-r', snapshotDate },
    { ...baseStep('install-irkernel', 'user'), op: 'install-irkernel' },
  ];
}

/** It is tried with nothing but itself, and again with the whole repository unless that succeeded. */
function installRSteps({ readers: { installR } }: Reading, place: 'before-copy' | 'after-copy'): Step[] {
  if (installR === undefined) return [];
  const file = installR.source.path;
  const op = place === 'before-copy' ? 'run-install-R' : 'run-install-R-if-not-done';
  return [{ ...repositoryStep(place, `${op}:${file}`, [file]), op, file }];
}

function localPackageSteps({ environment: { configDir }, readers: { description } }: Reading): Step[] {
  if (configDir !== '' || description === undefined) return [];
  const { path } = description.source;
  return [
    { ...repositoryStep('after-copy', 'r-install-local-package', [path]), op: 'r-install-local-package' },
  ];
}
