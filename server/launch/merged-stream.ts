import type { EventCursor, JobEvent, JobRecord, StreamEntry } from '../protocol';
import { AppError, isTerminal } from '../protocol';
import type { JobStore } from '../store/types';

type Jobs = Pick<JobStore, 'get' | 'follow'>;

interface Position {
  readonly launch: number;
  readonly build: number;
}

/** @throws AppError bad-request */
function parseCursor(cursor: EventCursor): Position {
  const match = /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(cursor === '' ? '0' : cursor);
  if (match === null)
    throw new AppError('bad-request', { detail: `${cursor} is not a place in an event stream` });
  return { launch: Number(match[1]), build: Number(match[2] ?? 0) };
}

/**
 * The stream of a job from behind `cursor`. A build's is its log. A launch's has the events of its build spliced in
 * behind the event that joined it, without the build's last one: the launch says itself how that ended. An entry's
 * cursor names the last event of both logs that was delivered, so reading goes on exactly behind it.
 */
export async function* mergedStream(
  jobs: Jobs,
  job: JobRecord,
  cursor: EventCursor,
  signal: AbortSignal,
): AsyncGenerator<StreamEntry> {
  const position = parseCursor(cursor);
  if (job.kind === 'build') {
    for await (const event of jobs.follow(job.id, position.launch, signal))
      yield { cursor: String(event.id), event };
    return;
  }
  yield* launchStream(jobs, job.id, position, signal);
}

/** Reading begins with the last event that was delivered: if that joined a build, the build may not be through. */
async function* launchStream(
  jobs: Jobs,
  id: string,
  position: Position,
  signal: AbortSignal,
): AsyncGenerator<StreamEntry> {
  // A reader that goes away in the middle leaves a question to the log open, which must not keep it here.
  const left = new AbortController();
  const both = AbortSignal.any([signal, left.signal]);
  const launch = jobs.follow(id, Math.max(0, position.launch - 1), both)[Symbol.asyncIterator]();
  try {
    for (let turn = await launch.next(); turn.done !== true;) {
      const event = turn.value;
      if (event.id > position.launch) yield { cursor: `${event.id}.0`, event };
      const next = launch.next();
      // Looked at only after the build's events: a failure until then is not unhandled.
      next.catch(() => undefined);
      if (event.build !== undefined) {
        const after = event.id === position.launch ? position.build : 0;
        for await (const part of buildEvents(jobs, event.build, after, next, signal)) {
          yield { cursor: `${event.id}.${part.id}`, event: part };
        }
      }
      turn = await next;
    }
  } finally {
    left.abort();
    await launch.return?.();
  }
}

/**
 * Events of the build until its last one, or until the launch left it: a shared build goes on without a launch that was
 * cancelled, whose stream must not wait for it.
 */
async function* buildEvents(
  jobs: Jobs,
  build: string,
  after: number,
  next: Promise<IteratorResult<JobEvent>>,
  signal: AbortSignal,
): AsyncGenerator<JobEvent> {
  const left = new AbortController();
  let cancelledAt: string | undefined;
  const watching = next.then(
    async (turn) => {
      if (turn.done === true || turn.value.phase !== 'cancelled') return;
      cancelledAt = turn.value.at;
      if ((await jobs.get(build))?.endedAt === undefined) left.abort();
    },
    () => left.abort(),
  );
  for await (const event of jobs.follow(build, after, AbortSignal.any([signal, left.signal]))) {
    if (isTerminal(event.phase, 'build') || (cancelledAt !== undefined && event.at > cancelledAt)) break;
    yield event;
  }
  if (left.signal.aborted) await watching;
}
