import type { PrefixName, Step, StepPlace } from '../../protocol';
import type { JupyterLock, Reading } from './steps';
import {
  aptSteps,
  baseAptSteps,
  copyFilesSteps,
  copyRepoStep,
  postBuildSteps,
  pythonBaseSteps,
  repositoryStep,
} from './steps';

/** The steps of the conda buildpack. */
export function condaSteps(reading: Reading, python: string, lock: JupyterLock): Step[] {
  return [
    ...baseAptSteps(),
    ...pythonBaseSteps(reading, python, lock),
    ...aptSteps(reading),
    ...copyFilesSteps([earlyCondaFile(reading)]),
    ...condaUpdateSteps(reading, 'before-copy'),
    copyRepoStep(reading),
    ...condaUpdateSteps(reading, 'after-copy'),
    ...postBuildSteps(reading),
  ];
}

/** environment.yml where it is needed before the copy: unless an entry for pip refers to files of the repository. */
export function earlyCondaFile({ readers: { conda } }: Reading): string | undefined {
  return conda === undefined || conda.local ? undefined : conda.source.path;
}

/**
 * The update of the environment, where it is made at `place`, and R with all that belongs to it where a package asks for
 * it. r and julia-project make it too: there R's version is the buildpack's own (`rVersion`).
 */
export function condaUpdateSteps(reading: Reading, place: StepPlace, rVersion?: string): Step[] {
  const { readers, environment } = reading;
  const { conda } = readers;
  if (conda?.local !== (place === 'after-copy')) return [];
  const file = conda.source.path;
  const prefix = environment.versions.separateKernel === true ? 'KERNEL_PYTHON_PREFIX' : 'NB_PYTHON_PREFIX';
  const update: Step = {
    ...repositoryStep(place, `conda-env-update:${file}`, [file]),
    op: 'conda-env-update',
    file,
    prefix,
  };
  const version = rVersion ?? conda.rBase?.version ?? '';
  return conda.usesR ? [update, ...condaRSteps(place, prefix, version)] : [update];
}

function condaRSteps(place: StepPlace, prefix: PrefixName, version: string): Step[] {
  const user = (id: string): ReturnType<typeof repositoryStep<'user'>> =>
    repositoryStep(place, `${id}:conda`, []);
  const root = (id: string): ReturnType<typeof repositoryStep<'root'>> =>
    repositoryStep(place, `${id}:conda`, [], 'root');
  const spec = version === '' ? 'r-base' : `r-base=${version}`;
  return [
    { ...user('conda-install-r'), op: 'conda-install-r', prefix, spec },
    { ...root('install-rstudio-shiny'), op: 'install-rstudio-shiny' },
    { ...user('pip-install-r-proxies'), op: 'pip-install-r-proxies' },
    { ...root('prepare-shiny-dirs'), op: 'prepare-shiny-dirs' },
    { ...root('configure-rstudio-conda'), op: 'configure-rstudio-conda' },
    { ...user('install-irkernel'), op: 'install-irkernel' },
  ];
}
