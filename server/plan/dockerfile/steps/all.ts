import type { Plan, Step } from '../../../protocol';
import type { DockerfileOptions, Instruction } from '../types';
import { condaRenderers } from './conda';
import { contentRenderers } from './content';
import { juliaRenderers } from './julia';
import { lockRenderers } from './lock';
import { nixRenderers } from './nix';
import { pythonRenderers } from './python';
import { rRenderers } from './r';
import type { Renderer, Renderers } from './shared';
import { notRendered } from './shared';

const renderers: Renderers<Step['op']> = {
  ...contentRenderers,
  ...pythonRenderers,
  ...lockRenderers,
  ...condaRenderers,
  ...rRenderers,
  ...juliaRenderers,
  ...nixRenderers,
  // The repository's own Dockerfile is built as it is: there is nothing to render.
  'build-dockerfile': notRendered,
};

/** A step of the plan as instructions, in order. */
export function stepInstructions(step: Step, plan: Plan, options: DockerfileOptions): readonly Instruction[] {
  return (renderers[step.op] as Renderer)(step, { plan, options });
}
