import { readText } from '../../environment/config-files';
import type { FailureExplanation, MessageArgs, MessageCode, Plan } from '../../protocol';
import { renderMessage } from '../../protocol';
import templates from '../../../l10n/messages.en.json';
import { readLog } from './log';
import type { FailureModel } from './model';
import { fileOfStep, runsRepositoryCode } from './model';
import type { CausePlace } from './place';
import { placeOf, placeOfInstruction } from './place';
import { recogniseIn } from './recognise';
import type { Cause, CauseKind } from './types';

/** A cause that was found, and where. */
export interface PlacedCause {
  readonly cause: Cause;
  readonly place?: CausePlace;
}

/**
 * Finds the cause in the end of a failed step's output, and its place in the repository. Pure: a function of the log and
 * the environment model. Undefined where the log has nothing that is known for certain.
 */
export function findCause(
  lines: readonly string[],
  exit: string | number,
  model: FailureModel,
): PlacedCause | undefined {
  const told = recogniseIn(readLog(lines, exit));
  if (told === undefined) return undefined;
  const cause = withLineEnds(told, model);
  const place = placeOf(cause, model);
  return { cause, ...(place === undefined ? {} : { place }) };
}

/** A shell tells a missing interpreter and Windows line ends by the same words; the file itself shows which it is. */
function withLineEnds(cause: Cause, { step, view }: FailureModel): Cause {
  const file = fileOfStep(step);
  if (cause.kind !== 'interpreter-missing' || file === undefined) return cause;
  const first = /^#![^\n]{0,300}\r\n/.test(readText(view, file)?.text ?? '');
  return first ? { ...cause, kind: 'script-crlf' } : cause;
}

/** The explanations of a failed step: its cause where one was found, and the script that ended where one was running. */
export function explainFailure(
  found: PlacedCause | undefined,
  exit: string | number,
  model: FailureModel,
): readonly FailureExplanation[] {
  const { step } = model;
  const file = fileOfStep(step);
  const explanations = found === undefined ? [] : [explanationOf(found, model)];
  if (step === undefined || file === undefined || !runsRepositoryCode(step)) return explanations;
  if (step.op !== 'run-post-build' && explanations.length > 0) return explanations;
  const args = { file, exit: String(exit), command: model.command ?? '' };
  return model.command === undefined
    ? [...explanations, sentence('script-failed', args, { file })]
    : [sentence('instruction-failed', args, placeOfInstruction(model) ?? { file })];
}

/** A cause as people and machines read it. */
function explanationOf({ cause, place }: PlacedCause, model: FailureModel): FailureExplanation {
  const { plan } = model;
  const python = plan.toolchains.find(({ language }) => language === 'python');
  const line = place?.range === undefined ? '' : `: line ${place.range.start.line + 1}`;
  const file = place?.file ?? fileOfStep(model.step) ?? 'a file of the repository';
  const args: MessageArgs = {
    what: 'the step',
    detail: '',
    ...cause.args,
    file,
    at: `${file}${line}`,
    platform: plan.platform,
    ...filesToEdit(plan),
    python: python?.resolved ?? python?.requested ?? '',
  };
  return sentence(cause.kind, args, place);
}

/** The files in which a person asks for packages and versions, which depend on the buildpack. */
function filesToEdit({ buildpack, configDir }: Plan): MessageArgs {
  const at = (name: string): string => (configDir === '' ? name : `${configDir}/${name}`);
  const all = (name: string): MessageArgs => ({ apt: name, runtime: name, requirements: name });
  if (buildpack === 'dockerfile') return all('the Dockerfile');
  if (buildpack === 'nix') return all(at('default.nix'));
  const apt = at('apt.txt');
  if (buildpack === 'conda') return { ...all(at('environment.yml')), apt };
  if (buildpack === 'pipfile') return { ...all(at('Pipfile')), apt };
  return { apt, runtime: at('runtime.txt'), requirements: at('requirements.txt') };
}

/** An explanation by its code; `place` has the range where one is certain. */
export function sentence(kind: CauseKind, args: MessageArgs, place?: CausePlace): FailureExplanation {
  const code: MessageCode = `explain.${kind}`;
  const range = place?.range;
  const fix = fixOf(kind, args);
  const used = Object.entries(args).filter(([name]) =>
    `${templates[code]}${templates[fix]}`.includes(`{${name}}`),
  );
  return {
    code,
    message: renderMessage(code, args),
    fix: renderMessage(fix, args),
    args: Object.fromEntries(used),
    docs: `docs/failures.md#${kind}`,
    ...(place === undefined ? {} : { file: place.file }),
    ...(range === undefined ? {} : { line: range.start.line, range }),
  };
}

/** The fix that names what our tables know, where they know it. */
function fixOf(kind: CauseKind, args: MessageArgs): MessageCode {
  const known = `explain.${kind}.fix-known`;
  const knows = args['debian'] !== undefined || args['suggestion'] !== undefined;
  return knows && isMessage(known) ? known : `explain.${kind}.fix`;
}

function isMessage(code: string): code is MessageCode {
  return Object.hasOwn(templates, code);
}
