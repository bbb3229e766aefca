import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { EventBody } from '../../../server/protocol';
import type { DockerWorld } from '../../support/docker-world';
import { buildImageOf, dockerWorld, inImage, outputOf } from '../../support/docker-world';
import { repository } from '../../support/engine-host';
import type { PrivateIndex } from '../../support/registry-private-index';
import { indexUrl, startPrivateIndex } from '../../support/registry-private-index';

const name = 'bindery-only-here';

/** As pipenv writes it: the public index by its name. */
const pipfile = `[[source]]
url = "https://pypi.org/simple"
verify_ssl = true
name = "pypi"

[packages]
${name} = "*"
`;

describe('A Pipfile that names the public index', function () {
  this.timeout(300_000);
  const password = randomUUID();
  let world: DockerWorld;
  let index: PrivateIndex;

  before(async () => {
    world = await dockerWorld();
    index = await startPrivateIndex(world.docker, name, password);
  });
  after(async () => {
    await index.stop();
    await world.remove();
  });

  it('is installed from the one that is configured here instead, whose password nobody sees', async () => {
    const engine = world.engineWith({
      PIP_INDEX_URL: indexUrl(index, password),
      // pipenv itself comes from there.
      PIP_EXTRA_INDEX_URL: 'https://pypi.org/simple',
      PIP_TRUSTED_HOST: index.host.replace(/:\d+$/, ''),
    });
    const events: EventBody[] = [];
    const dir = repository({ Pipfile: `# ${randomUUID()}\n${pipfile}` });
    const { artifact } = await buildImageOf({ engine }, dir, events).catch((error: unknown) => {
      throw new Error(outputOf(events), { cause: error });
    });
    const program = `import ${name.replaceAll('-', '_')} as it; print(it.value)`;
    assert.equal(await inImage(world.docker, artifact.location, ['python', '-c', program]), '42\n');
    assert.equal(index.downloads(), 1);
    const history = JSON.stringify(await world.docker.getImage(artifact.location).history());
    assert.ok(!`${JSON.stringify(events)}${history}`.includes(password));
    const kept = await inImage(world.docker, artifact.location, [
      'bash',
      '-c',
      `grep -rl ${password} ~ /tmp "$NB_PYTHON_PREFIX" 2>/dev/null; ls -A "$REPO_DIR" | grep -v log`,
    ]);
    assert.equal(kept, 'Pipfile\n');
  });
});
