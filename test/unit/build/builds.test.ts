import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import type { BuildServiceDeps } from '../../../server/build/builds';
import { createBuildService } from '../../../server/build/builds';
import type { BuildService, Engine, PinnedPlan } from '../../../server/build/types';
import { AppError, Cancelled } from '../../../server/protocol';
import type { ArtifactSummary, Checkout, Emit, JobEvent, Plan } from '../../../server/protocol';
import { openStore } from '../../../server/store/open';
import type { Store } from '../../../server/store/types';
import { eventually } from '../../support/eventually';
import { temporaryDir } from '../../support/engine-scratch';

const checkout: Checkout = { dir: tmpdir(), contentId: 'c', inPlace: true };
const never = new AbortController().signal;

function pinnedAs(artifactKey: string): PinnedPlan {
  const plan: Pick<Plan, 'steps' | 'toolchains'> = { steps: [], toolchains: [] };
  return { plan: plan as Plan, environmentHash: 'e', artifactKey };
}

/** One build of the engine below, held until the test says how it ends. */
interface Held {
  readonly key: string;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly finish: () => void;
  readonly fail: (error: Error) => void;
}

/** An engine whose builds end when the test says so: what is tested is who shares, waits for and cancels them. */
function heldEngine(): { engine: Engine; started: Held[] } {
  const started: Held[] = [];
  const none = (): Promise<never> => Promise.reject(new Error('not part of these tests'));
  const build: Engine['build'] = (pinned, _checkout, emit, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Cancelled()), { once: true });
      const artifact = { kind: 'prefix', key: pinned.artifactKey } as ArtifactSummary;
      const finish = (): void => resolve(artifact);
      started.push({ key: pinned.artifactKey, emit, signal, finish, fail: reject });
    });
  const find = (): Promise<undefined> => Promise.resolve(undefined);
  return { engine: { kind: 'host', probe: none, pin: none, find, build, remove: none }, started };
}

interface Service {
  readonly store: Store;
  readonly builds: BuildService;
}

async function service(options: Partial<BuildServiceDeps> = {}): Promise<Service> {
  const store = await openStore(temporaryDir('bindery-builds-'));
  return { store, builds: createBuildService({ store, ...options }) };
}

async function logOf(store: Store, job: string): Promise<readonly JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const event of store.jobs.follow(job, 0, AbortSignal.timeout(5000))) events.push(event);
  return events;
}

describe('shared builds', () => {
  it('build once for all who ask for the same artifact at the same time', async () => {
    const { store, builds } = await service();
    const { engine, started } = heldEngine();
    const tickets = await Promise.all(
      [1, 2, 3].map(() => builds.join(pinnedAs('k'), checkout, engine, never)),
    );
    await eventually(() => started.length > 0, 'the build begins');
    started[0]?.finish();
    const artifacts = await Promise.all(tickets.map(({ done }) => done));
    assert.equal(started.length, 1);
    assert.deepEqual(
      tickets.map(({ first }) => first),
      [true, false, false],
    );
    assert.equal(new Set(tickets.map(({ job }) => job)).size, 1);
    assert.deepEqual(
      artifacts.map(({ key }) => key),
      ['k', 'k', 'k'],
    );
    const events = await logOf(store, tickets[0]?.job ?? '');
    assert.deepEqual(
      events.map(({ phase }) => phase),
      ['building', 'built'],
    );
    assert.equal((await store.jobs.get(tickets[0]?.job ?? ''))?.state, 'succeeded');
  });

  it('go on when one of two leaves, and end when the last one does', async () => {
    const { store, builds } = await service();
    const { engine, started } = heldEngine();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = await builds.join(pinnedAs('k'), checkout, engine, one.signal);
    const second = await builds.join(pinnedAs('k'), checkout, engine, two.signal);
    await eventually(() => started.length > 0, 'the build begins');
    one.abort();
    await assert.rejects(first.done, (error) => Cancelled.is(error));
    const { signal } = started[0]!;
    assert.equal(signal.aborted, false);
    two.abort();
    await assert.rejects(second.done, (error) => Cancelled.is(error));
    assert.equal(signal.aborted, true);
    assert.equal((await logOf(store, first.job)).at(-1)?.phase, 'cancelled');
    await eventually(() => builds.running === 0, 'nothing runs');
    assert.equal((await store.jobs.get(first.job))?.state, 'cancelled');
  });

  it('are begun anew by who asks after the last one left', async () => {
    const { builds } = await service();
    const { engine, started } = heldEngine();
    const stop = new AbortController();
    const left = await builds.join(pinnedAs('k'), checkout, engine, stop.signal);
    await eventually(() => started.length === 1, 'the build begins');
    stop.abort();
    const ticket = await builds.join(pinnedAs('k'), checkout, engine, never);
    await eventually(() => started.length === 2, 'another build begins');
    started[1]?.finish();
    assert.equal((await ticket.done).key, 'k');
    assert.notEqual(ticket.job, left.job);
    assert.equal(ticket.first, true);
  });

  it('tell a failure to all, with the path of the log', async () => {
    const { store, builds } = await service();
    const { engine, started } = heldEngine();
    const tickets = await Promise.all([1, 2].map(() => builds.join(pinnedAs('k'), checkout, engine, never)));
    await eventually(() => started.length > 0, 'the build begins');
    started[0]?.fail(new AppError('step-failed', { step: 'postBuild', exit: 3 }));
    for (const { done } of tickets) await assert.rejects(done, (error) => AppError.is(error, 'step-failed'));
    const last = (await logOf(store, tickets[0]?.job ?? '')).at(-1);
    assert.equal(last?.phase, 'failed');
    assert.equal(last.error?.args['exit'], 3);
    assert.match(last.error.action, /events\.jsonl$/);
    assert.equal((await store.jobs.get(tickets[0]?.job ?? ''))?.error?.code, 'step-failed');
  });

  it('wait in line when two run, and tell their place', async () => {
    const { store, builds } = await service();
    const { engine, started } = heldEngine();
    const tickets = [];
    for (const key of ['a', 'b', 'c', 'd'])
      tickets.push(await builds.join(pinnedAs(key), checkout, engine, never));
    await eventually(() => started.length === 2, 'two builds begin');
    started[0]?.finish();
    await eventually(() => started.length === 3, 'the third begins');
    started[1]?.finish();
    await eventually(() => started.length === 4, 'the fourth begins');
    assert.deepEqual(
      started.map(({ key }) => key),
      ['a', 'b', 'c', 'd'],
    );
    started.forEach(({ finish }) => finish());
    await Promise.all(tickets.map(({ done }) => done));
    const waited = (await logOf(store, tickets[3]?.job ?? '')).filter(({ phase }) => phase === 'waiting');
    assert.deepEqual(
      waited.map(({ args }) => args?.['position']),
      [2, 1],
    );
  });

  it('leave the line when cancelled there', async () => {
    const { store, builds } = await service({ atOnce: 1 });
    const { engine, started } = heldEngine();
    const running = await builds.join(pinnedAs('a'), checkout, engine, never);
    const stop = new AbortController();
    const waiting = await builds.join(pinnedAs('b'), checkout, engine, stop.signal);
    stop.abort();
    await assert.rejects(waiting.done, (error) => Cancelled.is(error));
    assert.equal((await logOf(store, waiting.job)).at(-1)?.phase, 'cancelled');
    started[0]?.finish();
    await running.done;
    assert.equal(started.length, 1);
  });

  it('are ended by the time limit, with an error of its own', async () => {
    const { builds } = await service({ limitMinutes: 0.0005 });
    const { engine } = heldEngine();
    const ticket = await builds.join(pinnedAs('k'), checkout, engine, never);
    await assert.rejects(ticket.done, (error) => AppError.is(error, 'build-timeout'));
  });

  it('name the step that ran when the time was over', async () => {
    const { builds } = await service({ limitMinutes: 0.002 });
    const { engine, started } = heldEngine();
    const ticket = await builds.join(pinnedAs('k'), checkout, engine, never);
    await eventually(() => started.length > 0, 'the build begins');
    const step = { id: 'run-post-build:postBuild', op: 'run-post-build', index: 1, total: 1 } as const;
    started[0]?.emit({ phase: 'building', step: { ...step, state: 'started' } });
    await assert.rejects(ticket.done, /run-post-build:postBuild/);
  });

  it('say first what bounds them', async () => {
    const { store, builds } = await service({ limitMinutes: 7 });
    const { engine, started } = heldEngine();
    const bounded = { ...engine, bound: () => Promise.resolve({ memory: 3e9 }) };
    const ticket = await builds.join(pinnedAs('k'), checkout, bounded, never);
    await eventually(() => started.length > 0, 'the build begins');
    started[0]?.finish();
    const [first] = await logOf(store, ticket.job);
    assert.deepEqual(
      [first?.code, first?.args?.['minutes'], first?.args?.['memory']],
      ['build.bounds-memory', 7, '3 GB'],
    );
  });

  it('let repositories take turns in the line', async () => {
    const { builds } = await service({ atOnce: 1 });
    const { engine, started } = heldEngine();
    for (const [key, owner] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['a3', 'a'],
      ['b1', 'b'],
    ] as const) {
      await builds.join(pinnedAs(key), checkout, engine, never, owner);
    }
    for (const count of [1, 2, 3]) {
      await eventually(() => started.length === count, 'the next build begins');
      started.at(-1)?.finish();
    }
    await eventually(() => started.length === 4, 'the last build begins');
    started.at(-1)?.finish();
    assert.deepEqual(
      started.map(({ key }) => key),
      ['a1', 'b1', 'a2', 'a3'],
    );
  });

  it('say at the end how old the environment is that they found', async () => {
    const { store, builds } = await service();
    const { engine, started } = heldEngine();
    const ticket = await builds.join(pinnedAs('k'), checkout, engine, never);
    await eventually(() => started.length > 0, 'the build begins');
    const builtAt = '2026-01-02T03:04:05.000Z';
    started[0]?.emit({ phase: 'building', code: 'build.prefix-reused', args: { builtAt } });
    started[0]?.finish();
    assert.equal((await ticket.done).environmentBuiltAt, builtAt);
    const last = (await logOf(store, ticket.job)).at(-1);
    assert.deepEqual([last?.code, last?.args?.['builtAt']], ['build.built-upon', builtAt]);
  });

  it('are joined in the line too', async () => {
    const { builds } = await service({ atOnce: 1 });
    const { engine, started } = heldEngine();
    await builds.join(pinnedAs('a'), checkout, engine, never);
    const queued = await builds.join(pinnedAs('b'), checkout, engine, never, 'one');
    const joined = await builds.join(pinnedAs('b'), checkout, engine, never, 'two');
    assert.deepEqual([joined.job, joined.first], [queued.job, false]);
    await eventually(() => started.length === 1, 'the build before it begins');
    started[0]?.finish();
    await eventually(() => started.length === 2, 'the queued one begins');
    started[1]?.finish();
    assert.equal((await joined.done).key, 'b');
  });

  it('are all ended by a shutdown, which takes no new ones', async () => {
    const { builds } = await service();
    const { engine, started } = heldEngine();
    const ticket = await builds.join(pinnedAs('k'), checkout, engine, never);
    await eventually(() => started.length > 0, 'the build begins');
    await builds.shutdown();
    await assert.rejects(ticket.done, (error) => Cancelled.is(error));
    assert.equal(builds.running, 0);
    await assert.rejects(builds.join(pinnedAs('k'), checkout, engine, never), (error) =>
      AppError.is(error, 'agent-draining'),
    );
  });
});

describe('builds that died with their agent', () => {
  it('are told as failed, and what they left is cleared', async () => {
    let swept = 0;
    const sweep = (): Promise<void> => {
      swept += 1;
      return Promise.resolve();
    };
    const { store, builds } = await service({ sweeps: [sweep] });
    const dead = await store.jobs.create({ kind: 'build', buildOnly: false, artifactKey: 'k' });
    await store.jobs.update(dead.id, { state: 'running' });
    store.jobs.append(dead.id, { phase: 'building', message: 'half', stream: 'stdout' });
    await builds.reconcile();
    assert.equal((await store.jobs.get(dead.id))?.error?.code, 'build-interrupted');
    assert.equal((await logOf(store, dead.id)).at(-1)?.phase, 'failed');
    assert.equal(swept, 1);
  });

  it('are believed where their log had ended and only the record had not', async () => {
    const { store, builds } = await service();
    const job = await store.jobs.create({ kind: 'build', buildOnly: false, artifactKey: 'k' });
    store.jobs.append(job.id, { phase: 'built' });
    await store.jobs.flush(job.id);
    await builds.reconcile();
    assert.equal((await store.jobs.get(job.id))?.state, 'succeeded');
    assert.equal((await logOf(store, job.id)).length, 1);
  });
});
