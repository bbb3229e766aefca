import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import type { CliWorld } from '../../support/cli-world';
import { assertFailure, cliWorld, eventsIn } from '../../support/cli-world';
import { testBase } from '../../support/docker-world';
import type { TestRegistry } from '../../support/registry';
import { startRegistry } from '../../support/registry';

describe('bindery build --push', function () {
  this.timeout(240_000);
  let world: CliWorld;
  let registry: TestRegistry;
  const name = `pushed-${randomUUID().slice(0, 8)}`;

  before(async function () {
    const started = await startRegistry();
    if (started === undefined) this.skip();
    registry = started;
    world = await cliWorld({
      BINDERY_BASE_IMAGE: testBase,
      BINDERY_TOOLCHAIN: 'system',
      BINDERY_EXTRA_CA: '/usr/local/share/ca-certificates',
      BINDERY_REGISTRY: `${registry.host}/people`,
      CONTAINER_ENGINE_REGISTRY_CREDENTIALS: registry.credentials,
    });
  });
  after(async () => {
    await (world as CliWorld | undefined)?.remove();
    await (registry as TestRegistry | undefined)?.stop();
    await forgetImages(name);
  });
  afterEach(() => world.idle());

  it('builds, pushes, and says what is there; the password is in no file of the state', async () => {
    const folder = await world.folder(name, { 'requirements.txt': `# ${name}\nsix\n` });
    const outcome = await world.run(['build', folder, '--engine', 'docker', '--push', '--json']);
    assert.equal(outcome.code, 0, outcome.stderr);
    const phases = eventsIn(outcome.stdout).map(({ phase }) => phase);
    assert.equal(phases.at(-1), 'built');
    assert.ok(phases.lastIndexOf('building') < phases.indexOf('pushing'), phases.join(' '));
    const catalog = await (await registry.get('/v2/_catalog')).text();
    assert.match(catalog, /people\/artifact.*people\/environment/);
    const password = registry.password;
    assert.ok(!outcome.stdout.includes(password) && !outcome.stderr.includes(password));
    assert.deepEqual(filesWith(world.state, password), []);
  });

  it('pushes what was there already, too', async () => {
    const again = ['build', join(world.home, name), '--engine', 'docker', '--push', '--json'];
    const events = eventsIn((await world.run(again)).stdout);
    assert.equal(events.at(-1)?.reused, true);
    assert.ok(events.some(({ code }) => code === 'build.pushing'));
  });

  it('is refused where nothing can be pushed, before anything is built', async () => {
    const folder = join(world.home, name);
    const onHost = await world.run(['build', folder, '--engine', 'host', '--push', '--json']);
    assertFailure(onHost, { code: 'no-registry', says: /engine host makes no images/ });
    const wrong = ['build', folder, '--engine', 'docker', '--cache-from', 'No Name'];
    assert.equal((await world.run(wrong)).code, 2);
  });
});

/** Regular files below a folder that hold a text. */
function filesWith(folder: string, text: string): readonly string[] {
  if (!existsSync(folder)) throw new Error(`there is no ${folder}`);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}

async function forgetImages(part: string): Promise<void> {
  const docker = new Docker();
  const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  for (const tag of tags.filter((one) => one.includes(part))) await docker.getImage(tag).remove();
}
