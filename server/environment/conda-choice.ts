import type { EnvironmentProblem, Platform } from '../protocol';
import type { CondaEnvironmentFile } from './environment-yml';
import { defaultPython } from './pythons';
import { rangeAt } from './text';
import { faultProblem, planProblemAt, pythonOf } from './version-problems';
import type { Choice } from './version-problems';

/** The Python that environment.yml asks for, where the buildpack conda builds. */
export function chooseCondaPython({ source, python }: CondaEnvironmentFile, platform: Platform): Choice {
  if (python === undefined || python.version === '') return { version: defaultPython };
  return pythonOf(python.version, source, python.dependency.range, platform);
}

/** What keeps a plan from being made with this environment.yml, whichever buildpack uses it. */
export function condaProblems(file: CondaEnvironmentFile, platform: Platform): EnvironmentProblem[] {
  const { source, syntaxError, notMapping, dependenciesNotList } = file;
  if (syntaxError !== undefined) return [faultProblem(source, syntaxError)];
  if (notMapping !== undefined)
    return [planProblemAt(source, notMapping.range, 'environment-yml-not-mapping')];
  if (dependenciesNotList !== undefined && !dependenciesNotList.iterable) {
    const { range, text } = dependenciesNotList;
    return [planProblemAt(source, range, 'environment-yml-null-dependencies', { content: text })];
  }
  return file.usesR && platform !== 'linux/amd64' ? [rNeedsAmd64(file, platform)] : [];
}

/** RStudio, which comes with R, exists for one platform only. */
function rNeedsAmd64({ source, dependencies }: CondaEnvironmentFile, platform: Platform): EnvironmentProblem {
  const asking = dependencies.find(({ written }) => written.text.startsWith('r-'));
  const range = asking?.written.range ?? rangeAt(source, 0, 0);
  return planProblemAt(source, range, 'r-needs-amd64', { platform });
}
