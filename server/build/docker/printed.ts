import type { Plan } from '../../protocol';
import { renderDockerfile } from '../../plan/dockerfile/render';
import { shellWord } from '../../plan/dockerfile/run-tool';
import { toolFiles } from '../../plan/dockerfile/tools';
import { condaScript } from '../conda/script';
import { clientRequirements } from '../conda/wheels';
import { uvVersion } from '../uv';
import { usesConda } from './conda-image';
import { lockTexts } from './locks';
import { buildArguments, dockerfileStep } from './user-dockerfile';

/**
 * A repository that brings its Dockerfile needs none of ours: where it is, and how it is built by hand. As comments, so
 * that what is printed is never taken for an image's recipe.
 */
function howToBuild(
  plan: Plan,
  { file, context }: { readonly file: string; readonly context: string },
): string {
  const given = Object.entries(buildArguments(plan)).map(([name, value]) => `--build-arg ${name}=${value}`);
  return [
    `# The repository's own Dockerfile is ${file}. In the folder of the repository:`,
    `# docker build --file ${shellWord(file)} ${given.join(' ')} ${shellWord(context)}`,
    '',
  ].join('\n');
}

/**
 * The plan as a Dockerfile that builds without Bindery: `docker build` in the repository's folder. `entry` is the text
 * of the session entry script.
 */
export function printedDockerfile(plan: Plan, entry: string): string {
  const own = dockerfileStep(plan);
  if (own !== undefined) return howToBuild(plan, own);
  const from = plan.base.kind === 'image' ? plan.base.reference : 'scratch';
  const conda = usesConda(plan) ? { program: condaScript(), packages: clientRequirements } : undefined;
  const files = toolFiles({ locks: lockTexts(plan), entry, ...(conda === undefined ? {} : { conda }) });
  return renderDockerfile(plan, {
    part: 'all',
    from,
    tools: { kind: 'stage', files, uvVersion, condaPackages: conda?.packages ?? [] },
    repoFolder: '',
    settings: false,
    authorities: false,
    labels: {},
  }).text;
}
