import type { JobRecord, Session } from '../protocol';
import { AppError } from '../protocol';
import { endJob } from './end-job';
import type { LaunchServiceDeps } from './launch-service';
import { askServer } from './probe';
import { readToken, sessionFiles } from './session-files';
import { sessionDir } from './session-service';
import { asReady, hasEnded, inState } from './session-state';
import { readyEvent } from './start-session';

/** Milliseconds for a server that a dead agent had started to say that it is there. */
const answerMilliseconds = 5000;
/** Seconds that a half-started server gets to end. */
const graceSeconds = 2;

/**
 * Launches that were running when their agent died. One whose server answers has reached its aim and becomes `ready`;
 * of any other, nothing is left running and it becomes `failed`. A log that had ended before its record said so is
 * believed.
 */
export async function reconcileLaunches(deps: LaunchServiceDeps): Promise<void> {
  for (const job of await deps.store.jobs.list()) {
    if (job.kind !== 'launch' || job.endedAt !== undefined) continue;
    const url = await adoptSession(deps, job);
    if (url !== undefined && job.session !== undefined) {
      await endJob(deps.store, job.id, readyEvent(job.session, url));
      continue;
    }
    const error = new AppError('launch-interrupted').toData();
    await endJob(deps.store, job.id, { phase: 'failed', message: error.message, error });
  }
}

/** The URL of the session that this launch was about to finish, if its server answers with its token. */
async function adoptSession(deps: LaunchServiceDeps, job: JobRecord): Promise<string | undefined> {
  const session = job.session === undefined ? undefined : await deps.store.sessions.get(job.session);
  if (session === undefined || hasEnded(session.state)) return undefined;
  const url = await answeringUrl(deps, session);
  if (url === undefined) {
    await endHalfStarted(deps, session);
    return undefined;
  }
  if (session.state !== 'ready')
    await deps.store.sessions.put(session.name, asReady(session, url, new Date()));
  return url;
}

async function answeringUrl(deps: LaunchServiceDeps, session: Session): Promise<string | undefined> {
  const dir = sessionDir(deps.store, session.name);
  const found = await deps.spawners[session.spawner].inspect(session, dir);
  const token = await readToken(sessionFiles(dir).token);
  if (!found.alive || token === undefined) return undefined;
  const status = await askServer(found.url, token, answerMilliseconds);
  return status === undefined ? undefined : found.url;
}

async function endHalfStarted(deps: LaunchServiceDeps, session: Session): Promise<void> {
  const dir = sessionDir(deps.store, session.name);
  await deps.spawners[session.spawner].stop(session, dir, graceSeconds);
  const error = new AppError('launch-interrupted').toData();
  const endedAt = new Date().toISOString();
  const ended = { ...inState(session, 'failed', 'session.interrupted'), error, endedAt };
  await deps.store.sessions.put(session.name, ended);
}
