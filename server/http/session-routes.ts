import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Router } from 'express';
import type {
  ConnectionAnswer,
  Deleted,
  JobAnswer,
  Session,
  SessionAnswer,
  SessionsAnswer,
} from '../protocol';
import { AppError, routes } from '../protocol';
import type { SessionService } from '../launch/types';
import type { AppDeps } from './app';
import type { Frame } from './event-stream';
import { sendEventStream } from './event-stream';
import { ownJob, ownSession, sessionKey } from './foreground';
import { parseStartRequest } from './requests';

/** Bytes of a session's log that are answered: its end. */
const logTailBytes = 1024 * 1024;

/** The sessions of this user. */
export function sessionRoutes(deps: AppDeps): Router {
  const router = Router();
  const { sessions } = deps;
  router.get(routes.sessions, async (_request, response) => {
    response.json({ sessions: await sessions.list() } satisfies SessionsAnswer);
  });
  router.get(routes.session, async (request, response) => {
    response.json({ session: await sessions.get(request.params.name) } satisfies SessionAnswer);
  });
  router.delete(routes.session, async (request, response) => {
    await sessions.delete(request.params.name);
    response.json({} satisfies Deleted);
  });
  router.post(routes.sessionStop, async (request, response) => {
    response.json({ session: await sessions.stop(request.params.name) } satisfies SessionAnswer);
  });
  router.post(routes.sessionStart, async (request, response) => {
    const { foreground = false } = parseStartRequest(request.body);
    if (deps.hello().draining) throw new AppError('agent-draining');
    const job = await deps.launches.resume(request.params.name, foreground);
    if (foreground) ownJob(deps, job, true)();
    response.status(202).json({ job } satisfies JobAnswer);
  });
  router.get(routes.sessionConnection, async (request, response) => {
    response.json({ connection: await sessions.connection(request.params.name) } satisfies ConnectionAnswer);
  });
  router.get(routes.sessionLog, async (request, response) => {
    response.type('text/plain').send(await readTail(await sessions.logFile(request.params.name)));
  });
  router.get(routes.sessionEvents, async (request, response) => {
    const { name } = await sessions.get(request.params.name);
    const release = request.query['watch'] === 'owner' ? ownSession(deps, name) : undefined;
    const changes = (signal: AbortSignal): AsyncIterable<Frame> => sessionFrames(deps, name, signal);
    try {
      await sendEventStream(response, changes, deps.heartbeatSeconds);
    } finally {
      release?.();
    }
  });
  return router;
}

/** Looks again and again: sessions do not depend on the agent, so nothing else tells it of their end. */
async function* sessionFrames(deps: AppDeps, name: string, signal: AbortSignal): AsyncIterable<Frame> {
  let last: Session | undefined;
  for (;;) {
    const session = await lookAt(deps.sessions, name, last);
    if (JSON.stringify(session) !== JSON.stringify(last)) yield { data: session };
    if (session.state === 'stopped' || session.state === 'failed') {
      deps.owners.forget(sessionKey(name));
      return;
    }
    last = session;
    await delay(deps.watchMilliseconds, undefined, { signal });
  }
}

async function lookAt(sessions: SessionService, name: string, last?: Session): Promise<Session> {
  try {
    return await sessions.get(name);
  } catch (error) {
    if (last === undefined || !AppError.is(error, 'session-not-found')) throw error;
    return { ...last, state: 'stopped', reason: 'It was deleted.' };
  }
}

async function readTail(file: string): Promise<Buffer> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return Buffer.alloc(0);
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, logTailBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
