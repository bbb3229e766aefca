import type { BinderyClient } from '../http/client/types';
import type { Context, Input } from './command';
import { exitCodes } from './command';
import { holdSession } from './hold-session';
import { launchRequest } from './launch-request';
import { sessionAddress } from './session-address';
import { runJob } from './watch-job';
import { withAgent } from './with-agent';

/** `bindery launch`: prints the session's URL and stays until it ends, or returns at once with `--detach`. */
export function run(input: Input, context: Context): Promise<number> {
  const detach = input.flags.has('detach');
  const request = { ...launchRequest('launch', input, context), foreground: !detach };
  return withAgent(context, async (client: BinderyClient) => {
    const ready = await runJob(client, request, (it) => client.launch(it), context);
    if (ready.session === undefined) return exitCodes.failure;
    await printAddress(client, ready.session, context);
    if (!detach) return holdSession(client, ready.session, context);
    context.output.say(
      `The session ${ready.session} goes on; bindery sessions stop ${ready.session} ends it.`,
    );
    return exitCodes.success;
  });
}

async function printAddress(client: BinderyClient, name: string, { output }: Context): Promise<void> {
  const session = await client.session(name);
  output.result(sessionAddress(await client.connection(name), session.urlPath));
}
