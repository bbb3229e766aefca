import { readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { PruneService } from '../build/prune-service';
import type { BuildService } from '../build/types';
import type { LaunchService, SessionService } from '../launch/types';
import type { Hello } from '../protocol';
import { writeFileAtomic } from '../platform/files';
import type { ProcessIdentity } from '../platform/process';
import { protocolVersion } from '../protocol';
import { builtModules } from '../store/built-modules';
import type { Lease, Store } from '../store/types';
import { createApp } from './app';
import type { Log } from './log';
import type { Owners } from './owners';
import { createOwners } from './owners';

export interface AgentServices {
  readonly launches: LaunchService;
  readonly sessions: SessionService;
  readonly builds: Pick<BuildService, 'running' | 'reconcile' | 'shutdown'>;
  readonly prunes: PruneService;
}

export interface AgentOptions {
  readonly store: Pick<Store, 'leases' | 'jobs' | 'artifacts' | 'modules' | 'path'>;
  readonly socketPath: string;
  readonly identity: ProcessIdentity;
  readonly version: string;
  /** Seconds it stays when nobody is connected and nothing runs. */
  readonly lingerSeconds: number;
  /** Made only once this process is the agent. */
  readonly services: () => AgentServices | Promise<AgentServices>;
  readonly log: Log;
  /** Ends the agent: running work is cancelled, sessions go on. */
  readonly signal: AbortSignal;
}

/** Seconds in which the first client must come. */
const firstClientSeconds = 10;
/** Seconds for the agent before this one to go away. */
const electionSeconds = 10;
const lookMilliseconds = 200;
/** For the last events of cancelled work to reach those who follow it. */
const farewellMilliseconds = 500;

/**
 * Is the agent of this state root until nobody needs it (design section 6): no client connected, nothing running, and
 * the linger over; or drained; or told to end. Returns false at once when another process is the agent.
 */
export async function runAgent(options: AgentOptions): Promise<boolean> {
  const lease = await elect(options);
  if (lease === undefined) return false;
  try {
    await serve(options, await options.services());
  } finally {
    await rm(options.store.path('agent.json'), { force: true });
    await lease.release();
  }
  return true;
}

async function elect({ store, log }: AgentOptions): Promise<Lease | undefined> {
  const deadline = Date.now() + electionSeconds * 1000;
  for (;;) {
    const lease = await store.leases.tryAcquire('agent');
    if (lease !== undefined) return lease;
    if ((await serves(store)) || Date.now() > deadline) {
      log.info('another process is the agent');
      return undefined;
    }
    await delay(50);
  }
}

/** True when the lease's holder has written that it listens. Asking it would count as a client. */
async function serves(store: AgentOptions['store']): Promise<boolean> {
  const holder = await store.leases.holder('agent');
  const record = await readFile(store.path('agent.json'), 'utf8').catch(() => '{}');
  const { pid, startTime } = JSON.parse(record) as Partial<ProcessIdentity>;
  return holder !== undefined && holder.pid === pid && holder.startTime === startTime;
}

async function serve(options: AgentOptions, services: AgentServices): Promise<void> {
  const { log, version } = options;
  const owners = createOwners((error, key) => log.error({ err: error, key }, 'an owner’s work did not end'));
  let draining = false;
  const hello = (): Hello => ({ name: 'bindery', version, protocolVersion, pid: process.pid, draining });
  const ready = reconcile(services, log);
  const app = createApp({
    ...services,
    jobs: options.store.jobs,
    builtModules: (folder) => builtModules(options.store, folder),
    owners,
    log,
    hello,
    drain: () => (draining = true),
    ready,
    heartbeatSeconds: 15,
    watchMilliseconds: 1000,
  });
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, app);
  const connections = countConnections(server);
  await listen(server, options.socketPath);
  await writeAgentRecord(options);
  log.info({ version, socket: options.socketPath }, 'agent started');
  await ready;
  await untilUnneeded(options, connections, () => ({
    busy: services.launches.running + services.builds.running + owners.size > 0,
    draining,
  }));
  draining = true;
  await leave(server, services, owners, log);
}

/** What cannot be put right is logged; the agent still serves what can be read. */
async function reconcile(services: AgentServices, log: Log): Promise<void> {
  for (const stage of ['builds', 'launches', 'sessions'] as const) {
    try {
      await services[stage].reconcile();
    } catch (error) {
      log.error({ err: error, stage }, 'records could not be made to agree with what exists');
    }
  }
}

/** A socket that is there belongs to an agent that died: this process holds the lease. */
async function listen(server: Server, socketPath: string): Promise<void> {
  if (process.platform !== 'win32') await rm(socketPath, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
}

/** Clients read it to find the socket. */
async function writeAgentRecord({ store, identity, socketPath, version }: AgentOptions): Promise<void> {
  const record = { ...identity, socket: socketPath, protocolVersion, version };
  await writeFileAtomic(store.path('agent.json'), `${JSON.stringify(record, null, 2)}\n`);
}

/** Who is connected, from the first moment on. */
interface Connections {
  readonly open: number;
  /** When the last of them went away, or when the first is awaited until; milliseconds since the epoch. */
  readonly lastNeed: number;
}

function countConnections(server: Server): Connections {
  const count = { open: 0, lastNeed: Date.now() + firstClientSeconds * 1000 };
  server.on('connection', (socket) => {
    count.open += 1;
    socket.once('close', () => {
      count.open -= 1;
      count.lastNeed = Date.now();
    });
  });
  return count;
}

async function untilUnneeded(
  { lingerSeconds, signal }: AgentOptions,
  connections: Connections,
  look: () => { readonly busy: boolean; readonly draining: boolean },
): Promise<void> {
  let lastBusy = 0;
  while (!signal.aborted) {
    const { busy, draining } = look();
    if (draining && !busy) return;
    if (busy) lastBusy = Date.now();
    const unneededFor = Date.now() - Math.max(lastBusy, connections.lastNeed);
    if (!busy && connections.open === 0 && unneededFor >= lingerSeconds * 1000) return;
    await delay(lookMilliseconds);
  }
}

/** Nothing ends because of its owner any more: the agent goes away, not they. */
async function leave(server: Server, services: AgentServices, owners: Owners, log: Log): Promise<void> {
  owners.dispose();
  const closed = new Promise((resolve) => server.close(resolve));
  await services.launches.shutdown();
  await services.builds.shutdown();
  server.closeIdleConnections();
  await Promise.race([closed, delay(farewellMilliseconds, undefined, { ref: false })]);
  server.closeAllConnections();
  log.info('agent left');
}
