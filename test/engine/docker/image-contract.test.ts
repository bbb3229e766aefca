import assert from 'node:assert/strict';
import type { BuiltImage, DockerWorld } from '../../support/docker-world';
import { buildImageOf, dockerWorld, repoDir } from '../../support/docker-world';
import { repository } from '../../support/engine-host';
import { contractDeviations } from '../../support/image-contract';

/** What spoils an image, from the inside and in its configuration. */
const spoil = `
head -c 2000000 /dev/zero >/tmp/left-behind
head -c 2000000 /dev/zero >/root/left-behind
mkdir -p "$HOME/.cache" && head -c 2000000 /dev/zero >"$HOME/.cache/left-behind"
touch "$REPO_DIR/of-root"
rm -r "$NB_PYTHON_PREFIX"/lib/python3*/site-packages/nbgitpuller
rm /etc/profile.d/bindery.sh
`;
const changes = [
  'ENTRYPOINT ["/bin/sh", "-c", "\\"$@\\" 2>/dev/null; true", "sh"]',
  'CMD ["jupyter", "lab"]',
  'ENV LC_ALL=C SHELL=/bin/sh PATH=/usr/local/bin:/usr/bin:/bin:/srv/conda/envs/notebook/bin',
  'LABEL repo2docker.repo=other',
  'EXPOSE 9999',
  'WORKDIR /',
  'USER root',
];

describe('The check of the image contract', function () {
  this.timeout(300_000);
  const tag = 'bindery/spoiled:test';
  let world: DockerWorld;
  let built: BuiltImage;

  before(async () => {
    world = await dockerWorld();
    built = await buildImageOf(world, repository({ 'notes.md': 'kept\n' }));
  });
  after(async () => {
    await world.docker
      .getImage(tag)
      .remove({ force: true })
      .catch(() => undefined);
    await world.remove();
  });

  it('finds nothing in an image that keeps it', async () => {
    assert.deepEqual(await contractDeviations(world.docker, built.artifact.location), []);
  });

  it('names each thing in which another image differs', async () => {
    const options = { Image: built.artifact.location, User: 'root', Entrypoint: ['sh', '-ec', spoil] };
    const container = await world.docker.createContainer(options);
    try {
      await container.start();
      const { StatusCode } = (await container.wait()) as { StatusCode: number };
      assert.equal(StatusCode, 0);
      await container.commit({ repo: 'bindery/spoiled', tag: 'test', changes: changes.join('\n') });
    } finally {
      await container.remove({ force: true });
    }
    const found = await contractDeviations(world.docker, tag, { kernels: ['python3', 'ir'] });
    assert.deepEqual(found.map(({ what }) => what).sort(), [
      'PATH',
      'account',
      'command',
      'entry point',
      'environment',
      'exit codes',
      'exposed ports',
      'files of another owner',
      'kernels that are missing',
      'labels',
      'locale',
      'log of the server',
      'modules that cannot be imported',
      'more than 1 MB in',
      'python of a login shell',
      'signals that arrive',
      'working folder',
    ]);
    const values = Object.fromEntries(found.map(({ what, found: value }) => [what, value]));
    assert.match(String(values['more than 1 MB in']), /\/tmp: .*\n\/root: .*\n\/home\/jovyan: /);
    assert.equal(values['files of another owner'], `${repoDir}/of-root`);
    assert.deepEqual(values['kernels that are missing'], ['ir']);
    assert.equal(values['modules that cannot be imported'], 'nbgitpuller ');
  });
});
