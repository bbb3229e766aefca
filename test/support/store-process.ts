// A process of its own that uses a store until it is killed. Arguments: the task and the state root.
import { once } from 'node:events';
import type { ArtifactSummary } from '../../server/protocol';
import { openStore } from '../../server/store/open';
import type { Store } from '../../server/store/types';

const [, , task, root = ''] = process.argv;
const tasks: Readonly<Record<string, (store: Store) => Promise<void>>> = { write, hold, race };

/** Writes events and records for ever, and tells each event that a follower saw. */
async function write({ jobs, artifacts }: Store): Promise<void> {
  const { id: job } = await jobs.create({ kind: 'build', buildOnly: false });
  const pump = async (): Promise<void> => {
    for (let number = 1; ; number += 1) {
      jobs.append(job, { phase: 'building', message: `line ${number} ${'x'.repeat(number % 300)}` });
      if (number % 7 === 0) await artifacts.put('a', { key: 'a' } as ArtifactSummary);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  void pump();
  for await (const { id } of jobs.follow(job, 0, new AbortController().signal)) {
    process.stdout.write(`${JSON.stringify({ job, id })}\n`);
  }
}

async function hold({ leases }: Store): Promise<void> {
  console.log((await leases.tryAcquire('prize')) === undefined ? 'not held' : 'held');
  setInterval(() => undefined, 1000);
}

/** Waits for a line on standard input, then tries. */
async function race({ leases }: Store): Promise<void> {
  console.log('ready');
  await once(process.stdin, 'data');
  console.log((await leases.tryAcquire('prize')) === undefined ? 'lost' : 'won');
}

void openStore(root).then((store) => tasks[task ?? '']?.(store));
