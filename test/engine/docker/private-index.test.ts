import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { EventBody } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import type { BuiltImage, DockerWorld } from '../../support/docker-world';
import { buildImageOf, dockerWorld, inImage, outputOf } from '../../support/docker-world';
import { repository } from '../../support/engine-host';
import type { PrivateIndex } from '../../support/registry-private-index';
import { indexUrl, startPrivateIndex } from '../../support/registry-private-index';

/** Those of the words that an image has anywhere, its layers included. */
async function wordsIn(image: NodeJS.ReadableStream, words: readonly string[]): Promise<ReadonlySet<string>> {
  const longest = Math.max(...words.map(({ length }) => length));
  const found = new Set<string>();
  let rest = Buffer.alloc(0);
  for await (const chunk of image) {
    const bytes = Buffer.concat([rest, chunk as Buffer]);
    for (const word of words) if (bytes.includes(word)) found.add(word);
    rest = bytes.subarray(-longest);
  }
  return found;
}

describe('A private package index', () => {
  const password = `p@ss/${randomUUID()}`;
  const name = `bindery-private-${randomUUID().slice(0, 8)}`;
  const words = [
    password,
    encodeURIComponent(password),
    Buffer.from(`reader:${password}`).toString('base64'),
  ];
  let world: DockerWorld;
  let index: PrivateIndex;
  let dir: string;
  const events: EventBody[] = [];
  let built: BuiltImage;

  const engineFor = (secret: string): Pick<DockerWorld, 'engine'> => ({
    engine: world.engineWith({
      PIP_EXTRA_INDEX_URL: indexUrl(index, secret),
      PIP_TRUSTED_HOST: index.host,
    }),
  });

  before(async function () {
    this.timeout(300_000);
    world = await dockerWorld();
    index = await startPrivateIndex(world.docker, name, password);
    dir = repository({
      'requirements.txt': `${name}==1.0\n`,
      // What follows the copy runs the repository's code, and has nothing to read.
      postBuild:
        '#!/bin/bash\nenv | grep -ci index_url; ls /run/bindery/secrets /run/bindery/settings 2>&1; echo ran\n',
    });
    built = await buildImageOf(engineFor(password), dir, events);
  });
  after(async function () {
    this.timeout(60_000);
    await index.stop();
    await world.remove();
  });

  it('serves its packages to a build', async () => {
    assert.ok(index.downloads() > 0);
    const module = name.replaceAll('-', '_');
    const code = `import ${module}; print(${module}.value)`;
    assert.equal(await inImage(world.docker, built.artifact.location, ['python', '-c', code]), '42\n');
  }).timeout(60_000);

  it('leaves its password in no layer, no history, no label and no event', async () => {
    const image = world.docker.getImage(built.artifact.location);
    const { Config } = await image.inspect();
    for (const said of [JSON.stringify([events, Config]), JSON.stringify(await image.history())]) {
      assert.ok(!words.some((word) => said.includes(word)));
    }
    // The package's name is in there: the search finds what is to be found.
    assert.deepEqual([...(await wordsIn(await image.get(), [name, ...words]))], [name]);
  }).timeout(120_000);

  it('is out of reach for the repository’s own script', () => {
    const output = outputOf(events);
    assert.match(output, /^0$/m);
    assert.match(output, /ran/);
    assert.doesNotMatch(output, /^installer/m);
  });

  it('needs no new build when only the password changes', async () => {
    const again: EventBody[] = [];
    const next = await buildImageOf(engineFor('another-password'), dir, again);
    assert.equal(next.artifact.key, built.artifact.key);
    assert.ok(again.some(({ code }) => code === 'build.prefix-reused'));
  }).timeout(60_000);

  it('fails a build with a wrong password, which nothing says', async () => {
    const wrong = `wrong-${randomUUID()}`;
    const said: EventBody[] = [];
    // Another list, so that nothing comes from the cache.
    const other = repository({ 'requirements.txt': `# ${randomUUID()}\n${name}==1.0\n` });
    await assert.rejects(buildImageOf(engineFor(wrong), other, said), (error) => {
      assert.ok(AppError.is(error, 'step-failed'));
      assert.doesNotMatch(JSON.stringify(error.toData()), new RegExp(wrong));
      return true;
    });
    assert.match(outputOf(said), new RegExp(name));
    assert.ok(!JSON.stringify(said).includes(wrong));
  }).timeout(120_000);
});
