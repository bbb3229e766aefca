import type { BinderyClient } from '../../server/http/client/types';
import type { JobRecord } from '../../server/protocol';
import { AppError } from '../../server/protocol';
import type { Store } from '../sessions/store';
import { preferredSession } from '../sessions/store';
import { runningJobsOf, sessionsOf } from './folders';
import type { FollowedJob, Launches } from './launches';
import type { Memory } from './memory';

export interface ReattachDeps {
  readonly client: () => Promise<BinderyClient>;
  /** The client of an agent that runs already; asking starts nothing. */
  readonly running: () => Promise<BinderyClient | undefined>;
  readonly launches: Launches;
  readonly memory: Memory;
  readonly store: Store;
  /** Opens the build stream of a job, unless it is open. */
  readonly showStream: (job: FollowedJob) => void;
}

/** The job that a window should show again: one that runs, else one whose end nobody was told of. */
async function jobToFollow(
  client: BinderyClient,
  folder: string,
  memory: Memory,
): Promise<JobRecord | undefined> {
  const [running] = runningJobsOf(await client.jobs(), folder);
  if (running) return running;
  const remembered = memory.get(folder);
  if (!remembered || remembered.told) return undefined;
  try {
    return await client.job(remembered.job);
  } catch (error) {
    if (AppError.is(error, 'job-not-found')) return undefined;
    throw error;
  }
}

/**
 * Finds again what a reload of the window, or another window, or the command line left: asks the agent, believes it,
 * and follows what runs. Starts an agent only for a job or session that was running when this workspace last looked.
 */
export async function reattach(deps: ReattachDeps): Promise<void> {
  const folders = deps.store.states().map(({ folder }) => folder);
  const unfinished = folders.some((folder) => {
    const known = deps.memory.get(folder);
    return known?.told === false || known?.session !== undefined;
  });
  const client = unfinished ? await deps.client() : await deps.running();
  if (!client) return;
  const sessions = await client.sessions();
  for (const folder of folders) {
    deps.store.setSession(folder, preferredSession(sessionsOf(sessions, folder)));
    const job = await jobToFollow(client, folder, deps.memory);
    if (!job) continue;
    const followed = await deps.launches.follow(folder, job);
    if (deps.memory.get(folder)?.stream === true) deps.showStream(followed);
  }
}
