import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { CliWorld, Failure } from '../../support/cli-world';
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
import type { Files } from '../../support/git-http';

interface Case extends Failure {
  /** What is wrong, as the test's name. */
  readonly with: string;
  readonly files: Files;
  /** In the output of the tools that the log keeps. */
  readonly logs: RegExp;
}

const failingBuilds: readonly Case[] = [
  {
    with: 'a package that does not exist, in a file that another one includes',
    files: {
      'requirements.txt': '-r more/extra.txt\n',
      'more/extra.txt': 'six\n\nthis-package-does-not-exist-anywhere==1.0\n',
    },
    code: 'package-not-found',
    says: /^this-package-does-not-exist-anywhere==1\.0, asked for in more\/extra\.txt line 3, does not exist/,
    advises: /Correct its name or version in more\/extra\.txt line 3/,
    logs: /this-package-does-not-exist-anywhere/,
  },
  {
    with: 'a postBuild that fails',
    files: { ...plainFiles, postBuild: '#!/bin/bash\necho almost done\nexit 3\n' },
    code: 'step-failed',
    says: /^postBuild failed with exit code 3\.$/,
    advises: /the log: \/.*events\.jsonl$/,
    logs: /almost done/,
  },
];

describe('bindery launch fails while it builds or starts:', function () {
  this.timeout(180_000);
  let world: CliWorld;

  const launch = async (name: string, files: Files, flags: readonly string[] = [], env = {}) =>
    world.run(['launch', await world.folder(name, files), ...onHost, ...flags, '--json'], env);

  before(async () => {
    world = await warmWorld();
  });
  afterEach(() => world.idle());

  for (const [index, { with: what, files, logs, ...failure }] of failingBuilds.entries()) {
    it(`with ${what}`, async () => {
      const outcome = await launch(`failing-${index}`, files);
      const error = assertFailure(outcome, failure);
      const last = keptLog(world, outcome).at(-1);
      assert.deepEqual(last?.error, error);
      assert.ok(eventsIn(outcome.stdout).some(({ message }) => logs.test(message ?? '')));
      assert.deepEqual(halfMade(world), []);
      assert.deepEqual(await sessionStates(world), {});
    });
  }

  it('with a start script that never hands over', async () => {
    const files = { ...plainFiles, start: '#!/bin/sh\necho busy\nsleep 600\n' };
    const limit = { BINDERY_START_TIMEOUT: '3' };
    const outcome = await launch('never', files, ['--name', 'never'], limit);
    const error = assertFailure(outcome, {
      code: 'start-did-not-hand-over',
      says: /^start did not hand over to the server within 3 seconds\.$/,
      advises: /exec "\$@"/,
    });
    assert.deepEqual(keptLog(world, outcome).at(-1)?.error, error);
    assert.ok(eventsIn(outcome.stdout).some(({ message }) => message === 'busy'));
    assert.deepEqual(await sessionStates(world), { never: 'failed' });
    assert.equal((await world.run(['sessions', 'delete', 'never', '--yes'])).code, 0);
  });

  it('with a start script that ends before it hands over', async () => {
    const files = { ...plainFiles, start: '#!/bin/sh\necho no luck\nexit 7\n' };
    const outcome = await launch('ending', files, ['--name', 'ending']);
    assertFailure(outcome, {
      code: 'session-ended-early',
      says: /exit code 7 before it answered/,
      advises: /^Read its log: /,
    });
    assert.equal((await world.run(['sessions', 'delete', 'ending', '--yes'])).code, 0);
  });

  it('with a port that is taken, and starts without it', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const outcome = await launch('port', plainFiles, ['--name', 'port', '--port', String(port)]);
    taken.close();
    const says = new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is already in use\\.$`);
    assertFailure(outcome, { code: 'port-taken', says, advises: /leave --port out/ });
    assert.deepEqual(await sessionStates(world), { port: 'failed' });
    const again = await launch('port', plainFiles, ['--name', 'port', '--detach']);
    assert.equal(again.code, 0, again.stderr);
    assert.equal((await world.run(['sessions', 'delete', 'port', '--yes'])).code, 0);
    assert.deepEqual(await sessionStates(world), {});
  });
});
