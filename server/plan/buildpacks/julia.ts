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

/** The steps of the buildpack julia-project: Python's and conda's, with Julia around them. */
export function juliaSteps(
  reading: Reading,
  { python, julia }: { readonly python: string; readonly julia: string },
  lock: JupyterLock,
): Step[] {
  const { readers } = reading;
  return [
    ...baseAptSteps(),
    ...pythonBaseSteps(reading, python, lock),
    { ...baseStep('install-julia', 'root'), op: 'install-julia', version: julia },
    ...aptSteps(reading),
    ...copyFilesSteps([
      earlyCondaFile(reading),
      readers.requirements?.source.path,
      readers.requirements3?.source.path,
    ]),
    ...condaUpdateSteps(reading, 'before-copy'),
    ...pipSteps(reading, 'before-copy'),
    copyRepoStep(reading),
    ...condaUpdateSteps(reading, 'after-copy'),
    ...pipSteps(reading, 'after-copy'),
    ...pipInstallRepoSteps(reading),
    instantiateStep(reading),
    ...postBuildSteps(reading),
  ];
}

/** The folder of the Project file, as a path of the image. */
export function juliaProjectDir({ environment: { configDir } }: Reading): string {
  return configDir === '' ? '${REPO_DIR}' : `\${REPO_DIR}/${configDir}`;
}

function instantiateStep(reading: Reading): Step {
  const { readers } = reading;
  const { juliaProject, juliaManifest } = readers;
  const inputs = [juliaProject, juliaManifest]
    .filter((file) => file !== undefined)
    .map(({ source }) => source.path);
  return {
    ...repositoryStep('after-copy', 'julia-instantiate', inputs),
    op: 'julia-instantiate',
    project: juliaProjectDir(reading),
  };
}
