import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CliWorld } from '../../support/cli-world';
import {
  eventsIn,
  halfMade,
  keptLog,
  onHost,
  plainFiles,
  sessionStates,
  warmWorld,
} from '../../support/cli-world';
import { processesWith } from '../../support/editor-processes';
import { eventually } from '../../support/eventually';
import type { GitServer } from '../../support/git-http';
import { makeRepository, startGitServer } from '../../support/git-http';
import type { BinderyProcess } from '../../service/cli/bindery';
import { jsonLines } from '../../service/cli/bindery';

/** A moment in the way of a launch. */
interface Moment {
  readonly name: string;
  /** What is launched. */
  readonly repo: () => Promise<string> | string;
  /** Resolves when the command is there. */
  readonly reached: (command: BinderyProcess) => Promise<unknown>;
  /** False where no job may have begun. */
  readonly job?: false;
}

describe('Ctrl-C', function () {
  this.timeout(180_000);
  let world: CliWorld;
  let server: GitServer;

  before(async () => {
    world = await warmWorld();
    const root = join(world.home, 'served');
    await makeRepository(root, 'silent', [{ files: plainFiles }]);
    server = await startGitServer({ root, answers: () => false });
  });
  after(() => server.close());

  /** Waits until a process runs whose command line has this in it. */
  const runs = (pattern: RegExp): Promise<void> =>
    eventually(
      () => processesWith(world.home).some(({ command }) => pattern.test(command)),
      `${String(pattern)} runs`,
      120,
    );

  const moments: readonly Moment[] = [
    {
      name: 'while the agent starts',
      repo: () => world.folder('plain', plainFiles),
      reached: () => runs(/ agent --linger/),
      job: false,
    },
    {
      name: 'while it fetches',
      repo: () => `${server.url}/silent`,
      reached: () => {
        const before = server.requests.length;
        return eventually(() => server.requests.length > before, 'git asks the server', 60);
      },
    },
    {
      name: 'in the middle of an install',
      repo: () => world.folder('interrupted', { 'requirements.txt': 'six==1.16.0\n' }),
      reached: () => runs(/uv pip install .*--require-hashes/),
    },
    {
      name: 'while the repository’s own script runs',
      repo: () => world.folder('slow-start', { ...plainFiles, start: '#!/bin/sh\nsleep 611\nexec "$@"\n' }),
      reached: () => runs(/^sleep 611$/),
    },
    {
      name: 'when the session is ready',
      repo: () => world.folder('plain', plainFiles),
      reached: (command) => command.printed('stdout', /"phase":"ready"/),
    },
  ];

  for (const { name, repo, reached, job } of moments) {
    for (const times of job === false ? [1] : [1, 2]) {
      it(`${name}${times === 2 ? ', twice' : ''}, ends with 130 and leaves nothing running`, async () => {
        const flags = ['--trust', '--name', 'session', '--json'];
        const command = world.start(['launch', await repo(), ...onHost, ...flags]);
        await reached(command);
        command.child.kill('SIGINT');
        if (times === 2) {
          // Two signals of a kind that are pending at once are one: the first has to have arrived.
          await command.printed('stderr', /Cancelling|Stopping/);
          command.child.kill('SIGINT');
        }
        assert.equal(await command.exit, 130, command.output.stderr);
        await world.idle();
        for (const line of jsonLines(command.output.stdout)) assert.equal('error' in line, false);
        if (job !== false) await checkRecords(command);
        assert.deepEqual(halfMade(world), []);
      });
    }
  }

  /** The log ends as the launch did, and no session is left but the one that was ready, which stopped. */
  async function checkRecords({ output }: BinderyProcess): Promise<void> {
    const end = eventsIn(output.stdout).some(({ phase }) => phase === 'ready') ? 'ready' : 'cancelled';
    assert.equal(keptLog(world, output).at(-1)?.phase, end);
    assert.deepEqual(await sessionStates(world), end === 'ready' ? { session: 'stopped' } : {});
    if (end === 'ready') assert.equal((await world.run(['sessions', 'delete', 'session', '-y'])).code, 0);
    await world.idle();
  }
});
