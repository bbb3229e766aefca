import type { Step } from '../../protocol';
import type { JupyterLock, Reading } from './steps';
import {
  aptSteps,
  baseAptSteps,
  copyFilesSteps,
  copyRepoStep,
  pipInstallRepoSteps,
  pipSteps,
  postBuildSteps,
  pythonBaseSteps,
} from './steps';

/**
 * The steps of the python buildpack, in the order of contracts/repo2docker.md section 7. The repository's Debian packages
 * come before its files are copied one by one, because they do not need them.
 */
export function pythonSteps(reading: Reading, python: string, lock: JupyterLock): Step[] {
  const { readers } = reading;
  return [
    ...baseAptSteps(),
    ...pythonBaseSteps(reading, python, lock),
    ...aptSteps(reading),
    // Both are copied early, whether or not they are installed early or at all.
    ...copyFilesSteps([readers.requirements?.source.path, readers.requirements3?.source.path]),
    ...pipSteps(reading, 'before-copy'),
    copyRepoStep(reading),
    ...pipSteps(reading, 'after-copy'),
    ...pipInstallRepoSteps(reading),
    ...postBuildSteps(reading),
  ];
}
