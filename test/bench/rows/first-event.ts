import { join } from 'node:path';
import type { JobEvent } from '../../../server/protocol';
import { withAgent } from '../agent';
import { serveGit } from '../git-server';
import { execute, inTurns, timed, untilLine } from '../measure';
import { makeRepository } from '../repository';
import type { Row } from '../row';

/** Milliseconds more than the peer. */
const goal = 200;

/** The first event that states a fact about the repository, beside asking git for its refs. */
export const firstEvent: Row = {
  name: 'first-event',
  measure: async ({ folder, bindery, runs }) => {
    await makeRepository(join(folder, 'served', 'repository'), { files: 20, bytes: 10_000 });
    const server = await serveGit(join(folder, 'served'));
    const url = `${server.url}/repository/.git`;
    try {
      const times = await withAgent({ bindery, home: join(folder, 'home') }, (env) => {
        const argv = [
          process.execPath,
          bindery,
          'build',
          url,
          '--engine',
          'host',
          '--trust',
          '--json',
        ] as const;
        return inTurns(runs, {
          ours: () => untilLine({ argv: [...argv], cwd: folder, env }, statesFact),
          git: () => timed(() => execute({ argv: ['git', 'ls-remote', url], cwd: folder })),
        });
      });
      return [
        {
          what: 'first event that states the resolved commit',
          ours: times.ours,
          peer: { name: 'git ls-remote', time: times.git },
          n: runs,
          goal: `< ${goal} ms more than the peer`,
          met: times.ours - times.git < goal,
        },
      ];
    } finally {
      await server.close();
    }
  },
};

function statesFact(line: string): boolean {
  const event = JSON.parse(line) as Partial<JobEvent>;
  return event.resolvedRef !== undefined || event.environment !== undefined;
}
