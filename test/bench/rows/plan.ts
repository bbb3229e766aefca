import { join } from 'node:path';
import { execute, inTurns, timed } from '../measure';
import type { Command } from '../measure';
import { makeRepository } from '../repository';
import { CannotMeasure } from '../row';
import type { Row } from '../row';

/** `bindery plan` as a whole process, beside a Node that does nothing and beside repo2docker's own planning. */
export const plan: Row = {
  name: 'plan',
  measure: async ({ folder, bindery, runs }) => {
    const repository = await makeRepository(join(folder, 'repository'), { files: 10, bytes: 1000 });
    const peer = await installRepo2docker(join(folder, 'repo2docker'));
    const times = await inTurns(runs, {
      ours: whole({ argv: [process.execPath, bindery, 'plan', repository, '--json'], cwd: folder }),
      node: whole({ argv: [process.execPath, '--eval', '0'], cwd: folder }),
      repo2docker: whole({ ...peer, argv: [...peer.argv, '--no-build', repository], cwd: folder }),
    });
    const { ours } = times;
    const what = 'bindery plan, whole process';
    return [
      {
        what,
        ours,
        peer: { name: 'node -e 0', time: times.node },
        n: runs,
        goal: 'at most 2 × the peer',
        met: ours <= 2 * times.node,
      },
      {
        what,
        ours,
        peer: { name: 'repo2docker --no-build', time: times.repo2docker },
        n: runs,
        goal: 'at least 5 × faster',
        met: 5 * ours <= times.repo2docker,
      },
    ];
  },
};

const whole = (command: Command) => (): Promise<number> => timed(() => execute(command));

/** From the package index that pip is configured for. */
async function installRepo2docker(folder: string): Promise<Command> {
  const argv = [
    'python3',
    '-m',
    'pip',
    'install',
    '--quiet',
    '--target',
    folder,
    'jupyter-repo2docker',
  ] as const;
  try {
    await execute({ argv: [...argv], cwd: '/' });
  } catch (error) {
    throw new CannotMeasure(`repo2docker cannot be installed: ${(error as Error).message}`);
  }
  const env = { ...process.env, PYTHONPATH: folder };
  return { argv: ['python3', '-m', 'repo2docker'], cwd: folder, env };
}
