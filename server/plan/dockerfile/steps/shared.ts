import type { Plan, PrefixName, Step, StepOp } from '../../../protocol';
import { AppError } from '../../../protocol';
import { originOf, prefixPath, runTool, settingsMounts } from '../run-tool';
import type { CacheKind } from '../run-tool';
import type { DockerfileOptions, Instruction } from '../types';

/** What a step is rendered with. */
export interface RenderContext {
  readonly plan: Plan;
  readonly options: DockerfileOptions;
}

/** A step of one kind as instructions, in order. */
export type Renderer<Op extends StepOp = StepOp> = (
  step: Extract<Step, { op: Op }>,
  context: RenderContext,
) => readonly Instruction[];

/** Renderers by kind of step. */
export type Renderers<Op extends StepOp> = { readonly [O in Op]: Renderer<O> };

/** A RUN of one of the scripts for this step, as the step's user. */
export function run(
  step: Step,
  { plan, options }: RenderContext,
  command: readonly string[],
  extra: { readonly mounts?: readonly string[]; readonly cache?: CacheKind } = {},
): Instruction {
  return {
    text: runTool(
      command,
      options,
      extra.mounts ?? [],
      extra.cache,
      step.user === 'root' ? 0 : plan.layout.uid,
    ),
    origin: originOf(step),
    user: step.user,
  };
}

/** A RUN that installs with uv, or with pip where uv refuses, into one of the environments. */
export function pipInstall(
  step: Step,
  context: RenderContext,
  prefix: PrefixName,
  wanted: readonly string[],
  cache?: CacheKind,
): Instruction {
  const command = ['pip-install', prefixPath(prefix, context.plan.layout), ...wanted];
  const mounts = settingsMounts(context.options);
  return run(step, context, command, { mounts, ...(cache === undefined ? {} : { cache }) });
}

/** A kind of step that cannot be rendered yet: nothing at all is better than an image that lacks it. */
export function notRendered(step: Step, { plan }: RenderContext): never {
  throw new AppError('buildpack-not-supported', { buildpack: plan.buildpack, file: step.id });
}
