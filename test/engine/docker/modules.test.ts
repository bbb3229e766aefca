import assert from 'node:assert/strict';
import Docker from 'dockerode';
import { modulesOfImage } from '../../../server/build/docker/image-modules';
import { testBase } from '../../support/docker-world';

describe('what an image says of its modules', function () {
  this.timeout(120_000);

  it('is asked in a container that is gone afterwards', async () => {
    const docker = new Docker();
    const before = (await docker.listContainers({ all: true })).length;
    const modules = await modulesOfImage(docker, { location: testBase }, new AbortController().signal);
    assert.ok(modules !== undefined, 'the base image has a Python');
    assert.equal((await docker.listContainers({ all: true })).length, before);
  });
});
