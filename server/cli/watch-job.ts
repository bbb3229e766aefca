import { join } from 'node:path';
import type { BinderyClient } from '../http/client/types';
import { stateRoot } from '../platform/paths';
import type { JobEvent, JobRecord, LaunchRequest } from '../protocol';
import { AppError, Cancelled } from '../protocol';
import type { Context } from './command';
import { createProgress } from './progress';

/**
 * Shows the job until its end and returns its last event. Owns it meanwhile: Ctrl-C cancels it, and so does the end of
 * this process, however it comes.
 * @throws AppError why it failed; Cancelled after Ctrl-C, unless the session was there before
 */
export async function watchJob(client: BinderyClient, job: JobRecord, context: Context): Promise<JobEvent> {
  const { output, interrupts } = context;
  const display = createProgress(output);
  const cancel = (): void => {
    display.note('Cancelling. What was started is being ended; Ctrl-C again leaves that to the agent.');
    client.cancel(job.id).catch(() => undefined);
  };
  interrupts.first.addEventListener('abort', cancel, { once: true });
  let last: JobEvent | undefined;
  try {
    if (interrupts.first.aborted) cancel();
    for await (const { event } of client.follow(job.id, { owner: true, signal: interrupts.leave })) {
      output.record(event);
      display.show(event);
      last = event;
    }
  } finally {
    interrupts.first.removeEventListener('abort', cancel);
    display.end(last?.phase === 'failed');
  }
  return checkEnd(last, context);
}

function checkEnd(last: JobEvent | undefined, context: Context): JobEvent {
  const { interrupts, output } = context;
  if (interrupts.first.aborted && last?.phase !== 'ready') throw new Cancelled();
  if (last === undefined) throw new AppError('agent-unreachable', { detail: 'the stream ended early' });
  if (last.phase === 'cancelled') output.say('It was cancelled from elsewhere.');
  if (last.phase === 'failed') tellFailure(last, context);
  if (last.error !== undefined) throw AppError.fromData(last.error);
  return last;
}

/** What the error's own sentence leaves out: what the log gives away about the cause, and where the log is. */
function tellFailure({ job, explanations = [] }: JobEvent, { output, env }: Context): void {
  for (const { message, fix, file, line } of explanations) {
    const place = file === undefined || line === undefined ? '' : `${file}:${line + 1}: `;
    output.say(`${place}${message}`);
    if (fix !== undefined) output.say(`  ${fix}`);
  }
  output.say(`The log is kept in ${join(stateRoot(env), 'jobs', job)}.`);
}

/**
 * Starts a job and watches it. A repository that needs trust is asked about on a terminal and started once more.
 * @throws as watchJob
 */
export async function runJob(
  client: BinderyClient,
  request: LaunchRequest,
  start: (request: LaunchRequest) => Promise<JobRecord>,
  context: Context,
): Promise<JobEvent> {
  try {
    return await watchJob(client, await start(request), context);
  } catch (error) {
    if (!AppError.is(error, 'not-trusted') || context.confirm === undefined) throw error;
    if (!(await context.confirm(`${error.message} Run it?`))) throw error;
    return watchJob(client, await start({ ...request, trust: true }), context);
  }
}
