import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createDockerSpawner } from '../../../server/launch/docker-spawner';
import type { ArtifactSummary, EventBody } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import { firstAnswers } from '../../support/docker-session';
import type { BuiltImage, DockerWorld } from '../../support/docker-world';
import {
  checkoutNow,
  dockerWorld,
  imagePlan,
  inImage,
  outputOf,
  repoDir,
  stepsOf,
} from '../../support/docker-world';
import { repository } from '../../support/engine-host';
import type { PodmanWorld } from '../../support/podman-world';
import { podmanWorld } from '../../support/podman-world';

const signal = new AbortController().signal;

describe('Podman as the container engine', () => {
  let world: DockerWorld;
  let podman: PodmanWorld;
  const made: ArtifactSummary[] = [];

  /** Pins and builds with Podman what is in the folder now. */
  async function build(
    dir: string,
    events: EventBody[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<BuiltImage> {
    const engine = world.engineWith({ DOCKER_HOST: podman.host, ...env });
    const emit = (event: EventBody): void => void events.push(event);
    const checkout = await checkoutNow(dir);
    const plan = imagePlan(dir, 'system', podman.base);
    const pinned = await engine.pin(plan, checkout, { toolchain: 'system', refresh: false }, emit, signal);
    const artifact = await engine.build(pinned, checkout, emit, signal);
    made.push(artifact);
    return { pinned, artifact, events };
  }

  before(async function () {
    this.timeout(120_000);
    const found = await podmanWorld();
    if (found === undefined) this.skip();
    podman = found;
    world = await dockerWorld();
  });
  after(async function () {
    this.timeout(60_000);
    const engine = (world as DockerWorld | undefined)?.engineWith({ DOCKER_HOST: podman.host });
    for (const artifact of made) await engine?.remove(artifact);
    made.length = 0;
    await (world as DockerWorld | undefined)?.remove();
  });

  it('builds an image and starts a session from it', async () => {
    const dir = repository({
      'requirements.txt': `# ${randomUUID()}\ntext-unidecode==1.3\n`,
      'notes.md': 'in podman\n',
      postBuild: '#!/bin/bash\necho "größer"\nprintf made > built.txt\n',
    });
    const events: EventBody[] = [];
    const built = await build(dir, events);
    assert.match(built.artifact.location, /^localhost\/bindery\//);
    assert.equal(
      events.some(({ code }) => code === 'build.engine-podman'),
      true,
    );
    const steps = stepsOf(events);
    for (const { id } of built.pinned.plan.steps) {
      assert.equal(steps.filter((line) => line.startsWith(`${id}: `)).length, 1, id);
    }
    assert.ok(
      steps.every((line) => / (done|cached)$/.test(line)),
      steps.join('\n'),
    );
    assert.match(outputOf(events), /^größer$/m);
    const inside = (...command: string[]): Promise<string> =>
      inImage(podman.podman, built.artifact.location, command);
    assert.equal(await inside('cat', 'notes.md', 'built.txt'), 'in podman\nmade');
    assert.equal(
      await inside('python', '-c', 'import text_unidecode, os; print(os.getcwd())'),
      `${repoDir}\n`,
    );
    const engine = world.engineWith({ DOCKER_HOST: podman.host });
    assert.deepEqual(await engine.find(built.artifact.key), built.artifact);

    const env = { ...process.env, DOCKER_HOST: podman.host };
    const spawner = createDockerSpawner({ env, home: '/', root: world.root });
    const answers = await firstAnswers({ store: world.store, spawner }, built, 'in-podman');
    assert.deepEqual(answers, { without: 403, with: 200 });
  }).timeout(300_000);

  it('tells which step failed, and leaves no image that could be taken for a whole one', async () => {
    const dir = repository({
      'requirements.txt': '',
      postBuild: `#!/bin/bash\necho ${randomUUID()}\necho before; exit 42\n`,
    });
    const events: EventBody[] = [];
    await assert.rejects(build(dir, events), (error) => {
      assert.ok(AppError.is(error, 'step-failed'));
      assert.equal(error.args['exit'], 42);
      return true;
    });
    assert.match(stepsOf(events).at(-1) ?? '', /post-build.*: failed$/);
    assert.match(outputOf(events), /^before$/m);
  }).timeout(300_000);

  it('refuses a build that needs a credential, because it could not be kept out of the image', async () => {
    const dir = repository({ 'requirements.txt': `# ${randomUUID()}\ntext-unidecode==1.3\n` });
    const secret = { PIP_EXTRA_INDEX_URL: 'https://someone:pass-word@index.example/simple' };
    await assert.rejects(build(dir, [], secret), (error) => {
      assert.ok(AppError.is(error, 'session-refused'));
      assert.match(error.message, /needs credentials.*Podman/);
      assert.doesNotMatch(JSON.stringify(error.toData()), /pass-word/);
      return true;
    });
  }).timeout(120_000);
});
