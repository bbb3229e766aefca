import type { RepoView } from '../environment/view';
import type { FailureExplanation, MessageArgs, MessageCode, Plan, Step } from '../protocol';
import { AppError, renderMessage } from '../protocol';
import type { Cause } from './explain';
import { recogniseCause } from './explain';
import type { RequirementPlace } from './requirement-place';
import { findInvalidLine, findRequirement } from './requirement-place';

/** What is known about a build when it failed. */
export interface FailureContext {
  readonly plan: Plan;
  /** Id of the step that was running. */
  readonly step?: string;
  /** The last lines of that step's output. */
  readonly lines: readonly string[];
  /** Path of the build's log. */
  readonly log: string;
  /** The folder that the build writes into. */
  readonly place: string;
  readonly view: RepoView;
}

/** What a build should find free; told to people. */
const needed = '1 GB';

export interface DescribedFailure {
  readonly error: AppError;
  readonly explanations: readonly FailureExplanation[];
}

/**
 * Turns "a step failed" into what a person can act on: the cause that the output shows, with the file and line of the
 * repository it comes from, and an error of that cause where there is one.
 */
export function describeFailure(error: AppError, context: FailureContext): DescribedFailure {
  if (error.code !== 'step-failed') return { error, explanations: [] };
  const step = context.plan.steps.find(({ id }) => id === context.step);
  const cause = recogniseCause(context.lines);
  const placed = withPlace(cause, step, context.view);
  return {
    error:
      causeError(cause, placed, context) ??
      new AppError('step-failed', { ...error.args, log: context.log }, { cause: error }),
    explanations: explanationsOf(error, cause, placed, step, context),
  };
}

function withPlace(
  cause: Cause | undefined,
  step: Step | undefined,
  view: RepoView,
): RequirementPlace | undefined {
  if (cause === undefined || step?.op !== 'pip-install-requirements') return undefined;
  if (cause.kind === 'unreadable-requirement') return cause.place ?? findInvalidLine(view, step.file);
  return 'package' in cause ? findRequirement(view, step.file, cause.package) : undefined;
}

/** The error that says more than "a step failed". */
function causeError(
  cause: Cause | undefined,
  place: RequirementPlace | undefined,
  context: FailureContext,
): AppError | undefined {
  switch (cause?.kind) {
    case 'disk-full':
      return new AppError('disk-full', { path: context.place, needed });
    case 'network':
    case 'certificate':
      return new AppError('network', { host: cause.host, detail: cause.line });
    case 'package-not-found':
    case 'version-not-found':
    case 'no-wheel': {
      const file = place === undefined ? 'one of the requirements' : `${place.file} line ${place.line + 1}`;
      return new AppError('package-not-found', { package: place?.written ?? requirementOf(cause), file });
    }
    case 'unreadable-requirement': {
      if (place === undefined) return undefined;
      const { file, line, written } = place;
      return new AppError('invalid-requirement', { file, line: line + 1, content: written });
    }
    default:
      return undefined;
  }
}

function requirementOf(cause: Cause): string {
  if ('requirement' in cause) return cause.requirement;
  return 'package' in cause ? cause.package : '';
}

function explanationsOf(
  error: AppError,
  cause: Cause | undefined,
  place: RequirementPlace | undefined,
  step: Step | undefined,
  context: FailureContext,
): readonly FailureExplanation[] {
  const file = place?.file ?? fileOf(step);
  const at = {
    ...(file === undefined ? {} : { file }),
    ...(place === undefined ? {} : { line: place.line }),
  };
  const found: FailureExplanation[] = [];
  if (cause !== undefined) found.push({ ...sentences(cause, context.plan, file), ...at });
  if (step?.op === 'run-post-build') {
    const args = { file: step.file, exit: error.args['exit'] ?? '' };
    found.push({ ...pair('explain.script-failed', 'explain.script-failed.fix', args), ...at });
  }
  return found;
}

function fileOf(step: Step | undefined): string | undefined {
  if (step?.op === 'pip-install-requirements' || step?.op === 'run-post-build') return step.file;
  return step?.op === 'apt-install' ? step.file : undefined;
}

function sentences(cause: Cause, plan: Plan, file: string | undefined): FailureExplanation {
  const python = plan.toolchains[0]?.resolved ?? plan.toolchains[0]?.requested ?? '';
  const { kind, ...rest } = cause;
  const texts = Object.entries(rest).filter(([, value]) => typeof value === 'string');
  const more = Object.fromEntries(texts) as MessageArgs;
  const args: MessageArgs = { file: file ?? 'a requirements file', ...more, python, detail: detailOf(cause) };
  return pair(`explain.${kind}`, `explain.${kind}.fix`, args);
}

function detailOf(cause: Cause): string {
  return 'line' in cause ? cause.line : '';
}

function pair(code: MessageCode, fix: MessageCode, args: MessageArgs): FailureExplanation {
  return { code, message: renderMessage(code, args), fix: renderMessage(fix, args) };
}
