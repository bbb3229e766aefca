import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectAgent } from '../../../server/http/client/connect';
import { agentPlaces, recordedSocket } from '../../../server/http/client/places';
import type { BinderyClient } from '../../../server/http/client/types';
import type { JobEvent } from '../../../server/protocol';
import { withDockerAgent } from '../docker';
import { inTurns } from '../measure';
import { makeRepository, touchNotebook } from '../repository';
import type { BenchContext, Row } from '../row';
import type { Watchers } from '../watchers';
import { watch } from '../watchers';

const watcherCount = 1000;
/** Share of its speed that the builder keeps. */
const goal = 0.95;
/** A run takes a quarter of a minute. */
const most = 3;

/** What the build prints, and from which of these lines on it is timed: before it, watchers may still be arriving. */
const lines = 200;
const firstTimed = 100;

/** Works for about 40 ms before each line. */
const script = `import hashlib, time
data = bytes(1 << 20)
for line in range(${lines}):
    for _ in range(16): hashlib.sha256(data).digest()
    print("bench line", line, int(time.time() * 1000), flush=True)
`;

/** One build that many watch over the agent's socket, beside the same build that one watches. */
export const watchers: Row = {
  name: 'watchers',
  measure: (context) =>
    withDockerAgent(context, async (env) => {
      const n = Math.min(most, context.runs);
      const repository = await makeRepository(join(context.folder, 'repository'), { files: 5, bytes: 1000 });
      await writeFile(join(repository, 'lines.py'), script);
      await writeFile(join(repository, 'postBuild'), '#!/bin/bash\nexec python3 lines.py\n', { mode: 0o755 });
      const client = await connect(context, env);
      let commit = 0;
      const run = (count: number) => async () => {
        await touchNotebook(repository, `commit ${(commit += 1)}`);
        return timeBuild(client, env, repository, count);
      };
      const times = await inTurns(n, { watched: run(watcherCount), alone: run(1) }).finally(() =>
        client.close(),
      );
      return [
        {
          what: `${lines - firstTimed} lines of a build that ${watcherCount} watch, each of whom gets every line once`,
          ours: times.watched,
          peer: { name: 'the same build that one watches', time: times.alone },
          n,
          goal: `the builder keeps ${goal} of its speed`,
          met: times.alone >= goal * times.watched,
        },
      ];
    }),
};

function connect({ bindery }: BenchContext, env: NodeJS.ProcessEnv): Promise<BinderyClient> {
  const program = { file: process.execPath, args: [bindery] };
  return connectAgent({ env, start: false, program, linger: 0 });
}

/** Milliseconds between the first timed line and the last, by the builder's own clock. */
async function timeBuild(
  client: BinderyClient,
  env: NodeJS.ProcessEnv,
  repository: string,
  count: number,
): Promise<number> {
  const repo = { provider: 'local', spec: repository } as const;
  const job = await client.build({ repo, engine: 'docker', toolchain: 'system' });
  const socketPath = recordedSocket(agentPlaces(env)) ?? '';
  const all = await watch({ socketPath, job: job.id, count });
  const stamps = await checkedLines(all);
  const [begin = 0, end = 0] = [stamps[firstTimed], stamps.at(-1)];
  if (all.connectedAt > begin) throw new Error('the watchers were there too late: the machine is too busy');
  return end - begin;
}

/** When the lines were printed. Fails unless every watcher got every line, and every event, once and in order. */
async function checkedLines(all: Watchers): Promise<readonly number[]> {
  const [first = [], ...others] = await all.events;
  const stamps = stampsOf(first);
  if (stamps.length !== lines) throw new Error(`${stamps.length} of ${lines} lines arrived`);
  const wanted = JSON.stringify(first);
  const wrong = others.filter((events) => JSON.stringify(events) !== wanted).length;
  if (wrong > 0) throw new Error(`${wrong} of ${others.length + 1} watchers got something else`);
  return stamps;
}

function stampsOf(events: readonly string[]): readonly number[] {
  const found = events.flatMap((text) => {
    const { message = '', stream } = JSON.parse(text) as JobEvent;
    const match = stream === undefined ? null : /bench line (\d+) (\d+)/.exec(message);
    return match === null ? [] : [{ line: Number(match[1]), at: Number(match[2]) }];
  });
  if (found.some(({ line }, index) => line !== index)) throw new Error('lines are out of order, or twice');
  return found.map(({ at }) => at);
}
