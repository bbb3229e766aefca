import type { Response } from 'express';
import { Router } from 'express';
import type { EventCursor, JobAnswer, JobEvent, JobRecord, JobsAnswer } from '../protocol';
import { AppError, routes } from '../protocol';
import type { AppDeps } from './app';
import type { Frame } from './event-stream';
import { createSharedEncoder, sendEventStream } from './event-stream';
import { ownJob } from './foreground';
import { parseLaunchRequest } from './requests';

/** Builds and launches: start, look at, follow, cancel. */
export function jobRoutes(deps: AppDeps): Router {
  const router = Router();
  const encode = createSharedEncoder();
  router.post(routes.builds, (request, response) => start(deps, 'artifact', request.body, response));
  router.post(routes.launches, (request, response) => start(deps, 'session', request.body, response));
  router.get(routes.jobs, async (_request, response) => {
    response.json({ jobs: await deps.jobs.list() } satisfies JobsAnswer);
  });
  router.get(routes.job, async (request, response) => {
    response.json({ job: await findJob(deps, request.params.id) } satisfies JobAnswer);
  });
  router.post(routes.jobCancel, async (request, response) => {
    const { id } = await findJob(deps, request.params.id);
    response.json({ job: await deps.launches.cancel(id) } satisfies JobAnswer);
  });
  router.get(routes.jobEvents, async (request, response) => {
    const job = await findJob(deps, request.params.id);
    const release = request.query['watch'] === 'owner' ? ownJob(deps, job) : undefined;
    const cursor = request.get('Last-Event-ID') ?? '';
    try {
      await sendEventStream(
        response,
        (signal) => frames(deps, job.id, cursor, signal),
        deps.heartbeatSeconds,
        encode,
      );
    } finally {
      release?.();
    }
  });
  return router;
}

async function start(
  deps: AppDeps,
  until: 'artifact' | 'session',
  body: unknown,
  response: Response,
): Promise<void> {
  const request = parseLaunchRequest(body);
  if (deps.hello().draining) throw new AppError('agent-draining');
  const job = await deps.launches.start(request, until);
  if (request.foreground === true) ownJob(deps, job)();
  response.status(202).json({ job } satisfies JobAnswer);
}

async function findJob(deps: AppDeps, id: string): Promise<JobRecord> {
  const job = await deps.jobs.get(id);
  if (job === undefined) throw new AppError('job-not-found', { id });
  return job;
}

async function* frames(
  deps: AppDeps,
  id: string,
  cursor: EventCursor,
  signal: AbortSignal,
): AsyncIterable<Frame<JobEvent>> {
  for await (const entry of deps.launches.follow(id, cursor, signal)) {
    yield { id: entry.cursor, data: entry.event };
  }
}
