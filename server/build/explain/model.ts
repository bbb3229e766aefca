import type { RepoView } from '../../environment/view';
import type { Plan, Step } from '../../protocol';

/** What is known about the build beside its output: the repository, and the step that failed. */
export interface FailureModel {
  readonly plan: Plan;
  readonly step?: Step;
  readonly view: RepoView;
  /** Of a Dockerfile: the command of the RUN instruction that failed, or its beginning. */
  readonly command?: string;
}

/** The file of the repository that a step works on, or undefined where it has none. */
export function fileOfStep(step: Step | undefined): string | undefined {
  if (step === undefined) return undefined;
  return 'file' in step ? step.file : step.inputs[0];
}

/** True for steps that run what people wrote: its output may hold any words. */
export function runsRepositoryCode(step: Step | undefined): boolean {
  return (
    step?.op === 'run-post-build' ||
    step?.op === 'run-install-R' ||
    step?.op === 'run-install-R-if-not-done' ||
    step?.op === 'nix-shell' ||
    step?.op === 'build-dockerfile'
  );
}
