import type { BinderyClient } from '../http/client/types';
import type { Session } from '../protocol';
import { AppError, Cancelled } from '../protocol';
import type { Context } from './command';
import { exitCodes } from './command';

/**
 * Stays with a session until it ends, which this process's end brings about too.
 * @returns 0 when it was stopped or ended idle, 1 when it failed
 * @throws Cancelled after Ctrl-C, when it has been stopped
 */
export async function holdSession(client: BinderyClient, name: string, context: Context): Promise<number> {
  const { output, interrupts } = context;
  output.say(`The session ${name} runs. Ctrl-C stops it.`);
  let stopping: Promise<unknown> | undefined;
  const stop = (): void => {
    output.say(`Stopping ${name}. Ctrl-C again leaves that to the agent.`);
    stopping = client.stopSession(name).catch(ignoreEnded);
    // Awaited below, except by those who leave before it has been carried out.
    stopping.catch(() => undefined);
  };
  interrupts.first.addEventListener('abort', stop, { once: true });
  let last: Session | undefined;
  try {
    if (interrupts.first.aborted) stop();
    const options = { owner: true, signal: interrupts.leave };
    for await (const session of client.watchSession(name, options)) last = session;
    if (!interrupts.leave.aborted) await stopping;
  } finally {
    interrupts.first.removeEventListener('abort', stop);
  }
  if (interrupts.first.aborted) throw new Cancelled();
  output.say(`The session ${name} ended: ${last?.reason ?? 'the agent does not know why'}`);
  return last?.state === 'stopped' ? exitCodes.success : exitCodes.failure;
}

/** It may end by itself while it is being stopped. */
function ignoreEnded(error: unknown): void {
  if (!AppError.is(error, 'session-wrong-state') && !AppError.is(error, 'session-not-found')) throw error;
}
