import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBuildService } from '../../../server/build/builds';
import type { EventBody } from '../../../server/protocol';
import { AppError, Cancelled } from '../../../server/protocol';
import { cuttableSocket } from '../../support/docker-cut';
import type { DockerWorld } from '../../support/docker-world';
import {
  buildImageOf,
  checkoutNow,
  dockerWorld,
  imagePlan,
  inImage,
  outputOf,
} from '../../support/docker-world';
import { repository } from '../../support/engine-host';
import { eventually } from '../../support/eventually';

const systemPython = { toolchain: 'system', refresh: false } as const;
const never = new AbortController().signal;
const ignore = (): void => undefined;

describe('A build by the docker engine', function () {
  this.timeout(180_000);
  let world: DockerWorld;

  before(async () => {
    world = await dockerWorld();
  });
  after(async () => {
    await world.remove();
  });

  it('whose postBuild fails names it, with its exit code and its output', async () => {
    const dir = repository({ postBuild: '#!/bin/bash\necho about to fail\nexit 3\n' });
    const events: EventBody[] = [];
    await assert.rejects(buildImageOf(world, dir, events), (error) => {
      assert.ok(AppError.is(error, 'step-failed'));
      assert.deepEqual(error.args, { step: 'postBuild', exit: 3 });
      return true;
    });
    assert.match(outputOf(events), /about to fail/);
    assert.equal(events.findLast(({ step }) => step !== undefined)?.step?.id, 'run-post-build:postBuild');
    assert.equal(events.findLast(({ step }) => step !== undefined)?.step?.state, 'failed');
  });

  it('that asks for a package that does not exist names it, with file and line', async () => {
    const dir = repository({ 'requirements.txt': '# none\nthis-package-does-not-exist-anywhere==1\n' });
    const checkout = await checkoutNow(dir);
    const builds = createBuildService({ store: world.store });
    const pinned = await world.engine.pin(imagePlan(dir), checkout, systemPython, ignore, never);
    const ticket = await builds.join(pinned, checkout, world.engine, never);
    await assert.rejects(ticket.done, (error) => {
      assert.ok(AppError.is(error, 'package-not-found'), String(error));
      assert.match(error.message, /this-package-does-not-exist-anywhere.*requirements\.txt line 2/);
      return true;
    });
  });

  it('that asks for a Debian package that does not exist fails in that step', async () => {
    const dir = repository({ 'apt.txt': 'this-package-does-not-exist\n' });
    const events: EventBody[] = [];
    await assert.rejects(buildImageOf(world, dir, events), (error) => AppError.is(error, 'step-failed'));
    assert.match(outputOf(events), /Unable to locate package this-package-does-not-exist/);
  });

  it('that is cancelled ends in the middle of a step, and leaves no image', async () => {
    const dir = repository({ postBuild: '#!/bin/bash\necho sleeping\nexec sleep 600\n' });
    const stop = new AbortController();
    const events: EventBody[] = [];
    const build = buildImageOf(world, dir, events, stop.signal);
    await Promise.race([
      build,
      eventually(() => outputOf(events).includes('sleeping'), 'the step runs', 120),
    ]);
    stop.abort();
    await assert.rejects(build, Cancelled);
    const pinned = await world.engine.pin(
      imagePlan(dir),
      await checkoutNow(dir),
      systemPython,
      ignore,
      never,
    );
    assert.equal(await world.engine.find(pinned.artifactKey), undefined);
  });

  it('runs beside another one that shares its layers', async () => {
    const dirs = ['one', 'two'].map((name) =>
      repository({ 'requirements.txt': 'text-unidecode==1.3\n', name }),
    );
    const built = await Promise.all(dirs.map((dir) => buildImageOf(world, dir)));
    const names = built.map(({ artifact }) => inImage(world.docker, artifact.location, ['cat', 'name']));
    assert.deepEqual(await Promise.all(names), ['one', 'two']);
  });

  it('says that the engine went away when it does so in the middle', async () => {
    const socket = await cuttableSocket(mkdtempSync(join(tmpdir(), 'bindery-cut-')));
    const engine = world.engineWith({ DOCKER_HOST: socket.host });
    const dir = repository({ postBuild: '#!/bin/bash\necho waiting\nexec sleep 600\n' });
    const events: EventBody[] = [];
    const build = buildImageOf({ engine }, dir, events);
    await Promise.race([build, eventually(() => outputOf(events).includes('waiting'), 'the step runs', 120)]);
    await socket.cut();
    await assert.rejects(build, (error) => AppError.is(error, 'engine-lost'));
    const status = await engine.probe();
    assert.equal(status.available, false);
  });

  it('refuses a base image that nobody has', async () => {
    const dir = repository({ 'a.txt': 'a' });
    const plan = imagePlan(dir, 'system', 'localhost:1/there-is/no-such-image:1');
    const pin = world.engine.pin(plan, await checkoutNow(dir), systemPython, ignore, never);
    await assert.rejects(pin, (error) => AppError.is(error, 'base-image-missing'));
  });

  it('says where it looked when no engine answers', async () => {
    const status = await world.engineWith({ DOCKER_HOST: 'unix:///nowhere/docker.sock' }).probe();
    assert.equal(status.available, false);
    assert.match(status.detail, /unix:\/\/\/nowhere\/docker\.sock \(ENOENT\)/);
  });

  it('leaves no snapshot of a repository behind', async () => {
    const contexts = world.store.path('cache', 'docker', 'contexts');
    assert.ok(!existsSync(contexts) || readdirSync(contexts).length === 0);
    await world.engine.sweep();
    assert.ok(!existsSync(contexts));
  });
});
