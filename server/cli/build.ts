import type { Context, Input } from './command';
import { exitCodes } from './command';
import { launchRequest } from './launch-request';
import { runJob } from './watch-job';
import { withAgent } from './with-agent';

/** `bindery build`: ends with the artifact. */
export async function run(input: Input, context: Context): Promise<number> {
  const request = { ...launchRequest('build', input, context), foreground: true };
  const event = await withAgent(context, (client) =>
    runJob(client, request, (it) => client.build(it), context),
  );
  if (event.artifact === undefined) return exitCodes.failure;
  const { kind, location } = event.artifact;
  context.output.result(`${kind} ${location}${event.reused === true ? ' (nothing had to be built)' : ''}`);
  return exitCodes.success;
}
