import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBuildService } from '../../../server/build/builds';
import type { Engine } from '../../../server/build/types';
import type { LaunchServiceDeps } from '../../../server/launch/launch-service';
import { createLaunchService } from '../../../server/launch/launch-service';
import { createSessionService } from '../../../server/launch/session-service';
import type { LaunchService, SessionService, Spawner } from '../../../server/launch/types';
import { removeTree } from '../../../server/platform/files';
import type { ArtifactSummary, Emit, JobEvent, LaunchRequest, Plan } from '../../../server/protocol';
import { AppError, Cancelled } from '../../../server/protocol';
import { withoutCredentials } from '../../../server/source/clone-url';
import { openStore } from '../../../server/store/open';
import type { Store } from '../../../server/store/types';
import { eventually } from '../../support/eventually';
import { eventsOf } from '../../support/launch-world';

/** An engine and a spawner that do nothing, each step when the test says so. */
class Stage {
  readonly artifacts = new Map<string, ArtifactSummary>();
  readonly alive = new Set<string>();
  released = 0;
  /** Work that waits for the test: by what it is. */
  private readonly gates = new Map<string, Promise<void>>();
  private readonly openers = new Map<string, () => void>();
  readonly reached: string[] = [];

  hold(gate: string): void {
    this.gates.set(gate, new Promise((resolve) => this.openers.set(gate, resolve)));
  }
  open(gate: string): void {
    this.openers.get(gate)?.();
  }
  async pass(gate: string, signal: AbortSignal): Promise<void> {
    this.reached.push(gate);
    const cancelled = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Cancelled()), { once: true });
    });
    if (signal.aborted) throw new Cancelled();
    await Promise.race([this.gates.get(gate), cancelled]);
  }
}

function engineOf(stage: Stage): Engine {
  const bounds = { memory: false, cpu: false, processes: false };
  return {
    kind: 'host',
    probe: () => Promise.resolve({ available: true, detail: '', bounds }),
    pin: async (plan, checkout, _options, _emit, signal) => {
      await stage.pass('pin', signal);
      return { plan, environmentHash: 'e', artifactKey: `key-${checkout.contentId}` };
    },
    find: (key) => Promise.resolve(stage.artifacts.get(key)),
    build: async (pinned, checkout, emit, signal) => {
      emit({ phase: 'building', message: 'hard work', stream: 'stdout' });
      await stage.pass('build', signal);
      if (checkout.contentId === 'bad') throw new AppError('step-failed', { step: 's', exit: 1, log: '' });
      const now = new Date().toISOString();
      const artifact: ArtifactSummary = {
        kind: 'prefix',
        key: pinned.artifactKey,
        engine: 'host',
        location: '/prefix',
        environmentHash: 'e',
        contentId: checkout.contentId,
        toolchains: [],
        builtAt: now,
        lastUsedAt: now,
      };
      stage.artifacts.set(artifact.key, artifact);
      return artifact;
    },
    remove: () => Promise.resolve(),
  };
}

function spawnerOf(stage: Stage): Spawner {
  return {
    kind: 'process',
    start: async ({ session }, _emit, signal) => {
      await stage.pass('spawn', signal);
      stage.alive.add(session.name);
      return { url: 'http://127.0.0.1:9/' };
    },
    inspect: ({ name }) =>
      Promise.resolve(stage.alive.has(name) ? { alive: true, url: 'http://127.0.0.1:9/' } : { alive: false }),
    stop: ({ name }) => {
      stage.alive.delete(name);
      return Promise.resolve();
    },
  };
}

describe('Launches', () => {
  let root: string;
  let folder: string;
  let store: Store;
  let stage: Stage;
  let launches: LaunchService;
  let sessions: SessionService;

  const services = (): void => {
    const spawners = { process: spawnerOf(stage), docker: spawnerOf(stage) };
    sessions = createSessionService({ store, spawners });
    const engine = engineOf(stage);
    const deps: LaunchServiceDeps = {
      store,
      source: {
        resolve: (repo) =>
          Promise.resolve({ ...withoutCredentials(repo), displayName: 'pages', resolvedRef: 'abc' }),
        fetch: (repo) => {
          const contentId = repo.subdir ?? 'content';
          return Promise.resolve({ dir: folder, contentId, inPlace: repo.provider === 'local' });
        },
        release: () => {
          stage.released += 1;
          return Promise.resolve();
        },
      },
      plan: () => ({ start: null, envExtra: [], steps: [] }) as unknown as Plan,
      engines: { host: engine, docker: { ...engine, kind: 'docker' } },
      builds: createBuildService({ store }),
      spawners,
      sessions,
    };
    launches = createLaunchService(deps);
  };

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'bindery-launch-'));
    folder = mkdtempSync(join(tmpdir(), 'bindery-pages-'));
    writeFileSync(join(folder, 'requirements.txt'), 'six\n');
    store = await openStore(root);
    stage = new Stage();
    services();
  });
  afterEach(async () => {
    await launches.shutdown();
    await removeTree(root);
    await removeTree(folder);
  });

  const local = (more: Partial<LaunchRequest> = {}): LaunchRequest => ({
    repo: { provider: 'local', spec: folder },
    engine: 'host',
    ...more,
  });
  const launch = async (
    request: LaunchRequest,
    until: 'artifact' | 'session' = 'session',
  ): Promise<readonly JobEvent[]> => eventsOf(launches, (await launches.start(request, until)).id, 10);
  const phasesOf = (events: readonly JobEvent[]): readonly string[] => [
    ...new Set(events.map((event) => event.phase)),
  ];
  const reach = (gate: string): Promise<void> =>
    eventually(() => stage.reached.includes(gate), `${gate} was reached`);

  it('tell what the repository asks for, build, start, and end ready with a token', async () => {
    const events = await launch(local());
    assert.deepEqual(phasesOf(events), ['building', 'built', 'launching', 'ready']);
    assert.equal(events.find((event) => event.environment)?.environment?.buildpack, 'python');
    assert.ok(events.some((event) => event.message === 'hard work'));
    assert.match(events.at(-1)?.token ?? '', /^[0-9a-f]{64}$/);
    const { job } = events[0]!;
    await eventually(async () => (await store.jobs.get(job))?.state === 'succeeded', 'the record says so');
    assert.ok(!readFileSync(store.path('jobs', job, 'events.jsonl'), 'utf8').includes(events.at(-1)!.token!));
  });

  it('that only build end at the artifact', async () => {
    const events = await launch(local(), 'artifact');
    assert.equal(events.at(-1)?.phase, 'built');
    assert.deepEqual(await sessions.list(), []);
  });

  it('share one build, and a third builds nothing', async () => {
    stage.hold('build');
    const first = launch(local());
    await reach('build');
    const { id: second } = await launches.start(local(), 'session');
    await eventually(async () => (await store.jobs.get(second))?.build !== undefined, 'the second joined');
    stage.open('build');
    const events = [await first, await eventsOf(launches, second, 10)];
    assert.equal(new Set(events.map((list) => list.find((event) => event.build)?.build)).size, 1);
    assert.deepEqual(
      events.map((list) => list.at(-1)?.session),
      ['pages', 'pages-2'],
    );
    assert.equal(stage.reached.filter((gate) => gate === 'build').length, 1);
    const third = await launch(local());
    assert.equal(third.find((event) => event.phase === 'built')?.reused, true);
  });

  for (const gate of ['pin', 'build', 'spawn']) {
    it(`leave nothing when cancelled at ${gate}`, async () => {
      stage.hold(gate);
      const job = await launches.start(local(), 'session');
      await reach(gate);
      assert.equal((await launches.cancel(job.id)).state, 'cancelled');
      assert.equal((await eventsOf(launches, job.id, 10)).at(-1)?.phase, 'cancelled');
      assert.deepEqual(await sessions.list(), []);
      await eventually(() => stage.released === 1, 'the checkout was released');
      assert.equal(launches.running, 0);
    });
  }

  it('that are cancelled let a shared build go on, and keep its checkout until then', async () => {
    stage.hold('build');
    const job = await launches.start(local(), 'session');
    await reach('build');
    const other = launch(local());
    await eventually(() => stage.reached.filter((gate) => gate === 'pin').length === 2, 'both planned');
    await eventually(async () => (await store.jobs.list()).filter((one) => one.build).length === 2, 'joined');
    await launches.cancel(job.id);
    assert.equal(stage.released, 0);
    stage.open('build');
    assert.equal((await other).at(-1)?.phase, 'ready');
    await eventually(() => stage.released === 2, 'both checkouts were released');
  });

  it('fail with the error of their build', async () => {
    const events = await launch(local({ repo: { provider: 'local', spec: folder, subdir: 'bad' } }));
    assert.equal(events.at(-1)?.phase, 'failed');
    assert.equal(events.at(-1)?.error?.code, 'step-failed');
    assert.equal(events.filter((event) => event.phase === 'failed').length, 1);
  });

  it('of what was fetched need trust on the host engine', async () => {
    const repo = { provider: 'git', spec: 'https://me:secret@example.org/pages.git', ref: 'HEAD' } as const;
    const refused = await launch({ repo, engine: 'host' });
    assert.equal(refused.at(-1)?.error?.code, 'not-trusted');
    assert.ok(!readFileSync(store.path('jobs', refused[0]!.job, 'record.json'), 'utf8').includes('secret'));
    const trusted = await launch({ repo, engine: 'host', trust: true });
    assert.equal(trusted.at(-1)?.phase, 'ready');
    assert.equal((await sessions.get('pages')).workFolder.kind, 'volume');
  });

  it('take the name that was asked for, once', async () => {
    await assert.rejects(launches.start(local({ name: 'No' }), 'session'), { code: 'session-name-invalid' });
    stage.hold('build');
    await launches.start(local({ name: 'mine' }), 'session');
    await assert.rejects(launches.start(local({ name: 'mine' }), 'session'), { code: 'session-name-taken' });
  });

  it('start a stopped session again, unless its artifact is gone', async () => {
    const name = (await launch(local())).at(-1)!.session!;
    await assert.rejects(launches.resume(name, false), { code: 'session-wrong-state' });
    await sessions.stop(name);
    const events = await eventsOf(launches, (await launches.resume(name, false)).id, 10);
    assert.deepEqual(phasesOf(events), ['launching', 'ready']);
    await sessions.stop(name);
    stage.artifacts.clear();
    await assert.rejects(launches.resume(name, false), { code: 'session-artifact-gone' });
    await assert.rejects(launches.resume('nobody', false), { code: 'session-not-found' });
  });

  it('that died with their agent are failed, with the reason, and nothing of them runs', async () => {
    const died = await store.jobs.create({ kind: 'launch', buildOnly: false });
    stage.hold('spawn');
    const job = await launches.start(local(), 'session');
    await reach('spawn');
    // A new agent in the same state root, while the old one's memory is gone.
    store = await openStore(root);
    services();
    stage.alive.add('pages');
    await launches.reconcile();
    await sessions.reconcile();
    for (const { id } of [died, job]) {
      assert.equal((await eventsOf(launches, id, 10)).at(-1)?.error?.code, 'launch-interrupted');
      assert.equal((await store.jobs.get(id))?.state, 'failed');
    }
    assert.equal(stage.alive.size, 0);
    const [session] = await sessions.list();
    assert.deepEqual([session?.state, session?.error?.code], ['failed', 'launch-interrupted']);
  });

  it('whose log had ended are what their log says', async () => {
    const job = await store.jobs.create({ kind: 'launch', buildOnly: true });
    const emit: Emit = (event) => void store.jobs.append(job.id, event);
    emit({ phase: 'built' });
    await store.jobs.flush(job.id);
    await launches.reconcile();
    assert.equal((await store.jobs.get(job.id))?.state, 'succeeded');
  });
});
