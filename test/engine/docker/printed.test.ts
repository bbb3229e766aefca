import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runBuild } from '../../../server/build/docker/build';
import { pinPlan } from '../../../server/build/docker/pin';
import { printedDockerfile } from '../../../server/build/docker/printed';
import { readPipSettings } from '../../../server/build/packages/pip-config';
import { entryScriptPath } from '../../../server/launch/entry-script';
import type { EventBody } from '../../../server/protocol';
import type { DockerWorld } from '../../support/docker-world';
import { checkoutNow, dockerWorld, imagePlan, inImage, outputOf } from '../../support/docker-world';
import { repository } from '../../support/engine-host';
import { repositoryRoot } from '../../support/parts';

describe('A printed Dockerfile', function () {
  this.timeout(300_000);
  const tag = 'bindery/printed:test';
  let world: DockerWorld;

  before(async () => {
    world = await dockerWorld();
  });
  after(async () => {
    await world.docker.getImage(tag).remove({ force: true });
    await world.remove();
  });

  async function buildPrinted(dir: string): Promise<readonly EventBody[]> {
    const settings = await readPipSettings({ env: process.env, home: '/', platform: 'linux' });
    const base = { id: '', digest: '', python: '3.11.2', resolvedAt: '' };
    const means = { toolchain: 'system', settings, env: {} } as const;
    const { plan } = pinPlan(imagePlan(dir), await checkoutNow(dir), base, means);
    const events: EventBody[] = [];
    const run = {
      dockerfile: { text: printedDockerfile(plan, readFileSync(entryScriptPath(), 'utf8')), layers: [] },
      context: { files: {}, folders: { '': dir } },
      tag,
      platform: plan.platform,
      proxies: {},
      total: 1,
      before: 0,
      label: () => '',
    };
    await runBuild(world.docker, run, (event) => events.push(event), new AbortController().signal);
    return events;
  }

  const inBuilt = (command: string): Promise<string> => inImage(world.docker, tag, ['bash', '-c', command]);

  it('builds with the repository as its whole context, by itself', async () => {
    // Another text each time: a step that the builder finds in its cache says nothing.
    const requirements = `text-unidecode==1.3\n# ${Date.now()}\n`;
    const dir = repository({ 'requirements.txt': requirements, 'notes.md': 'printed\n' });
    assert.match(outputOf(await buildPrinted(dir)), /bindery: installed by uv/);
    const command =
      'cat notes.md; python -c "import text_unidecode, jupyterlab; print(1)"; command -v uv || echo no uv';
    assert.equal(await inBuilt(command), 'printed\n1\nno uv\n');
  });

  const examples = [
    ['pipfile', 'import pint, tabulate'],
    ['pyproject', 'import sundial'],
    ['binder-folder', 'import humanize, json; json.load(open("primes.json"))'],
  ] as const;
  for (const [example, program] of examples) {
    it(`of examples/${example} does so too`, async () => {
      await buildPrinted(join(repositoryRoot, 'examples', example));
      assert.equal(await inBuilt(`python -c '${program}; print(1)'`), '1\n');
    });
  }
});
