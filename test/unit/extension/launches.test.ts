import assert from 'node:assert/strict';
import { createLaunches } from '../../../extension/build/launches';
import type { FollowedJob, Launches } from '../../../extension/build/launches';
import type { Memory } from '../../../extension/build/memory';
import { createMemory } from '../../../extension/build/memory';
import { reattach } from '../../../extension/build/reattach';
import type { Store } from '../../../extension/sessions/store';
import { createStore } from '../../../extension/sessions/store';
import { createJobFeeds } from '../../../extension/stream/job-feed';
import { FakeClient, entry, manualSchedule, record, session, settle } from './fakes';

interface Window {
  readonly launches: Launches;
  readonly store: Store;
  readonly memory: Memory;
  readonly ends: FollowedJob[];
  readonly tick: () => void;
  readonly close: () => void;
}

/** What `vscode.Memento` does, over a map that outlives a reload. */
function memento(kept: Map<string, unknown>) {
  return {
    get: <T>(key: string, otherwise?: T) => (kept.get(key) ?? otherwise) as T,
    update: (key: string, value: unknown) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
}

function openWindow(agent: FakeClient, kept: Map<string, unknown>): Window {
  const { schedule, tick } = manualSchedule();
  const client = (): Promise<FakeClient> => Promise.resolve(agent);
  const store = createStore();
  store.setFolders([{ folder: '/work', name: 'work' }]);
  const memory = createMemory(memento(kept));
  const feeds = createJobFeeds({ client, schedule });
  const launches = createLaunches({
    client,
    store,
    memory,
    feeds,
    settings: () => ({ engine: 'host' }),
  });
  const ends: FollowedJob[] = [];
  launches.onEnd.listen((job) => ends.push(job));
  const close = (): void => {
    launches.dispose();
    feeds.dispose();
  };
  return { launches, store, memory, ends, tick, close };
}

describe('launches of a window', () => {
  it('start a job once and join it afterwards', async () => {
    const agent = new FakeClient();
    const { launches } = openWindow(agent, new Map());
    const first = await launches.start('/work', 'launch', {});
    const second = await launches.start('/work', 'launch', {});
    assert.equal(second.view.id, first.view.id);
    assert.deepEqual(
      agent.asked.filter((what) => what === 'launch'),
      ['launch'],
    );
  });

  it('join a job that the command line started for the same folder', async () => {
    const agent = new FakeClient();
    agent.records = [record('from-the-command-line')];
    const { launches } = openWindow(agent, new Map());
    assert.equal((await launches.start('/work', 'launch', {})).view.id, 'from-the-command-line');
  });

  it('do not take a build for a launch', async () => {
    const agent = new FakeClient();
    agent.records = [record('a-build', { buildOnly: true })];
    const { launches } = openWindow(agent, new Map());
    assert.notEqual((await launches.start('/work', 'launch', {})).view.id, 'a-build');
  });

  it('tell the end of a job once, and keep the store as its events say', async () => {
    const agent = new FakeClient();
    const { launches, store, ends, tick } = openWindow(agent, new Map());
    await launches.start('/work', 'launch', {});
    agent.stream('job1').push(entry(1, { phase: 'fetching' }));
    await settle();
    tick();
    assert.equal(store.get('/work')?.job?.phase, 'fetching');
    agent.stream('job1').push(entry(2, { phase: 'ready', session: 's' }));
    agent.stream('job1').end();
    await settle();
    assert.deepEqual(
      ends.map(({ view }) => [view.phase, view.session]),
      [['ready', 's']],
    );
  });

  it('ask the agent to cancel', async () => {
    const agent = new FakeClient();
    const { launches } = openWindow(agent, new Map());
    await launches.start('/work', 'launch', {});
    await launches.cancel('/work');
    assert.ok(agent.asked.includes('cancel job1'));
  });
});

describe('a window that was reloaded', () => {
  const shown: string[] = [];
  beforeEach(() => void (shown.length = 0));
  const launchAndClose = async (agent: FakeClient, kept: Map<string, unknown>): Promise<void> => {
    const { launches, close } = openWindow(agent, kept);
    await launches.start('/work', 'launch', {});
    await settle();
    close();
  };
  const reopen = async (agent: FakeClient, kept: Map<string, unknown>, running = true): Promise<Window> => {
    const window = openWindow(agent, kept);
    const client = (): Promise<FakeClient> => Promise.resolve(agent);
    const showStream = ({ view }: FollowedJob): void => void shown.push(view.id);
    await reattach({
      ...window,
      client,
      showStream,
      running: () => Promise.resolve(running ? agent : undefined),
    });
    await settle();
    return window;
  };

  it('finds the running job again and hears of its end', async () => {
    const [agent, kept] = [new FakeClient(), new Map<string, unknown>()];
    await launchAndClose(agent, kept);
    const { store, ends } = await reopen(agent, kept);
    assert.equal(store.get('/work')?.job?.id, 'job1');
    agent.stream('job1').push(entry(1, { phase: 'failed' }));
    agent.stream('job1').end();
    await settle();
    assert.equal(ends.length, 1);
  });

  it('hears of an end that came while nobody looked, once', async () => {
    const [agent, kept] = [new FakeClient(), new Map<string, unknown>()];
    await launchAndClose(agent, kept);
    agent.records = [record('job1', { state: 'succeeded' })];
    agent.stream('job1').push(entry(1, { phase: 'ready', session: 's' }));
    agent.stream('job1').end();
    assert.equal((await reopen(agent, kept)).ends.length, 1);
    const again = await reopen(agent, kept);
    assert.equal(again.ends.length, 0);
  });

  it('opens the build stream again if it was open', async () => {
    const [agent, kept] = [new FakeClient(), new Map<string, unknown>()];
    await launchAndClose(agent, kept);
    await reopen(agent, kept);
    assert.deepEqual(shown, []);
    await openWindow(agent, kept).memory.rememberStream('/work', true);
    await reopen(agent, kept);
    assert.deepEqual(shown, ['job1']);
  });

  it('shows the session that runs for its folder, and no other', async () => {
    const agent = new FakeClient();
    const elsewhere = { provider: 'local', spec: '/elsewhere', displayName: 'x' } as const;
    agent.all = [
      session('other', { repo: elsewhere }),
      session('old', { state: 'stopped' }),
      session('mine'),
    ];
    const { store } = await reopen(agent, new Map());
    assert.equal(store.get('/work')?.session?.name, 'mine');
  });

  it('starts no agent when nothing was going on', async () => {
    const agent = new FakeClient();
    agent.all = [session('mine')];
    const { store } = await reopen(agent, new Map(), false);
    assert.equal(store.get('/work')?.session, undefined);
  });

  it('starts an agent to ask for a session that ran when it last looked', async () => {
    const [agent, kept] = [new FakeClient(), new Map<string, unknown>()];
    agent.all = [session('mine')];
    await openWindow(agent, kept).memory.rememberSession('/work', 'mine');
    const { store } = await reopen(agent, kept, false);
    assert.equal(store.get('/work')?.session?.name, 'mine');
  });

  it('forgets a job that the agent does not know any more', async () => {
    const [agent, kept] = [new FakeClient(), new Map<string, unknown>()];
    await launchAndClose(agent, kept);
    agent.records = [];
    const { store } = await reopen(agent, kept);
    assert.equal(store.get('/work')?.job, undefined);
  });
});
