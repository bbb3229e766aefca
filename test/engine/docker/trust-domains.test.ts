import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { runBuild } from '../../../server/build/docker/build';
import { cacheMount } from '../../../server/plan/dockerfile/mounts';
import type { EventBody } from '../../../server/protocol';
import { buildBare, engineApart, importBase } from '../../support/docker-bare';
import type { DockerWorld } from '../../support/docker-world';
import { dockerWorld, imagePlan, inImage, outputOf, repoDir, testBase } from '../../support/docker-world';
import { repository } from '../../support/engine-host';

describe('package caches of image builds', function () {
  this.timeout(300_000);
  let world: DockerWorld;
  let base: string;
  const mine = `mine-${randomUUID()}`;
  const theirs = `theirs-${randomUUID()}`;
  const probe = `bindery-tests/probe:${randomUUID()}`;
  const dir = repository({
    'requirements.txt': 'six==1.17.0\n',
    postBuild: `#!/bin/bash\ngrep ${cacheMount} /proc/mounts > mounts.txt\nls -A ${cacheMount} > cache.txt 2>&1\nexit 0\n`,
  });

  before(async () => {
    world = await dockerWorld();
    base = await importBase(world.docker, testBase);
  });
  after(async () => {
    for (const name of [probe, base])
      await world.docker
        .getImage(name)
        .remove()
        .catch(() => undefined);
    await world.remove();
  });

  /** How many files a build finds in the cache of a domain. */
  async function filesIn(domain: string): Promise<number> {
    const mount = `--mount=type=cache,id=bindery-${domain}-python-1000,target=/cache,uid=1000,gid=1000`;
    const text = `FROM ${base}\n# ${randomUUID()}\nRUN ${mount} echo "files: $(find /cache -type f | wc -l) ${randomUUID()}"\n`;
    const events: EventBody[] = [];
    const run = {
      dockerfile: { text, layers: [] },
      ...{ context: { files: {}, folders: {} }, tag: probe, platform: imagePlan(dir).platform },
      ...{ proxies: {}, total: 1, before: 0, label: () => '' },
    };
    await runBuild(world.docker, run, (event) => events.push(event), new AbortController().signal);
    return Number(/files: (\d+)/.exec(outputOf(events))?.[1]);
  }

  it('are kept for builds of the same trust domain, and no other one sees them', async () => {
    const engine = engineApart(world, { trustDomain: mine });
    const artifact = await buildBare(engine, dir, base);
    assert.ok((await filesIn(mine)) > 0);
    assert.equal(await filesIn(theirs), 0);
    await engine.remove(artifact);
  });

  it('are not there for what the repository itself runs', async () => {
    const engine = engineApart(world, { trustDomain: theirs });
    const artifact = await buildBare(engine, dir, base);
    const seen = await inImage(world.docker, artifact.location, [
      'cat',
      `${repoDir}/mounts.txt`,
      `${repoDir}/cache.txt`,
    ]);
    assert.match(seen, /^ls: cannot access .*No such file or directory\n$|^$/);
    await engine.remove(artifact);
  });
});
