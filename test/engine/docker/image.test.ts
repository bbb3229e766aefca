import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventBody } from '../../../server/protocol';
import type { BuiltImage, DockerWorld } from '../../support/docker-world';
import {
  buildImageOf,
  dockerWorld,
  inImage,
  outputOf,
  repoDir,
  runContainer,
  stepsOf,
} from '../../support/docker-world';
import { repository } from '../../support/engine-host';

const files = {
  'requirements.txt': 'text-unidecode==1.3\n',
  'apt.txt': 'hello\n',
  'notes.md': 'first\n',
  postBuild:
    '#!/bin/bash\nset -e\ntest "$PWD" = "$REPO_DIR"\nmkdir -p ~/.local/share/made\nhello > built.txt\n',
  start: '#!/bin/bash\nexport FROM_START=yes\nexec "$@"\n',
};

describe('An image built by the docker engine', () => {
  let world: DockerWorld;
  let dir: string;
  let built: BuiltImage;

  const shell = (command: string): Promise<string> =>
    inImage(world.docker, built.artifact.location, ['bash', '-c', command]);

  before(async function () {
    this.timeout(300_000);
    world = await dockerWorld();
    dir = repository(files);
    built = await buildImageOf(world, dir);
  });
  after(async function () {
    this.timeout(60_000);
    await world.remove();
  });

  it('has the account of the contract, whose uid the base had given to another name', async () => {
    assert.equal(
      await shell('id -un; id -u; id -g; echo $HOME $USER'),
      'jovyan\n1000\n1000\n/home/jovyan jovyan\n',
    );
    assert.equal(await shell('getent passwd debian || echo renamed'), 'renamed\n');
  }).timeout(30_000);

  it('has the paths and variables of the contract', async () => {
    const names =
      'REPO_DIR NB_PYTHON_PREFIX KERNEL_PYTHON_PREFIX CONDA_DIR LC_ALL PYTHONUNBUFFERED R2D_ENTRYPOINT';
    const values = (await shell(`for name in ${names}; do echo "\${!name}"; done`)).trim().split('\n');
    const prefix = '/srv/conda/envs/notebook';
    assert.deepEqual(values, [repoDir, prefix, prefix, '/srv/conda', 'en_US.UTF-8', '1', `${repoDir}/start`]);
    const path = (await shell('echo $PATH')).trim().split(':');
    const first = [
      '/home/jovyan/.local/bin',
      `${repoDir}/.local/bin`,
      `${prefix}/bin`,
      '/srv/conda/bin',
      '/srv/npm/bin',
    ];
    assert.deepEqual(path.slice(0, 5), first);
    assert.equal(await shell('pwd'), `${repoDir}\n`);
  }).timeout(30_000);

  it('runs its command behind the start script and keeps its output in a file of the working folder', async () => {
    const output = await shell(
      'echo "started: $FROM_START"; until grep started .jupyter-server-log.txt; do sleep 0.1; done',
    );
    assert.equal(output, 'started: yes\nstarted: yes\n');
  }).timeout(30_000);

  it('exits with the code of its command', async () => {
    await assert.rejects(shell('exit 7'), /exit code 7/);
  }).timeout(30_000);

  it('gives a login shell the same environment', async () => {
    const output = await runContainer(world.docker, {
      Image: built.artifact.location,
      Entrypoint: ['env', '-i', `HOME=/home/jovyan`, 'bash', '-lc', 'command -v python jupyter'],
    });
    assert.equal(output, '/srv/conda/envs/notebook/bin/python\n/srv/conda/envs/notebook/bin/jupyter\n');
  }).timeout(30_000);

  it('holds what the repository asks for, and its content', async () => {
    const output = await shell(
      'python -c "import text_unidecode; print(1)"; cat built.txt notes.md; LC_ALL=C ls | tr "\\n" " "',
    );
    assert.equal(
      output,
      '1\nHello, world!\nfirst\napt.txt built.txt notes.md postBuild requirements.txt start ',
    );
  }).timeout(30_000);

  it('compiled all bytecode, so that a first import writes nothing', async () => {
    const script =
      'import compileall, pathlib, sys; root = pathlib.Path(sys.prefix) / "lib"; ' +
      'print([str(p) for p in root.rglob("jupyterlab/*.py") if not list((p.parent / "__pycache__").glob(p.stem + ".*"))])';
    assert.equal(await shell(`python -c '${script}'`), '[]\n');
  }).timeout(30_000);

  it('is clean: no installer, no package lists, at most 1 MB in /tmp, the home and /root', async () => {
    const output = await runContainer(world.docker, {
      Image: built.artifact.location,
      User: 'root',
      Entrypoint: [
        'sh',
        '-c',
        `find / -xdev \\( -name uv -o -name uvx \\) -type f; find /var/lib/apt/lists /var/cache/apt -type f ! -name lock; find /run/bindery -type f;
         for folder in /tmp /home/jovyan /root; do du -sk $folder | awk '$1 > 1024'; done`,
      ],
    });
    assert.equal(output, '');
  }).timeout(30_000);

  it('is group-writable where a session writes, so that it can run as another user of that group', async () => {
    const output = await runContainer(world.docker, {
      Image: built.artifact.location,
      User: '4321:4321',
      HostConfig: { GroupAdd: ['1000'] },
      Entrypoint: [
        'bash',
        '-lc',
        'touch ~/x ~/.local/share/made/x $REPO_DIR/x $NB_PYTHON_PREFIX/lib/x && echo written',
      ],
    });
    assert.equal(output, 'written\n');
  }).timeout(30_000);

  it('tells in one sentence that it has no conda', async () => {
    assert.match(await shell('conda install x; echo $?'), /^conda: not in this image.*\n1\n$/);
  }).timeout(30_000);

  it('says in labels what it is', async () => {
    const { Config } = await world.docker.getImage(built.artifact.location).inspect();
    assert.equal(Config.Labels['repo2docker.repo'], 'local');
    assert.equal(Config.Labels['repo2docker.ref'], 'None');
    assert.equal(Config.Labels['bindery.artifactKey'], built.pinned.artifactKey);
    assert.deepEqual(Object.keys(Config.ExposedPorts), ['8888/tcp']);
    assert.deepEqual(Config.Cmd, ['jupyter', 'notebook', '--ip', '0.0.0.0']);
  });

  it('trusts the authorities that BINDERY_EXTRA_CA names', async () => {
    assert.match(await shell('ls /usr/local/share/ca-certificates'), /bindery-0\.crt/);
  }).timeout(30_000);

  it('holds no build-time settings in its history', async () => {
    const history = JSON.stringify(await world.docker.getImage(built.artifact.location).history());
    assert.doesNotMatch(history, /INDEX_URL|https?:\/\//);
  });

  it('says aloud which Python it has, where that is not the one asked for', () => {
    const warning = built.events.find(({ code }) => code === 'build.image-python-other');
    assert.equal(warning?.level, 'warning');
    assert.equal(built.artifact.toolchains[0]?.kind, 'system');
  });

  it('is found by its key, and told each step of its plan once', async () => {
    const found = await world.engine.find(built.pinned.artifactKey);
    assert.deepEqual(found, built.artifact);
    const ids = stepsOf(built.events).map((line) => line.slice(0, line.lastIndexOf(':')));
    for (const { id } of built.pinned.plan.steps) {
      assert.equal(ids.filter((other) => other === id).length, 1, id);
    }
  });

  it('is built again from the cache alone', async () => {
    const again = await buildImageOf(world, dir);
    assert.equal(again.pinned.artifactKey, built.pinned.artifactKey);
    assert.ok(again.events.some(({ code }) => code === 'build.prefix-reused'));
    const notCached = stepsOf(again.events).filter((line) => !line.endsWith(': cached'));
    assert.deepEqual(notCached, ['export: done']);
  }).timeout(60_000);

  it('of a commit that changes no environment input reuses the environment and holds that commit', async () => {
    appendFileSync(join(dir, 'notes.md'), 'second\n');
    const events: EventBody[] = [];
    const next = await buildImageOf(world, dir, events);
    assert.notEqual(next.pinned.artifactKey, built.pinned.artifactKey);
    assert.equal(next.pinned.environmentHash, built.pinned.environmentHash);
    assert.ok(
      !stepsOf(events).some((line) => line.startsWith('pip-install') || line.startsWith('apt-install')),
    );
    assert.equal(await inImage(world.docker, next.artifact.location, ['cat', 'notes.md']), 'first\nsecond\n');
    assert.equal(await shell('cat notes.md'), 'first\n');
  }).timeout(60_000);

  it('gets what uv refuses from pip, and the log says who won', async () => {
    // A line of its own each time: what is cached says nothing.
    const odd = 'text-unidecode==1.3 --config-settings "--build-option=--x"';
    writeFileSync(join(dir, 'requirements.txt'), `# ${randomUUID()}\n${odd}\n`);
    const events: EventBody[] = [];
    const next = await buildImageOf(world, dir, events);
    assert.match(outputOf(events), /uv refused this installation[^]*installed by pip/);
    const output = await inImage(world.docker, next.artifact.location, [
      'python',
      '-c',
      'import text_unidecode',
    ]);
    assert.equal(output, '');
  }).timeout(120_000);
});
