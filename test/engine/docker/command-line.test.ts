import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import type { CliWorld } from '../../support/cli-world';
import { assertFailure, cliWorld, eventsIn, keptLog, sessionStates } from '../../support/cli-world';
import { cuttableSocket } from '../../support/docker-cut';
import { testBase } from '../../support/docker-world';
import { processesWith } from '../../support/editor-processes';
import { eventually } from '../../support/eventually';

const environment = {
  BINDERY_BASE_IMAGE: testBase,
  BINDERY_TOOLCHAIN: 'system',
  BINDERY_EXTRA_CA: '/usr/local/share/ca-certificates',
};

describe('bindery on a container engine', function () {
  this.timeout(240_000);
  let world: CliWorld;

  before(async () => {
    world = await cliWorld(environment);
  });
  after(async () => {
    await world.remove();
    await removeImages(/^bindery\/cli-/);
  });
  afterEach(() => world.idle());

  it('that goes away in the middle of a build says so, and leaves nothing running', async () => {
    const socket = await cuttableSocket(mkdtempSync(join(tmpdir(), 'bindery-cut-')));
    const folder = await world.folder('cut', { postBuild: '#!/bin/bash\necho waiting\nexec sleep 612\n' });
    const flags = ['--engine', 'docker', '--json'];
    const command = world.start(['launch', folder, ...flags], { DOCKER_HOST: socket.host });
    await command.printed('stdout', /"message":"waiting"/);
    await socket.cut();
    const outcome = { code: await command.exit, ...command.output };
    const error = assertFailure(outcome, {
      code: 'engine-lost',
      says: /^The container engine went away: \S/,
      advises: /Start it again and repeat the command/,
    });
    assert.deepEqual(keptLog(world, outcome).at(-1)?.error, error);
    assert.deepEqual(await sessionStates(world), {});
    await stepsEnd();
  });

  it('that is not there says where it was looked for', async () => {
    const folder = await world.folder('none', { 'requirements.txt': 'six\n' });
    const nowhere = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
    const outcome = await world.run(['launch', folder, '--engine', 'docker', '--json'], nowhere);
    assertFailure(outcome, {
      code: 'engine-unavailable',
      says: /unix:\/\/\/nowhere\/docker\.sock/,
      advises: /bindery doctor.*--engine host/,
    });
  });

  it('that has no such base image says which, and how to name another', async () => {
    const folder = await world.folder('base', { 'requirements.txt': 'six\n' });
    const other = { BINDERY_BASE_IMAGE: 'localhost:1/there-is/no-such-image:1' };
    const outcome = await world.run(['launch', folder, '--engine', 'docker', '--json'], other);
    assertFailure(outcome, {
      code: 'base-image-missing',
      says: /localhost:1\/there-is\/no-such-image:1/,
      advises: /BINDERY_BASE_IMAGE/,
    });
  });

  it('cancels a build and a starting container on Ctrl-C with 130, and no container is left', async () => {
    const files = { postBuild: '#!/bin/bash\necho waiting\nexec sleep 613\n' };
    const building = await world.folder('building', files);
    const start = await world.folder('cli-starting', { start: '#!/bin/bash\necho waiting\nsleep 614\n' });
    const moments = [
      [building, /"message":"waiting"/],
      [start, /"phase":"launching"/],
    ] as const;
    for (const [folder, moment] of moments) {
      const flags = ['--engine', 'docker', '--name', 'session', '--json'];
      const command = world.start(['launch', folder, ...flags]);
      await command.printed('stdout', moment);
      command.child.kill('SIGINT');
      assert.equal(await command.exit, 130, command.output.stderr);
      assert.equal(eventsIn(command.output.stdout).at(-1)?.phase, 'cancelled');
      await world.idle();
      assert.deepEqual(await sessionStates(world), {});
      assert.deepEqual(await containersOf(world), []);
      await stepsEnd();
    }
  });

  it('ends a container whose start script never hands over, and its log says what it did', async () => {
    const folder = await world.folder('cli-never', { start: '#!/bin/bash\necho busy\nsleep 615\n' });
    const limit = { BINDERY_START_TIMEOUT: '4' };
    const flags = ['--engine', 'docker', '--name', 'never', '--json'];
    const outcome = await world.run(['launch', folder, ...flags], limit);
    assertFailure(outcome, {
      code: 'start-did-not-hand-over',
      says: /^start did not hand over to the server within 4 seconds\.$/,
    });
    assert.ok(eventsIn(outcome.stdout).some(({ message }) => message === 'busy'));
    assert.equal((await world.run(['sessions', 'delete', 'never', '-y'])).code, 0);
    assert.deepEqual(await containersOf(world), []);
  });
});

/** What steps of a build run, runs in the engine and is nobody's child here. */
async function stepsEnd(): Promise<void> {
  await eventually(() => processesWith('sleep 61').length === 0, 'the steps end in the engine', 30);
}

async function removeImages(name: RegExp): Promise<void> {
  const docker = new Docker();
  const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  for (const tag of tags.filter((one) => name.test(one))) await docker.getImage(tag).remove({ force: true });
}

/** Containers, running or not, that mention the world's folders. */
async function containersOf({ home }: CliWorld): Promise<string[]> {
  const all = await new Docker().listContainers({ all: true });
  return all.filter((container) => JSON.stringify(container).includes(home)).map(({ Id }) => Id);
}
