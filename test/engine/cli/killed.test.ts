import assert from 'node:assert/strict';
import type { CliWorld } from '../../support/cli-world';
import {
  assertFailure,
  eventsIn,
  halfMade,
  keptLog,
  onHost,
  plainFiles,
  sessionStates,
  warmWorld,
} from '../../support/cli-world';
import type { LivingProcess } from '../../support/editor-processes';
import { processesWith } from '../../support/editor-processes';
import { eventually } from '../../support/eventually';

describe('kill -9', function () {
  this.timeout(240_000);
  let world: CliWorld;

  before(async () => {
    world = await warmWorld();
  });
  afterEach(() => world.idle());

  /** The process of this world whose command line has this in it, once there is one. */
  async function running(pattern: RegExp): Promise<LivingProcess> {
    const find = (): LivingProcess | undefined =>
      processesWith(world.home).find(({ command }) => pattern.test(command));
    await eventually(() => find() !== undefined, `${String(pattern)} runs`, 120);
    return find() ?? running(pattern);
  }

  const installer = /uv pip install .*--require-hashes/;

  it('of the installer fails the build, which is done anew by the next command', async () => {
    const folder = await world.folder('killed', { 'requirements.txt': 'six==1.16.0\n' });
    const command = world.start(['build', folder, ...onHost, '--json']);
    process.kill((await running(installer)).pid, 'SIGKILL');
    const outcome = { code: await command.exit, ...command.output };
    assertFailure(outcome, { code: 'step-failed', says: /SIGKILL/, advises: /events\.jsonl$/ });
    await world.idle();
    assert.deepEqual(halfMade(world), []);
  });

  it('of the agent in the middle of an install ends the command in words, and the next one builds', async () => {
    const folder = await world.folder('killed', { 'requirements.txt': 'six==1.16.0\n' });
    const command = world.start(['build', folder, ...onHost, '--json']);
    await running(installer);
    process.kill((await running(/ agent --linger/)).pid, 'SIGKILL');
    const outcome = { code: await command.exit, ...command.output };
    const error = assertFailure(outcome, { code: 'launch-interrupted', says: /agent/, advises: /again/ });
    assert.deepEqual(keptLog(world, outcome).at(-1)?.error, error);
    await world.idle();
    const again = await world.run(['build', folder, ...onHost, '--json']);
    assert.equal(again.code, 0, again.stderr);
    assert.equal(eventsIn(again.stdout).at(-1)?.reused, false);
    assert.deepEqual(halfMade(world), []);
  });

  it('of a session’s server ends the command with 1, and the session can be started again', async () => {
    const folder = await world.folder('plain', plainFiles);
    const command = world.start(['launch', folder, ...onHost, '--name', 'fragile', '--json']);
    await command.printed('stderr', /Ctrl-C stops it/);
    // Not the entry script, whose command line holds the server's.
    process.kill((await running(/^(?!.*bindery-entry).*jupyter/)).pid, 'SIGKILL');
    assert.equal(await command.exit, 1, command.output.stderr);
    assert.match(command.output.stderr, /^The session fragile ended: \S/m);
    await world.idle();
    assert.notEqual((await sessionStates(world))['fragile'], 'ready');
    const again = await world.run(['sessions', 'start', 'fragile']);
    assert.equal(again.code, 0, again.stderr);
    assert.equal((await world.run(['sessions', 'delete', 'fragile', '-y'])).code, 0);
  });
});
