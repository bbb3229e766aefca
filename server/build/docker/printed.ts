import type { Plan } from '../../protocol';
import { renderDockerfile } from '../../plan/dockerfile/render';
import { toolFiles } from '../../plan/dockerfile/tools';
import { condaScript } from '../conda/script';
import { clientRequirements } from '../conda/wheels';
import { uvVersion } from '../uv';
import { usesConda } from './conda-image';
import { lockTexts } from './locks';

/**
 * The plan as a Dockerfile that builds without Bindery: `docker build` in the repository's folder. `entry` is the text
 * of the session entry script.
 */
export function printedDockerfile(plan: Plan, entry: string): string {
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
