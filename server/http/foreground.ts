import type { JobRecord } from '../protocol';
import type { LaunchService, SessionService } from '../launch/types';
import type { JobStore } from '../store/types';
import type { Owners } from './owners';

/** What ending the work of an owner that went away takes. */
export interface ForegroundDeps {
  readonly launches: Pick<LaunchService, 'cancel'>;
  readonly sessions: Pick<SessionService, 'stop'>;
  readonly jobs: Pick<JobStore, 'get'>;
  readonly owners: Owners;
}

const jobKey = (id: string): string => `job:${id}`;
/** The name under which a session's owners are counted. */
export const sessionKey = (name: string): string => `session:${name}`;

/**
 * The caller owns `job` until it calls what is returned. An owner that goes away for good cancels it; where it was
 * launched in the foreground and had just become ready, its session ends, unless somebody owns that by now.
 * `foreground` tells it for a job whose record holds no request (a session started again).
 */
export function ownJob(deps: ForegroundDeps, job: JobRecord, foreground = false): () => void {
  return deps.owners.hold(jobKey(job.id), async () => {
    await deps.launches.cancel(job.id);
    const ended = await deps.jobs.get(job.id);
    const session = foreground || job.request?.foreground === true ? ended?.session : undefined;
    if (ended?.state !== 'succeeded' || session === undefined) return;
    if (!deps.owners.has(sessionKey(session))) await deps.sessions.stop(session);
  });
}

/** The caller owns the session until it calls what is returned; then the session is stopped. */
export function ownSession(deps: ForegroundDeps, name: string): () => void {
  return deps.owners.hold(sessionKey(name), async () => {
    await deps.sessions.stop(name);
  });
}
