import { userInfo } from 'node:os';
import { jupyterLockId } from '../../server/build/locks';
import type { Engine } from '../../server/build/types';
import { copyContent } from '../../server/build/host/content';
import type { LaunchServiceDeps } from '../../server/launch/launch-service';
import { createLaunchService } from '../../server/launch/launch-service';
import { createProcessSpawner } from '../../server/launch/process-spawner';
import { createSessionSandbox } from '../../server/launch/session-sandbox';
import { createSessionService } from '../../server/launch/session-service';
import type { LaunchService, SessionService, Spawner } from '../../server/launch/types';
import { binderLayout, planRepository } from '../../server/plan/plan-repository';
import type { JobEvent, JobRecord, LaunchRequest } from '../../server/protocol';
import { AppError } from '../../server/protocol';
import { createSource } from '../../server/source/source';
import type { HostWorld } from './engine-host';
import { hostWorld } from './engine-host';

/** Everything that an agent without a container engine has, in a state root of its own. */
export interface LaunchWorld {
  readonly host: HostWorld;
  readonly launches: LaunchService;
  readonly sessions: SessionService;
  readonly spawner: Spawner;
  /** The same state root in the hands of a new agent. */
  again(): Promise<LaunchWorld>;
  /** Starts a launch and reads its stream to the end. */
  launch(request: LaunchRequest): Promise<{ readonly job: JobRecord; readonly events: readonly JobEvent[] }>;
  /** Ends every session and removes everything. */
  remove(): Promise<void>;
}

const noEngine: Engine = {
  kind: 'docker',
  probe: () =>
    Promise.resolve({
      available: false,
      detail: 'none in this test',
      bounds: { memory: false, cpu: false, processes: false },
    }),
  pin: () => Promise.reject(new AppError('engine-unavailable')),
  find: () => Promise.resolve(undefined),
  build: () => Promise.reject(new AppError('engine-unavailable')),
  remove: () => Promise.resolve(),
};

export async function launchWorld(
  changes: Partial<LaunchServiceDeps> = {},
  root?: string,
): Promise<LaunchWorld> {
  const host = await hostWorld(root);
  const { store, env } = host;
  const spawner = createProcessSpawner({
    env,
    copyContent: (artifact, target, signal) => copyContent({ store, env }, artifact, target, signal),
    sandbox: createSessionSandbox({ env, home: env['HOME'] ?? '/', stateRoot: store.root }),
  });
  const spawners = { process: spawner, docker: spawner, ...changes.spawners };
  const sessions = createSessionService({ store, spawners });
  const launches = createLaunchService({
    store,
    source: createSource({ store, env }),
    plan: (reading, { toolchain }) =>
      planRepository(reading, {
        platform: 'linux/amd64',
        base: { kind: 'host', platform: 'linux-x64' },
        layout: binderLayout({ user: userInfo().username, uid: userInfo().uid }),
        toolchain,
        jupyterLock: (python) => jupyterLockId(python),
      }),
    engines: { host: host.engine, docker: noEngine },
    builds: host.builds,
    sessions,
    ...changes,
    spawners,
  });
  const world: LaunchWorld = {
    host,
    launches,
    sessions,
    spawner,
    again: () => launchWorld(changes, host.root),
    async launch(request) {
      const job = await launches.start(request, 'session');
      return { job, events: await eventsOf(launches, job.id) };
    },
    async remove() {
      await launches.shutdown();
      for (const { name } of await sessions.list()) await sessions.delete(name);
      host.remove();
    },
  };
  return world;
}

/** The whole stream of a job; fails when it does not end in time. */
export async function eventsOf(
  launches: LaunchService,
  id: string,
  seconds = 300,
): Promise<readonly JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const { event } of launches.follow(id, '', AbortSignal.timeout(seconds * 1000)))
    events.push(event);
  return events;
}
