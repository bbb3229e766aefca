import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withAgent } from '../agent';
import { withDockerAgent } from '../docker';
import { execute, inTurns, timed } from '../measure';
import { makeRepository, touchNotebook } from '../repository';
import type { BenchContext, Row } from '../row';

/** Milliseconds, by engine. */
const goals = { host: 1000, docker: 2000 } as const;

type AgentRunner = <T>(context: BenchContext, work: (env: NodeJS.ProcessEnv) => Promise<T>) => Promise<T>;

const agents: Readonly<Record<keyof typeof goals, AgentRunner>> = {
  host: ({ bindery, folder }, work) => withAgent({ bindery, home: join(folder, 'home') }, work),
  docker: withDockerAgent,
};

/** A build after a commit that touches no environment input, beside copying the same content. */
const rebuild = (engine: keyof typeof goals): Row => ({
  name: `rebuild-${engine}`,
  measure: async (context) => {
    const { folder, bindery, runs } = context;
    const repository = await makeRepository(join(folder, 'repository'), { files: 500, bytes: 40_000 });
    const copy = join(folder, 'copy');
    const times = await agents[engine](context, async (env) => {
      const argv = [process.execPath, bindery, 'build', repository, '--engine', engine, '--json'] as const;
      const build = (): Promise<string> => execute({ argv: [...argv], cwd: folder, env });
      await build();
      let commit = 0;
      return inTurns(runs, {
        ours: async () => {
          await touchNotebook(repository, `commit ${(commit += 1)}`);
          return timed(build);
        },
        copying: async () => {
          await rm(copy, { recursive: true, force: true });
          return timed(() => cp(repository, copy, { recursive: true }));
        },
      });
    });
    const goal = goals[engine];
    return [
      {
        what: `rebuild after a commit that touches no environment input (500 files, 20 MB), ${engine}`,
        ours: times.ours,
        peer: { name: 'copying the same files', time: times.copying },
        n: runs,
        goal: `< ${goal / 1000} s`,
        met: times.ours < goal,
      },
    ];
  },
});

export const hostRebuild = rebuild('host');
export const dockerRebuild = rebuild('docker');
