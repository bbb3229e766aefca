import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mergedStream } from '../../../server/launch/merged-stream';
import { removeTree } from '../../../server/platform/files';
import type { EventBody, JobRecord, StreamEntry } from '../../../server/protocol';
import { openStore } from '../../../server/store/open';
import type { Store } from '../../../server/store/types';

describe('The stream of a launch', () => {
  let root: string;
  let store: Store;
  let build: JobRecord;
  let launch: JobRecord;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'bindery-stream-'));
    store = await openStore(root);
    build = await store.jobs.create({ kind: 'build', buildOnly: false });
    launch = await store.jobs.create({ kind: 'launch', buildOnly: false });
  });
  afterEach(async () => {
    await store.jobs.flush(launch.id);
    await store.jobs.flush(build.id);
    await removeTree(root);
  });

  const tell = (job: JobRecord, message: string, more: Partial<EventBody> = {}): void => {
    store.jobs.append(job.id, { phase: 'building', message, ...more });
  };
  const read = async (cursor = '', limit = Infinity): Promise<readonly StreamEntry[]> => {
    const entries: StreamEntry[] = [];
    const timeout = AbortSignal.timeout(5000);
    for await (const entry of mergedStream(store.jobs, launch, cursor, timeout)) {
      entries.push(entry);
      if (entries.length === limit) break;
    }
    assert.equal(timeout.aborted, false, 'the stream did not end');
    return entries;
  };
  const texts = (entries: readonly StreamEntry[]): readonly string[] =>
    entries.map(({ cursor, event }) => `${cursor} ${event.message ?? event.phase}`);
  const whole = ['1.0 look', '2.0 join', '2.1 a', '2.2 b', '3.0 made', '4.0 ready'];

  const tellAll = (): void => {
    tell(launch, 'look');
    tell(launch, 'join', { build: build.id });
    tell(build, 'a');
    tell(build, 'b');
    tell(build, 'built', { phase: 'built' });
    tell(launch, 'made', { phase: 'built' });
    tell(launch, 'ready', { phase: 'ready' });
  };

  it('has the events of its build where it joined it, without the build’s last one', async () => {
    tellAll();
    assert.deepEqual(texts(await read()), whole);
  });

  it('goes on exactly behind any cursor', async () => {
    tellAll();
    const entries = await read();
    for (const [index, { cursor }] of entries.entries()) {
      const expected = whole.slice(index + 1);
      assert.deepEqual(texts(await read(cursor)), expected, cursor);
    }
  });

  it('delivers what comes while it is read, in order', async () => {
    const reading = read();
    tellAll();
    assert.deepEqual(texts(await reading), whole);
  });

  it('can be left in the middle of a build and taken up by another reader', async () => {
    tell(launch, 'look');
    tell(launch, 'join', { build: build.id });
    tell(build, 'a');
    const first = await read('', 3);
    tell(build, 'b');
    tell(build, 'built', { phase: 'built' });
    tell(launch, 'made', { phase: 'built' });
    tell(launch, 'ready', { phase: 'ready' });
    assert.deepEqual(texts([...first, ...(await read(first.at(-1)!.cursor))]), whole);
  });

  it('ends with its own cancellation though the shared build goes on', async () => {
    tell(launch, 'join', { build: build.id });
    tell(build, 'a');
    const reading = read();
    tell(launch, 'cancelled', { phase: 'cancelled' });
    const ended = texts(await reading);
    assert.equal(ended.at(-1), '2.0 cancelled');
    assert.equal(texts(await read()).at(-1), '2.0 cancelled');
  });

  it('refuses what is not a cursor', async () => {
    await assert.rejects(read('../../etc'), { code: 'bad-request' });
  });
});
