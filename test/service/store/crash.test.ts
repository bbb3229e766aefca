import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { removeTree } from '../../../server/platform/files';
import type { JobEvent } from '../../../server/protocol';
import { openStore } from '../../../server/store/open';

const never = new AbortController().signal;

/** A process that uses a store of its own on `root`; see store-process.ts. */
function start(task: string, root: string): ChildProcess {
  const program = join(__dirname, '..', '..', 'support', 'store-process.ts');
  return spawn(process.execPath, ['--require', 'tsx/cjs', program, task, root], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) return line;
  throw new Error('the process ended without a word');
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

describe('the state root, shared with processes that die', function () {
  this.timeout(120_000);
  let root: string;
  beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'bindery-crash-'))));
  afterEach(() => removeTree(root));

  it('is readable whatever moment its writer is killed at, and has all that was told', async () => {
    for (let round = 0; round < 6; round += 1) {
      const child = start('write', root);
      let told: { job: string; id: number } | undefined;
      const lines = createInterface({ input: child.stdout! });
      let left = 20 + round * 37;
      for await (const line of lines) {
        told = JSON.parse(line) as { job: string; id: number };
        if ((left -= 1) === 0) await kill(child);
      }
      assert.ok(told);
      const store = await openStore(root);
      assert.equal((await store.jobs.list()).length, round + 1);
      assert.equal((await store.artifacts.list()).length, 1);
      store.jobs.append(told.job, { phase: 'failed' });
      const events: JobEvent[] = [];
      for await (const event of store.jobs.follow(told.job, 0, never)) events.push(event);
      assert.deepEqual(
        events.map(({ id }) => id),
        events.map((_, index) => index + 1),
      );
      assert.ok(events.length > told.id, `${events.length} events, ${told.id} were told`);
    }
  });

  it('gives a lease to one of many who race for that of a dead process', async () => {
    for (let round = 0; round < 2; round += 1) {
      const holder = start('hold', root);
      assert.equal(await firstLine(holder), 'held');
      const { leases } = await openStore(root);
      assert.equal((await leases.holder('prize'))?.pid, holder.pid);
      assert.equal(await leases.tryAcquire('prize'), undefined, 'a living process holds it');
      const racers = Array.from({ length: 4 }, () => start('race', root));
      await Promise.all(racers.map(firstLine));
      await kill(holder);
      assert.equal(await leases.holder('prize'), undefined);
      const outcomes = racers.map(firstLine);
      for (const racer of racers) racer.stdin!.write('go\n');
      assert.deepEqual((await Promise.all(outcomes)).sort(), ['lost', 'lost', 'lost', 'won']);
      await Promise.all(racers.map(kill));
    }
  });

  it('lets a lease go, and take it again', async () => {
    const { leases } = await openStore(root);
    for (let round = 0; round < 3; round += 1) {
      const lease = await leases.tryAcquire('prize');
      assert.ok(lease);
      assert.equal(await leases.tryAcquire('prize'), undefined);
      await lease.release();
      assert.equal(await leases.holder('prize'), undefined);
    }
    assert.equal((await readdir(join(root, 'leases'))).length, 1, 'old turns are removed');
  });

  it('gives a lease to one of many who ask within one process', async () => {
    const { leases } = await openStore(root);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => leases.tryAcquire('prize')));
    assert.equal(outcomes.filter((lease) => lease !== undefined).length, 1);
  });
});
