import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { boundBuilds } from '../../../server/build/docker/bounds';
import type { EventBody } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import type { DockerWorld } from '../../support/docker-world';
import { buildImageOf, dockerWorld } from '../../support/docker-world';
import { repository } from '../../support/engine-host';

/** Bytes: far above what other builds of this machine's tests need, and far below what the greedy step takes. */
const cap = 6e9;

describe('the cap on all builds of the engine', function () {
  this.timeout(300_000);
  let world: DockerWorld;
  let earlier: string | undefined;
  const file = '/sys/fs/cgroup/memory/docker/buildkit/memory.limit_in_bytes';

  before(async function () {
    try {
      accessSync(file, constants.W_OK);
    } catch {
      console.log(
        `      (skipped: ${file} cannot be written by this user; run this file with mocha as root)`,
      );
      this.skip();
    }
    earlier = readFileSync(file, 'utf8').trim();
    world = await dockerWorld();
  });
  after(async () => {
    if (earlier === undefined) return;
    writeFileSync(file, Number(earlier) >= 2 ** 60 ? '-1' : earlier);
    await world.remove();
  });

  it('is told as it holds, and ends a step that takes more memory', async () => {
    const bounds = await boundBuilds(world.docker, { memory: cap });
    assert.ok(
      bounds.refused === undefined && bounds.memory !== undefined && Math.abs(bounds.memory - cap) < 4096,
    );
    const hog = 'python3 -c "x = bytearray(8 * 10**9); print(len(x))"';
    const dir = repository({ 'requirements.txt': '', postBuild: `#!/bin/bash\n: ${randomUUID()}\n${hog}\n` });
    const events: EventBody[] = [];
    await assert.rejects(
      buildImageOf(world, dir, events),
      (error) => AppError.is(error, 'step-failed') && error.args['exit'] === 137,
    );
  });
});
