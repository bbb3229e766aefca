import type { RepoView } from '../environment/view';
import type { FailureExplanation, Plan } from '../protocol';
import { AppError } from '../protocol';
import { explainFailure, findCause, sentence } from './explain/explain';
import type { PlacedCause } from './explain/explain';
import { runsRepositoryCode } from './explain/model';
import type { FailureModel } from './explain/model';

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
  const { plan, view } = context;
  const step = plan.steps.find(({ id }) => id === context.step);
  const command = step?.op === 'build-dockerfile' ? instructionIn(error) : undefined;
  const model: FailureModel = {
    plan,
    view,
    ...(step === undefined ? {} : { step }),
    ...(command === undefined ? {} : { command }),
  };
  if (error.code === 'build-timeout') return { error, explanations: [outOfTime(error, step?.id)] };
  const refused = error.code === 'engine-failed' || error.code === 'dockerfile-refused';
  if (error.code !== 'step-failed' && !refused) return { error, explanations: [] };
  const exit = textOf(error, 'exit');
  const lines = refused ? [...context.lines, textOf(error, 'detail')] : context.lines;
  const found = findCause(lines, exit, model);
  const explanations = explainFailure(found, exit, model);
  if (refused) return { error, explanations: found === undefined ? [] : explanations };
  return {
    error:
      (runsRepositoryCode(step) ? undefined : causeError(found, context)) ??
      new AppError('step-failed', { ...error.args, log: context.log }, { cause: error }),
    explanations,
  };
}

/** The command that the engine of images names in the step's label. */
function instructionIn(error: AppError): string | undefined {
  return /: RUN ([^]+)$/.exec(textOf(error, 'step'))?.[1];
}

function textOf(error: AppError, name: string): string {
  return String(error.args[name] ?? '');
}

function outOfTime(error: AppError, step: string | undefined): FailureExplanation {
  return sentence('time-limit', { minutes: textOf(error, 'minutes'), step: step ?? textOf(error, 'step') });
}

/** The error that says more than "a step failed". What a script of the repository says of networks is its own affair. */
function causeError(found: PlacedCause | undefined, context: FailureContext): AppError | undefined {
  if (found === undefined) return undefined;
  const { cause, place } = found;
  const { args, kind } = cause;
  const line = place?.range === undefined ? undefined : place.range.start.line + 1;
  switch (kind) {
    case 'disk-full':
      return new AppError('disk-full', { path: context.place, needed });
    case 'network':
    case 'certificate':
      return new AppError('network', { host: args['host'] ?? '', detail: args['detail'] ?? '' });
    case 'package-not-found':
    case 'version-not-found':
    case 'no-wheel': {
      const file = line === undefined ? 'one of the requirements' : `${place?.file ?? ''} line ${line}`;
      const asked = place?.written ?? args['requirement'] ?? args['package'] ?? '';
      return new AppError('package-not-found', { package: asked, file });
    }
    case 'unreadable-requirement':
      if (place?.written === undefined || line === undefined) return undefined;
      return new AppError('invalid-requirement', { file: place.file, line, content: place.written });
    default:
      return undefined;
  }
}
