import { agentPlaces } from '../http/client/places';
import { createLog } from '../http/log';
import { runAgent } from '../http/agent';
import { makePrivateDir } from '../platform/files';
import { socketPath } from '../platform/paths';
import { identify } from '../platform/process';
import { AppError } from '../protocol';
import type { Context, Input } from './command';
import { exitCodes } from './command';
import { composeServices, openState } from './compose';
import { usage } from './parse';
import { readVersion } from './version';

/** `bindery agent`: serves until nobody needs it; ends at once where another one serves. */
export async function run(input: Input, { env, interrupts, output }: Context): Promise<number> {
  const { root, logFile } = agentPlaces(env);
  const lingerSeconds = parseLinger(input.values.get('linger') ?? '0');
  await makePrivateDir(root);
  const log = createLog(logFile);
  const identity = await identify();
  if (identity === undefined) throw new AppError('internal', { detail: 'this process cannot be identified' });
  const store = await openState(root, log, env);
  const served = await runAgent({
    store,
    socketPath: socketPath(root, env),
    identity,
    version: readVersion(),
    lingerSeconds,
    services: () => composeServices({ env, store }),
    log,
    signal: interrupts.first,
  });
  if (!served) output.say('Another agent serves.');
  return exitCodes.success;
}

function parseLinger(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw usage('agent', `--linger is a number of seconds, not ${text}.`);
}
