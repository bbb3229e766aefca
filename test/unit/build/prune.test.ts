import assert from 'node:assert/strict';
import type { PruneItem } from '../../../server/build/prune';
import { choosePruned } from '../../../server/build/prune';
import { createPruneService } from '../../../server/build/prune-service';
import { recordUses } from '../../../server/build/uses';
import type { Engine } from '../../../server/build/types';
import { AppError } from '../../../server/protocol';
import type { ArtifactSummary, PruneRequest, Session } from '../../../server/protocol';
import { openStore } from '../../../server/store/open';
import { temporaryDir } from '../../support/engine-scratch';

const now = new Date('2026-06-30T00:00:00Z');
const daysAgo = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();

function item(id: string, days: number, more: Partial<PruneItem> = {}): PruneItem {
  const remove = (): Promise<boolean> => Promise.resolve(true);
  const rest = { bytes: 10, needs: [], held: false, superseded: false, remove };
  return { id, kind: 'image', name: id, lastUsedAt: daysAgo(days), ...rest, ...more };
}

const chosen = (items: readonly PruneItem[], request: PruneRequest = {}): readonly string[] =>
  choosePruned(items, request, now).map(({ item: { id }, reason }) => `${id} ${reason}`);

describe('what garbage collection chooses', () => {
  it('is by default what was not used for 30 days, and what nothing can use again', () => {
    const items = [
      item('new', 1),
      item('old', 31),
      item('edge', 29.9),
      item('left', 2, { superseded: true }),
    ];
    assert.deepEqual(chosen(items), ['old old', 'left superseded']);
  });

  it('goes from the least recently used up to the limit, and no further', () => {
    const items = [item('a', 3), item('b', 9), item('c', 6), item('d', 1)];
    assert.deepEqual(chosen(items, { keepBytes: 25 }), ['b limit', 'c limit']);
    assert.deepEqual(chosen(items, { keepBytes: 40 }), []);
  });

  it('counts what is old towards the limit', () => {
    assert.deepEqual(chosen([item('a', 40), item('b', 3), item('c', 2)], { keepBytes: 20 }), ['a old']);
  });

  it('never holds what is held, nor what that is built upon', () => {
    const items = [item('session', 90, { held: true, needs: ['env'] }), item('env', 90), item('other', 90)];
    assert.deepEqual(chosen(items, { all: true }), ['other all']);
  });

  it('holds an environment as long as one image that needs it stays, and takes it as used when that was', () => {
    const items = [item('env', 90), item('old', 40, { needs: ['env'] }), item('new', 1, { needs: ['env'] })];
    assert.deepEqual(chosen(items), ['old old']);
    assert.deepEqual(chosen(items, { all: true }), ['old all', 'new all', 'env all']);
  });

  it('is nothing that frees nothing, to come below a limit', () => {
    assert.deepEqual(chosen([item('name', 9, { bytes: 0 }), item('b', 3)], { keepBytes: 5 }), ['b limit']);
  });
});

describe('garbage collection', () => {
  const clock = (): Date => now;

  it('removes nothing on a dry run, and tells the same as the real one', async () => {
    const store = await openStore(temporaryDir('bindery-prune-'));
    let removals = 0;
    const remove = (): Promise<boolean> => Promise.resolve((removals += 1) > 0);
    const items = [item('a', 40, { remove }), item('b', 1)];
    const source = { name: 'x', list: () => Promise.resolve(items) };
    const prunes = createPruneService({ store, sources: [source], clock });
    const dry = await prunes.prune({ dryRun: true });
    assert.equal(removals, 0);
    const real = await prunes.prune({});
    assert.equal(removals, 1);
    assert.deepEqual(real, { ...dry, dryRun: false });
    assert.deepEqual([real.freedBytes, real.keptBytes], [10, 10]);
  });

  it('keeps what could not be removed and what that needs, and says what it did not see', async () => {
    const store = await openStore(temporaryDir('bindery-prune-'));
    const used = item('used', 40, { needs: ['env'], remove: () => Promise.resolve(false) });
    const sources = [
      { name: 'x', list: () => Promise.resolve([used, item('env', 40)]) },
      { name: 'docker', list: () => Promise.reject(new AppError('engine-unavailable', { detail: '' })) },
    ];
    const answer = await createPruneService({ store, sources, clock }).prune({});
    assert.deepEqual([answer.removed, answer.unseen, answer.keptBytes], [[], ['docker'], 20]);
  });

  it('tells engines which artifacts sessions need, and since when a job runs', async () => {
    const store = await openStore(temporaryDir('bindery-prune-'), { now: clock });
    await store.sessions.put('s', { name: 's', state: 'stopped', artifact: { key: 'k' } } as Session);
    const { createdAt } = await store.jobs.create({ kind: 'launch', buildOnly: false });
    let told: unknown;
    const list = (roots: unknown): Promise<PruneItem[]> => {
      told = roots;
      return Promise.resolve([item('env', 90, { kind: 'environment' })]);
    };
    const answer = await createPruneService({ store, sources: [{ name: 'x', list }], clock }).prune({
      all: true,
    });
    assert.deepEqual(told, { sessions: new Set(['k']), busySince: createdAt });
    assert.deepEqual(answer.removed, [], 'a running job may be about to build upon it');
  });

  it('removes logs of jobs that ended long ago, and none that is followed', async () => {
    let time = new Date(daysAgo(60));
    const store = await openStore(temporaryDir('bindery-prune-'), { now: () => time });
    const ids: string[] = [];
    for (const days of [50, 50, 2]) {
      const { id } = await store.jobs.create({ kind: 'build', buildOnly: false });
      store.jobs.append(id, { phase: 'built' });
      await store.jobs.flush(id);
      await store.jobs.update(id, { state: 'succeeded', endedAt: daysAgo(days) });
      ids.push(id);
    }
    time = now;
    const reader = store.jobs.follow(ids[1] ?? '', 0, AbortSignal.timeout(5000))[Symbol.asyncIterator]();
    await reader.next();
    const answer = await createPruneService({ store, sources: [], clock }).prune({});
    assert.deepEqual(
      answer.removed.map(({ name }) => name),
      [ids[0]],
    );
    assert.deepEqual(
      (await store.jobs.list()).map(({ id }) => id),
      ids.slice(1).sort(),
    );
    await reader.return?.();
  });
});

describe('the last use of an artifact', () => {
  it('is written down when it is made and when it is found, and a pin stays', async () => {
    const store = await openStore(temporaryDir('bindery-prune-'));
    let time = daysAgo(20);
    const artifact = {
      kind: 'image',
      key: 'k',
      engine: 'docker',
      builtAt: time,
      lastUsedAt: time,
    } as ArtifactSummary;
    const there = (): Promise<ArtifactSummary> => Promise.resolve(artifact);
    const engine = { kind: 'docker', find: there, build: there } as unknown as Engine;
    const recorded = recordUses(engine, store, () => new Date(time));
    time = daysAgo(10);
    await recorded.build(
      { artifactKey: 'k' } as never,
      {} as never,
      () => undefined,
      AbortSignal.timeout(1000),
    );
    assert.equal((await store.artifacts.get('k'))?.lastUsedAt, daysAgo(10));
    await store.artifacts.put('k', { ...artifact, pinned: true });
    time = daysAgo(0);
    assert.equal((await recorded.find('k'))?.lastUsedAt, daysAgo(0));
    assert.deepEqual(await store.artifacts.get('k'), { ...artifact, pinned: true, lastUsedAt: daysAgo(0) });
  });
});
