import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArtifactSummary, EventBody } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import type { BuiltImage, DockerWorld } from '../../support/docker-world';
import {
  buildImageOf,
  checkoutNow,
  dockerWorld,
  imagePlan,
  inImage,
  stepsOf,
  testBase,
} from '../../support/docker-world';
import { repository } from '../../support/engine-host';
import { eventually } from '../../support/eventually';
import { startHostileRegistry } from '../../support/hostile-registry';
import type { TestRegistry } from '../../support/registry';
import { startRegistry } from '../../support/registry';

const signal = new AbortController().signal;
const codes = (events: readonly EventBody[]): readonly unknown[] => events.map(({ code }) => code);

describe('A registry of images', () => {
  let world: DockerWorld;
  let registry: TestRegistry;
  let engine: DockerWorld['engine'];
  let dir: string;
  let built: BuiltImage;

  const push = async (artifact: ArtifactSummary): Promise<readonly EventBody[]> => {
    const events: EventBody[] = [];
    await engine.push?.(artifact, (event) => void events.push(event), signal);
    return events;
  };
  /** Takes an image and its environment off the engine, whatever they are called. */
  const forget = async ({ artifact, pinned }: BuiltImage): Promise<void> => {
    await world.engine.remove(artifact);
    assert.equal(await world.engine.find(pinned.artifactKey), undefined);
  };

  before(async function () {
    this.timeout(300_000);
    world = await dockerWorld();
    const started = await startRegistry();
    if (started === undefined) this.skip();
    registry = started;
    engine = world.engineWith({
      BINDERY_REGISTRY: `${registry.host}/lab`,
      CONTAINER_ENGINE_REGISTRY_CREDENTIALS: registry.credentials,
    });
    dir = repository({
      'requirements.txt': `# ${randomUUID()}\ntext-unidecode==1.3\n`,
      'notes.md': 'first\n',
    });
    built = await buildImageOf({ engine }, dir);
  });
  after(async function () {
    this.timeout(60_000);
    await (world as DockerWorld | undefined)?.remove();
    await (registry as TestRegistry | undefined)?.stop();
  });

  it('is asked before a build, and has nothing yet', () => {
    assert.ok(registry.requests.some((line) => line.includes('/lab/artifact/manifests/')));
    assert.ok(!codes(built.events).includes('build.registry-pulled'));
    assert.ok(stepsOf(built.events).length > 5);
  });

  it('gets the image and its environment, under names of their keys', async () => {
    const events = await push(built.artifact);
    assert.ok(events.every(({ phase }) => phase === 'pushing'));
    assert.deepEqual(codes(events).filter(Boolean), ['build.pushing', 'build.pushing']);
    const tags = async (name: string): Promise<unknown> =>
      ((await (await registry.get(`/v2/lab/${name}/tags/list`)).json()) as { tags: unknown }).tags;
    assert.deepEqual(await tags('artifact'), [built.pinned.artifactKey]);
    assert.equal(((await tags('environment')) as string[]).length, 1);
    const local = await world.docker.listImages();
    assert.ok(!local.some(({ RepoTags }) => RepoTags?.some((tag) => tag.startsWith(registry.host))));
  }).timeout(240_000);

  it('gives the image to the next one, who builds nothing', async () => {
    await forget(built);
    const events: EventBody[] = [];
    const again = await buildImageOf({ engine }, dir, events);
    assert.ok(codes(events).includes('build.registry-pulled'));
    assert.deepEqual(stepsOf(events), []);
    assert.equal(again.artifact.key, built.pinned.artifactKey);
    assert.deepEqual(await engine.find(again.artifact.key), again.artifact);
    assert.equal(await inImage(world.docker, again.artifact.location, ['cat', 'notes.md']), 'first\n');
    await world.engine.remove(again.artifact);
  }).timeout(120_000);

  it('gives the environment to who has another commit, and only that is built', async () => {
    appendFileSync(join(dir, 'notes.md'), 'second\n');
    const events: EventBody[] = [];
    const next = await buildImageOf({ engine }, dir, events);
    assert.ok(codes(events).includes('build.registry-pulled'));
    assert.ok(codes(events).includes('build.prefix-reused'));
    assert.ok(!stepsOf(events).some((line) => line.startsWith('pip-install')));
    assert.equal(await inImage(world.docker, next.artifact.location, ['cat', 'notes.md']), 'first\nsecond\n');
    await world.engine.remove(next.artifact);
  }).timeout(120_000);

  it('is not believed where it has another image under the name', async () => {
    appendFileSync(join(dir, 'notes.md'), 'third\n');
    const checkout = await checkoutNow(dir);
    const options = { toolchain: 'system', refresh: false } as const;
    const pinned = await engine.pin(imagePlan(dir), checkout, options, () => undefined, signal);
    const wrong = { repo: `${registry.host}/lab/artifact`, tag: pinned.artifactKey };
    await world.docker.getImage(testBase).tag(wrong);
    const image = world.docker.getImage(`${wrong.repo}:${wrong.tag}`);
    const authconfig = { username: registry.username, password: registry.password };
    const answer = await image.push({ authconfig });
    await new Promise((resolve) => world.docker.modem.followProgress(answer, resolve));
    await image.remove();
    const events: EventBody[] = [];
    const artifact = await engine.build(pinned, checkout, (event) => void events.push(event), signal);
    const warning = events.find(({ code }) => code === 'build.registry-other-image');
    assert.equal(warning?.level, 'warning');
    assert.equal(
      await inImage(world.docker, artifact.location, ['cat', 'notes.md']),
      'first\nsecond\nthird\n',
    );
    assert.ok((await world.docker.getImage(testBase).inspect()).Id, 'the base is still there');
  }).timeout(120_000);

  it('lends its layers to a build that names one of its images', async () => {
    const other = repository({ 'requirements.txt': `# ${randomUUID()}\ntext-unidecode==1.3\n` });
    const checkout = await checkoutNow(other);
    const cacheFrom = [`${registry.host}/lab/artifact:${built.pinned.artifactKey}`];
    const options = { toolchain: 'system', refresh: false, cacheFrom } as const;
    const pinned = await engine.pin(imagePlan(other), checkout, options, () => undefined, signal);
    const before = registry.requests.length;
    await engine.build(pinned, checkout, () => undefined, signal);
    const asked = registry.requests.slice(before).filter((line) => line.includes(built.pinned.artifactKey));
    assert.ok(
      asked.some((line) => line.includes(' 200 ')),
      asked.join('\n'),
    );
  }).timeout(120_000);

  it('is the only one that is told the password, whatever a repository’s Dockerfile names', async () => {
    const from = registry.requests.length;
    const told = (): boolean => registry.requests.slice(from).some((line) => line.includes(' 200 '));
    // The engine asks both at the same time, and gives up with the first refusal.
    const evil = await startHostileRegistry('Basic', () => eventually(told, 'the right one is told'));
    const repo = repository({
      // Named as well, so that there is something to be told; the engine resolves both.
      Dockerfile: [
        `FROM ${registry.host}/lab/artifact:${built.pinned.artifactKey} AS mine`,
        `FROM ${evil.host}/x:1`,
        'COPY --from=mine /etc/hostname /y',
        '',
      ].join('\n'),
    });
    await assert.rejects(buildImageOf({ engine }, repo), (error) => AppError.is(error, 'dockerfile-refused'));
    await evil.stop();
    assert.ok(told());
    assert.ok(evil.requests.length > 0, 'the other one was asked for its image');
    assert.deepEqual(
      evil.requests.filter(({ authorization }) => authorization !== undefined),
      [],
    );
    assert.ok(!JSON.stringify(evil.requests).includes(registry.password));
  }).timeout(60_000);

  it('gives the base image to who may have it', async () => {
    const reference = `${registry.host}/lab/base:1`;
    await world.docker.getImage(testBase).tag({ repo: `${registry.host}/lab/base`, tag: '1' });
    const authconfig = { username: registry.username, password: registry.password };
    const answer = await world.docker.getImage(reference).push({ authconfig });
    await new Promise((resolve) => world.docker.modem.followProgress(answer, resolve));
    await world.docker.getImage(reference).remove();
    const pin = async (asked: DockerWorld['engine']): Promise<unknown> => {
      const plan = imagePlan(dir, 'system', reference);
      const options = { toolchain: 'system', refresh: false } as const;
      return await asked.pin(plan, await checkoutNow(dir), options, () => undefined, signal);
    };
    await assert.rejects(pin(world.engine), (error) => AppError.is(error, 'base-image-missing'));
    await pin(engine);
    await world.docker.getImage(reference).remove();
  }).timeout(60_000);

  it('that is not there is said, and does not keep a build from being made', async () => {
    appendFileSync(join(dir, 'notes.md'), 'fourth\n');
    const gone = world.engineWith({ BINDERY_REGISTRY: '127.0.0.1:1/lab' });
    const events: EventBody[] = [];
    const made = await buildImageOf({ engine: gone }, dir, events);
    const warnings = events.filter(({ code }) => code === 'build.registry-not-asked');
    assert.ok(warnings.length > 0);
    const pushing = gone.push?.(made.artifact, () => undefined, signal);
    await assert.rejects(pushing ?? Promise.resolve(), (error) => AppError.is(error, 'push-failed'));
  }).timeout(120_000);

  it('must be named before something is pushed', async () => {
    const pushing = world.engine.push?.(built.artifact, () => undefined, signal);
    await assert.rejects(pushing ?? Promise.resolve(), (error) => AppError.is(error, 'no-registry'));
  });
});
