import type { ArtifactSummary, Environment, EventBody, MessageArgs, MessageCode, Phase } from '../protocol';
import { renderMessage } from '../protocol';

/** A message of ours in a job's log. */
export function said(
  phase: Phase,
  code: MessageCode,
  args: MessageArgs = {},
  more: Partial<EventBody> = {},
): EventBody {
  return { phase, code, args, message: renderMessage(code, args), ...more };
}

/** What the repository asks for: which recipe, and because of which files. Undefined where no recipe could be chosen. */
export function environmentEvent(environment: Environment): EventBody | undefined {
  const { buildpack, chosenAsFallback } = environment;
  if (buildpack === undefined) return undefined;
  const used = environment.files.filter(({ role }) => role === 'used').map((file) => file.path);
  if (chosenAsFallback && used.length === 0) {
    return said('building', 'launch.environment-fallback', { buildpack }, { environment });
  }
  return said('building', 'launch.environment', { buildpack, files: used.join(', ') }, { environment });
}

/** Something was built; of an environment that was there already it says how old that is. */
export function builtEvent(artifact: ArtifactSummary, now: Date): EventBody {
  const { environmentBuiltAt: builtAt } = artifact;
  if (builtAt === undefined) return said('built', 'launch.built', {}, { artifact, reused: false });
  const age = ageText(now.getTime() - Date.parse(builtAt));
  return said('built', 'launch.built-upon', { age }, { artifact, reused: false });
}

/** Nothing had to be built; says how old what is reused is. */
export function reusedEvent(artifact: ArtifactSummary, now: Date): EventBody {
  const age = ageText(now.getTime() - Date.parse(artifact.builtAt));
  return said('built', 'launch.reused', { age }, { artifact, reused: true });
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `3 days ago`, in the largest unit that fits. */
export function ageText(milliseconds: number): string {
  for (const [unit, size] of units) {
    const count = Math.floor(milliseconds / size);
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}
