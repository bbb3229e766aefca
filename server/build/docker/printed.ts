import type { Plan } from '../../protocol';
import { renderDockerfile } from '../../plan/dockerfile/render';
import { toolFiles } from '../../plan/dockerfile/tools';
import { uvVersion } from '../uv';
import { lockTexts } from './locks';

/**
 * The plan as a Dockerfile that builds without Bindery: `docker build` in the repository's folder. `entry` is the text
 * of the session entry script.
 */
export function printedDockerfile(plan: Plan, entry: string): string {
  const from = plan.base.kind === 'image' ? plan.base.reference : 'scratch';
  const files = toolFiles({ locks: lockTexts(plan), entry });
  return renderDockerfile(plan, {
    part: 'all',
    from,
    tools: { kind: 'stage', files, uvVersion },
    repoFolder: '',
    settings: false,
    authorities: false,
    labels: {},
  }).text;
}
