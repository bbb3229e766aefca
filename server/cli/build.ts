import type { Context, Input } from './command';
import { exitCodes } from './command';
import { launchRequest } from './launch-request';
import { runJob } from './watch-job';
import { withAgent } from './with-agent';

/** `bindery build`: ends with the artifact, or with an archive of it. */
export async function run(input: Input, context: Context): Promise<number> {
  const asked = { ...launchRequest('build', input, context), foreground: true };
  const file = input.values.get('pack');
  // Loaded only here: packing needs what other builds do not.
  const packing = file === undefined ? undefined : await import('./pack');
  const request = packing === undefined ? asked : packing.packable(asked, file ?? '');
  return await withAgent(context, async (client) => {
    const event = await runJob(client, request, (it) => client.build(it), context);
    if (event.artifact === undefined) return exitCodes.failure;
    const { kind, location } = event.artifact;
    context.output.result(`${kind} ${location}${event.reused === true ? ' (nothing had to be built)' : ''}`);
    if (packing !== undefined)
      context.output.result(await packing.packArtifact(event.artifact, file ?? '', context));
    return exitCodes.success;
  });
}
