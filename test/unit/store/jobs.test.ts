import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../../../server/platform/files';
import type { JobEvent, JobRecord } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import { openStore } from '../../../server/store/open';
import type { Store } from '../../../server/store/types';
import { eventually } from '../../support/eventually';

const limits = { headLines: 10, headBytes: 10_000, tailLines: 10, tailBytes: 10_000 };

/** Each follower has a signal of its own. */
function fresh(): AbortSignal {
  return new AbortController().signal;
}

describe("a job's log", function () {
  this.timeout(30_000);
  let dir: string;
  let store: Store;
  let job: JobRecord;
  const reopen = async (): Promise<void> => void (store = await openStore(dir, { logLimits: limits }));
  const line = (number: number): void => {
    store.jobs.append(job.id, { phase: 'building', stream: 'stdout', message: `line ${number}` });
  };
  const end = (): JobEvent => store.jobs.append(job.id, { phase: 'built' });
  const collect = async (after = 0, signal = fresh()): Promise<JobEvent[]> => {
    const events: JobEvent[] = [];
    for await (const event of store.jobs.follow(job.id, after, signal)) events.push(event);
    return events;
  };
  const ids = (events: readonly JobEvent[]): number[] => events.map(({ id }) => id);
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bindery-jobs-'));
    await reopen();
    job = await store.jobs.create({ kind: 'build', buildOnly: false });
  });
  afterEach(() => removeTree(dir));

  it('belongs to a job that can be found and changed', async () => {
    assert.equal(job.state, 'waiting');
    assert.deepEqual(await store.jobs.get(job.id), job);
    const changed = await store.jobs.update(job.id, { state: 'running' });
    assert.deepEqual(await store.jobs.list(), [changed]);
    const missing = (error: unknown): boolean => AppError.is(error, 'job-not-found');
    await assert.rejects(store.jobs.update('nobody', {}), missing);
    await assert.rejects(store.jobs.update('../x', {}), missing);
    assert.throws(() => store.jobs.append('nobody', { phase: 'building' }), missing);
    await assert.rejects(store.jobs.follow('nobody', 0, fresh())[Symbol.asyncIterator]().next(), missing);
  });

  it('gives each event once and in order, those there are and those to come', async () => {
    line(1);
    const following = collect();
    line(2);
    await store.jobs.flush(job.id);
    line(3);
    const last = end();
    const events = await following;
    assert.deepEqual(ids(events), [1, 2, 3, 4]);
    assert.deepEqual(events.at(-1), last);
    assert.deepEqual(ids(await collect(2)), [3, 4]);
    assert.deepEqual(await collect(4), []);
  });

  it('takes nothing after its end', async () => {
    const last = end();
    assert.deepEqual(store.jobs.append(job.id, { phase: 'failed' }), last);
    assert.deepEqual(ids(await collect()), [1]);
    await reopen();
    assert.deepEqual(store.jobs.append(job.id, { phase: 'failed' }), last);
  });

  it('ends a launch with ready and a build-only launch with built', async () => {
    job = await store.jobs.create({ kind: 'launch', buildOnly: false });
    store.jobs.append(job.id, { phase: 'built' });
    store.jobs.append(job.id, { phase: 'ready' });
    assert.equal((await collect()).length, 2);
    job = await store.jobs.create({ kind: 'launch', buildOnly: true });
    store.jobs.append(job.id, { phase: 'built' });
    assert.equal((await collect()).length, 1);
  });

  it('ends following when the signal fires', async () => {
    line(1);
    const controller = new AbortController();
    const following = collect(0, controller.signal);
    await store.jobs.flush(job.id);
    controller.abort();
    assert.ok((await following).length <= 1);
  });

  it('goes on with the next id after it was opened again', async () => {
    line(1);
    await store.jobs.flush(job.id);
    await reopen();
    line(2);
    end();
    assert.deepEqual(ids(await collect()), [1, 2, 3]);
  });

  it('drops a torn last line and goes on behind it', async () => {
    line(1);
    line(2);
    await store.jobs.flush(job.id);
    const path = join(dir, 'jobs', job.id, 'events.jsonl');
    await truncate(path, (await stat(path)).size - 5);
    await reopen();
    const next = end();
    assert.equal(next.id, 2);
    assert.deepEqual(
      (await collect()).map(({ phase }) => phase),
      ['building', 'built'],
    );
    for (const text of (await readFile(path, 'utf8')).trimEnd().split('\n')) JSON.parse(text);
  });

  it('does not wait for an id that was never given out', async () => {
    line(1);
    await store.jobs.flush(job.id);
    await reopen();
    const following = collect(50);
    await store.jobs.flush(job.id);
    end();
    assert.deepEqual(ids(await following), [2]);
  });

  it('keeps its beginning and its end, and counts what it left out', async () => {
    for (let number = 1; number <= 100; number += 1) line(number);
    end();
    await store.jobs.flush(job.id);
    await reopen();
    const events = await collect();
    const marker = events.find(({ code }) => code === 'log.left-out');
    const kept = events.filter((event) => event !== marker);
    assert.deepEqual(
      ids(events),
      [...ids(events)].sort((a, b) => a - b),
      'ids increase',
    );
    assert.deepEqual(ids(kept).slice(0, 10), upTo(10));
    assert.equal(kept.at(-1)?.phase, 'built');
    assert.ok(kept.length >= 20 && kept.length <= 30, String(kept.length));
    assert.equal(marker?.args?.['count'], 101 - kept.length);
    assert.equal((await readdir(join(dir, 'jobs', job.id))).length, 4);
    assert.deepEqual(
      ids(await collect(marker.id)),
      ids(kept).filter((id) => id > marker.id),
    );
  });

  it('gives all of a long log to those who keep up', async () => {
    const following = collect();
    for (let number = 1; number <= 300; number += 1) {
      line(number);
      if (number % 50 === 0) await store.jobs.flush(job.id);
    }
    end();
    assert.deepEqual(ids(await following), upTo(301));
  });

  it('gives every event to a thousand followers, slow ones too, once', async () => {
    store = await openStore(dir);
    const count = 1000;
    const slow = async (): Promise<number> => {
      let seen = 0;
      for await (const event of store.jobs.follow(job.id, 0, fresh())) {
        seen += 1;
        assert.equal(event.id, seen);
        if (seen % 300 === 1) await new Promise((resolve) => setImmediate(resolve));
      }
      return seen;
    };
    const following = Promise.all(
      Array.from({ length: 1000 }, (_, index) => (index % 2 ? slow() : collect())),
    );
    for (let number = 1; number < count; number += 1) {
      line(number);
      if (number % 100 === 0) await store.jobs.flush(job.id);
    }
    end();
    for (const seen of await following) assert.equal(typeof seen === 'number' ? seen : seen.length, count);
  });

  it('is on disk before anybody sees its end', async () => {
    line(1);
    end();
    for await (const event of store.jobs.follow(job.id, 0, fresh())) {
      if (event.phase !== 'built') continue;
      const text = await readFile(join(dir, 'jobs', job.id, 'events.jsonl'), 'utf8');
      assert.equal(text.trimEnd().split('\n').length, 2);
    }
  });

  it('that cannot be written still reaches its followers and does not fail the work', async () => {
    const warnings: string[] = [];
    store = await openStore(dir, { logger: { warn: (_, message) => void warnings.push(message) } });
    line(1);
    await store.jobs.flush(job.id);
    const path = join(dir, 'jobs', job.id, 'events.jsonl');
    await removeTree(join(dir, 'jobs', job.id));
    await writeFile(join(dir, 'jobs', job.id), 'in the way');
    const following = collect();
    line(2);
    end();
    assert.deepEqual(ids(await following).slice(-2), [2, 3]);
    await eventually(() => warnings.length > 0, 'the failure was logged');
    await assert.rejects(appendFile(path, ''));
  });
});
