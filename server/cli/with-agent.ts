import { connectAgent } from '../http/client/connect';
import type { BinderyClient } from '../http/client/types';
import type { Context } from './command';

/** Runs `work` as a client of the agent, which is started where there is none and leaves soon after. */
export async function withAgent<T>(
  context: Context,
  work: (client: BinderyClient) => Promise<T>,
): Promise<T> {
  const client = await connectAgent({
    env: context.env,
    start: true,
    program: { file: process.execPath, args: [...process.execArgv, context.program] },
    linger: 0,
    signal: context.interrupts.first,
  });
  try {
    return await work(client);
  } finally {
    client.close();
  }
}
