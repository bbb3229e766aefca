import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { execute, inTurns, timed } from '../measure';
import type { Row } from '../row';

/** A command for which an agent has to be started first, beside one that needs none: the difference is the agent. */
export const agentStart: Row = {
  name: 'agent-start',
  measure: async ({ folder, bindery, runs }) => {
    const command = async (...args: readonly string[]): Promise<number> => {
      const home = await mkdtemp(join(folder, 'home-'));
      const env = { ...process.env, BINDERY_HOME: home };
      return timed(() => execute({ argv: [process.execPath, bindery, ...args], cwd: folder, env }));
    };
    const times = await inTurns(runs, {
      ours: () => command('sessions', 'list'),
      none: () => command('--version'),
    });
    return [
      {
        what: 'bindery sessions list where no agent runs: start one, ask it',
        ours: times.ours,
        peer: { name: 'bindery --version', time: times.none },
        n: runs,
        goal: 'none of its own',
      },
    ];
  },
};
