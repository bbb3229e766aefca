import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AppDeps } from '../../../server/http/app';
import { createApp } from '../../../server/http/app';
import { silentLog } from '../../../server/http/log';
import type { Owners } from '../../../server/http/owners';
import { createOwners } from '../../../server/http/owners';
import type { JobEvent, JobRecord, LaunchRequest, Session, StreamEntry } from '../../../server/protocol';
import { AppError, protocolVersion } from '../../../server/protocol';
import type { LaunchService, SessionService } from '../../../server/launch/types';

export const localRepo = { provider: 'local', spec: process.cwd() } as const;

/** Launches whose events a test decides: HTTP's own logic is what is under test here. */
export function scriptedLaunches(): LaunchService & ScriptedLaunches {
  const jobs = new Map<string, JobRecord>();
  const logs = new Map<string, JobEvent[]>();
  const cancelled: string[] = [];
  const requests: LaunchRequest[] = [];
  let wake = new EventTarget();
  let served = 0;
  const jobOf = (id: string): JobRecord => {
    const job = jobs.get(id);
    if (job === undefined) throw new AppError('job-not-found', { id });
    return job;
  };
  const create = (change: Partial<JobRecord>): JobRecord => {
    const id = `job-${jobs.size + 1}`;
    const job: JobRecord = {
      id,
      kind: 'launch',
      buildOnly: false,
      state: 'running',
      createdAt: new Date().toISOString(),
      ...change,
    };
    jobs.set(id, job);
    logs.set(id, []);
    return job;
  };
  return {
    cancelled,
    requests,
    active: () => [...jobs.values()].filter(({ state }) => state === 'running').length,
    jobs: { get: (id) => Promise.resolve(jobs.get(id)), list: () => Promise.resolve([...jobs.values()]) },
    get served() {
      return served;
    },
    append: (id, body) => {
      const log = logs.get(id) ?? [];
      log.push({ phase: 'building', ...body, job: id, id: log.length + 1, at: new Date().toISOString() });
      const old = wake;
      wake = new EventTarget();
      old.dispatchEvent(new Event('more'));
    },
    finish: (id, change) => void jobs.set(id, { ...jobOf(id), ...change }),
    running: 0,
    start: (request) => {
      requests.push(request);
      return Promise.resolve(create({ request }));
    },
    resume: (name) => Promise.resolve(create({ session: name })),
    cancel: (id) => {
      cancelled.push(id);
      if (jobOf(id).state === 'running') jobs.set(id, { ...jobOf(id), state: 'cancelled' });
      return Promise.resolve(jobOf(id));
    },
    follow: async function* (id, cursor, signal): AsyncIterable<StreamEntry> {
      let next = Number(cursor === '' ? 0 : cursor);
      while (!signal.aborted) {
        const event = logs.get(id)?.[next];
        if (event === undefined) {
          const more = wake;
          await new Promise<void>((resolve) => {
            more.addEventListener('more', () => resolve(), { once: true });
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
          continue;
        }
        next += 1;
        served += 1;
        yield { cursor: String(next), event };
        if (['ready', 'failed', 'cancelled'].includes(event.phase)) return;
      }
    },
    reconcile: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

interface ScriptedLaunches {
  readonly cancelled: string[];
  readonly requests: LaunchRequest[];
  readonly jobs: AppDeps['jobs'];
  /** Number of jobs that are running. */
  readonly active: () => number;
  /** Events that were taken from `follow` so far. */
  readonly served: number;
  append(id: string, body: Partial<JobEvent>): void;
  finish(id: string, change: Partial<JobRecord>): void;
}

/** Sessions that a test makes and changes. */
export function scriptedSessions(): SessionService & ScriptedSessions {
  const sessions = new Map<string, Session>();
  const stopped: string[] = [];
  const get = (name: string): Session => {
    const session = sessions.get(name);
    if (session === undefined) throw new AppError('session-not-found', { name });
    return session;
  };
  return {
    stopped,
    slowness: 0,
    put: (session) => void sessions.set(session.name, session),
    list: () => Promise.resolve([...sessions.values()]),
    async get(name) {
      await delay(this.slowness);
      return get(name);
    },
    stop: (name) => {
      stopped.push(name);
      sessions.set(name, { ...get(name), state: 'stopped', reason: 'It was stopped.' });
      return Promise.resolve(get(name));
    },
    delete: (name) => {
      get(name);
      sessions.delete(name);
      return Promise.resolve();
    },
    connection: (name) => Promise.resolve({ url: `http://127.0.0.1:1/${name}/`, token: 'abc' }),
    logFile: () => Promise.resolve(__filename),
    reconcile: () => Promise.resolve(),
  };
}

interface ScriptedSessions {
  readonly stopped: string[];
  /** Milliseconds that it takes to look at a session. */
  slowness: number;
  put(session: Session): void;
}

export function sessionNamed(name: string, state: Session['state'] = 'ready'): Session {
  return {
    name,
    state,
    reason: '',
    repo: { ...localRepo, displayName: name },
    spawner: 'process',
    artifact: {
      kind: 'prefix',
      key: 'k',
      engine: 'host',
      location: '/p',
      environmentHash: 'e',
      contentId: 'c',
      toolchains: [],
      builtAt: '2026-01-01T00:00:00Z',
      lastUsedAt: '2026-01-01T00:00:00Z',
    },
    workFolder: { kind: 'folder', path: '/w' },
    limits: {},
    createdAt: '2026-01-01T00:00:00Z',
  };
}

/** The application on a socket of its own. */
export interface ServedApp {
  readonly socketPath: string;
  readonly launches: ReturnType<typeof scriptedLaunches>;
  readonly sessions: ReturnType<typeof scriptedSessions>;
  readonly owners: Owners;
  readonly server: Server;
  drained: boolean;
  close(): Promise<void>;
}

export async function serveApp(graceSeconds = 0.2): Promise<ServedApp> {
  const folder = await mkdtemp(join(tmpdir(), 'bindery-http-'));
  const socketPath = join(folder, 's');
  const launches = scriptedLaunches();
  const sessions = scriptedSessions();
  const owners = createOwners(() => undefined, graceSeconds);
  const app = createApp({
    launches,
    sessions,
    jobs: launches.jobs,
    prunes: { prune: () => Promise.reject(new Error('not part of these tests')) },
    builtModules: (folder) => Promise.resolve(folder === '/built' ? { yaml: ['PyYAML'] } : undefined),
    owners,
    log: silentLog(),
    hello: () => ({
      name: 'bindery',
      version: '0',
      protocolVersion,
      pid: process.pid,
      draining: served.drained,
    }),
    drain: () => (served.drained = true),
    ready: Promise.resolve(),
    heartbeatSeconds: 0.05,
    watchMilliseconds: 10,
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => void server.listen(socketPath, resolve));
  const served: ServedApp = {
    socketPath,
    launches,
    sessions,
    owners,
    server,
    drained: false,
    close: async () => {
      owners.dispose();
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return served;
}
