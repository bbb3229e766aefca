import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { sessionFiles, writeToken } from '../../../server/launch/session-files';
import type { EventBody, Session } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import type { DockerEngine } from '../../../server/build/docker/engine';
import type { ChannelServer } from '../../support/conda-channel';
import { channelFolder, serveChannel } from '../../support/conda-channel';
import type { BuiltImage, DockerWorld } from '../../support/docker-world';
import { checkoutNow, dockerWorld, imagePlan, inImage, outputOf, testBase } from '../../support/docker-world';
import { repository } from '../../support/engine-host';
import type { JupyterServer } from '../../support/jupyter-client';
import { startKernel } from '../../support/jupyter-client';
import { contractDeviations } from '../../support/image-contract';

const never = new AbortController().signal;
const ignore = (): void => undefined;

/** An environment.yml with these lines below `dependencies`; unique, so that no layer of an earlier run answers. */
function environment(...lines: readonly string[]): Readonly<Record<string, string>> {
  const all = [`# ${randomUUID()}`, 'name: ignored', 'dependencies:', '- python=3.11', ...lines];
  return { 'environment.yml': `${all.join('\n')}\n` };
}

/** The channel wants this of whoever asks, so that every build of these tests shows what becomes of a password. */
const login = 'reader:swordfish';

describe('A conda repository built by the docker engine', () => {
  let world: DockerWorld;
  let channel: ChannelServer;
  let engine: DockerEngine;

  before(async function () {
    this.timeout(120_000);
    world = await dockerWorld();
    channel = await serveChannel(await channelFolder(), { address: await bridgeAddress(world), login });
    engine = world.engineWith({ CONDA_CHANNEL_ALIAS: channel.url.replace('//', `//${login}@`) });
  });
  after(async function () {
    this.timeout(60_000);
    await channel.close();
    await world.remove();
  });

  /** Builds with the toolchain that the engine chooses by itself. */
  async function build(
    files: Readonly<Record<string, string>>,
    events: EventBody[] = [],
    base = testBase,
  ): Promise<BuiltImage> {
    const dir = repository(files);
    const emit = (event: EventBody): void => void events.push(event);
    const checkout = await checkoutNow(dir);
    const pinned = await engine.pin(
      imagePlan(dir, 'managed', base),
      checkout,
      { refresh: false },
      emit,
      never,
    );
    const artifact = await engine.build(pinned, checkout, emit, never);
    return { pinned, artifact, events };
  }

  describe('with a channel that has what it asks for', () => {
    let built: BuiltImage;

    const shell = (command: string): Promise<string> =>
      inImage(world.docker, built.artifact.location, ['bash', '-c', command]);

    before(async function () {
      this.timeout(600_000);
      const asked = ['- tidemark=1.0', '- lighthouse', '- pip:', '    - text-unidecode==1.3'];
      built = await build(environment(...asked));
    });

    it('chose the managed toolchain, because the configured channel answered', () => {
      assert.deepEqual(
        built.pinned.plan.toolchains.map(({ kind, resolved }) => [kind, resolved]),
        [['managed', '3.11']],
      );
    });

    it('has the packages of the file: the version that is pinned, what it depends on, and the list for pip', async () => {
      const code =
        'import sys, tidemark, text_unidecode; print(sys.prefix, *sys.version_info[:2], tidemark.version)';
      assert.equal(await shell(`python -c '${code}'`), '/srv/conda/envs/notebook 3 11 1.0\n');
      assert.equal(await shell('ls $NB_PYTHON_PREFIX/share/lunar'), 'tables.csv\n');
    }).timeout(30_000);

    it('keeps the image contract', async () => {
      assert.deepEqual(await contractDeviations(world.docker, built.artifact.location), []);
    }).timeout(120_000);

    it('has conda, mamba and node, and activates the environment in a login shell', async () => {
      assert.match(await shell('conda --version'), /^conda 26\.3\.2/);
      assert.match(await shell('mamba --version'), /^mamba 2\.8\.1/);
      assert.match(await shell('which node'), /^\/srv\/conda\/bin\/node$/m);
      assert.equal(
        await shell('echo $CONDA_DEFAULT_ENV $CONDA_PREFIX $LIGHTHOUSE'),
        '/srv/conda/envs/notebook /srv/conda/envs/notebook lit\n',
      );
    }).timeout(30_000);

    it('says nowhere how the channel is entered', async () => {
      const found = await shell(
        'grep -rlsE "swordfish" /srv /etc /home /tmp /root /var/lib /usr/local 2>/dev/null; true',
      );
      assert.equal(found, '');
      assert.doesNotMatch(JSON.stringify(built.events), /swordfish/);
      const history: unknown = await world.docker.getImage(built.artifact.location).history();
      assert.doesNotMatch(JSON.stringify(history), /swordfish/);
    }).timeout(60_000);

    it('runs as a session whose kernel has the packages', async () => {
      const { server, stop } = await startSession(world, built);
      try {
        const kernel = await startKernel(server);
        const code = 'import os, tidemark; print(tidemark.version, os.environ["CONDA_DEFAULT_ENV"])';
        assert.equal((await kernel.run(code)).text, '1.0 /srv/conda/envs/notebook\n');
      } finally {
        await stop();
      }
    }).timeout(120_000);
  });

  const failures: readonly {
    readonly what: string;
    readonly lines: readonly string[];
    readonly says: readonly RegExp[];
  }[] = [
    {
      what: 'a package that no channel has',
      lines: ['- no-such-harbour'],
      says: [/nothing provides requested no-such-harbour$/m, /there is no package no-such-harbour in http/],
    },
    {
      what: 'a version that no channel has',
      lines: ['- tidemark>=99'],
      says: [/nothing provides requested tidemark>=99$/m, /has tidemark in the versions 1\.0, 1\.1, 2\.0$/m],
    },
    {
      what: 'two packages that cannot be together',
      lines: ['- harbour', '- lighthouse', '- estuary'],
      says: [/these cannot be installed together: harbour and estuary$/m],
    },
    {
      what: 'a channel that cannot be reached',
      lines: ['- tidemark', 'channels: ["http://127.0.0.1:9/lost"]'],
      says: [/the channel http:\/\/127\.0\.0\.1:9\/lost.* cannot be read: .*Connection refused/],
    },
  ];

  for (const { what, lines, says } of failures) {
    it(`fails with words that name ${what}`, async () => {
      const events: EventBody[] = [];
      await assert.rejects(build(environment(...lines), events), (error) => {
        assert.ok(AppError.is(error, 'step-failed'), String(error));
        return true;
      });
      for (const sentence of says) assert.match(outputOf(events), sentence);
      assert.doesNotMatch(JSON.stringify(events), /swordfish/);
    }).timeout(300_000);
  }

  it('is built upon a base that has no Python, and leaves it without one', async () => {
    const base = await baseWithoutPython(world);
    try {
      const { artifact } = await build(environment('- lighthouse'), [], base);
      const ask =
        'which python; ls /usr/bin/python3* /usr/lib/python3* 2>/dev/null; dpkg -l | grep -c "^ii *python"';
      const found = await inImage(world.docker, artifact.location, ['bash', '-c', ask]).catch(String);
      assert.match(found, /^(Error: exit code 1: )?\/srv\/conda\/envs\/notebook\/bin\/python\n0\n$/);
    } finally {
      await world.docker.getImage(base).remove({ force: true });
    }
  }).timeout(300_000);

  it('is refused with the toolchain "system", which has no conda', async () => {
    const dir = repository(environment('- tidemark'));
    const options = { toolchain: 'system', refresh: false } as const;
    const pinned = world.engine.pin(imagePlan(dir), await checkoutNow(dir), options, ignore, never);
    await assert.rejects(pinned, (error) => {
      assert.ok(AppError.is(error, 'conda-missing'), String(error));
      assert.equal(error.args['file'], 'environment.yml');
      return true;
    });
  }).timeout(60_000);

  it('is planned with "system", and so refused, where the configured channel does not answer', async () => {
    const dir = repository(environment('- tidemark'));
    const lost = world.engineWith({ CONDA_CHANNEL_ALIAS: 'http://127.0.0.1:9' });
    const events: EventBody[] = [];
    const emit = (event: EventBody): void => void events.push(event);
    const pinned = lost.pin(imagePlan(dir), await checkoutNow(dir), { refresh: false }, emit, never);
    await assert.rejects(pinned, (error) => AppError.is(error, 'conda-missing'));
    const [told] = events.filter(({ code }) => code === 'build.python-unfetched');
    assert.match(told?.message ?? '', /the channel http:\/\/127\.0\.0\.1:9\/conda-forge cannot be reached/);
  }).timeout(60_000);
});

/** The tests' base with its Python taken away: name of a new image. */
async function baseWithoutPython({ docker }: DockerWorld): Promise<string> {
  const purge = 'apt-get purge -qq --yes --auto-remove "python3*" "libpython3*" && rm -rf /usr/lib/python3*';
  const container = await docker.createContainer({ Image: testBase, Cmd: ['sh', '-c', purge] });
  try {
    await container.start();
    await container.wait();
    const tag = randomUUID();
    await container.commit({ repo: 'bindery-tests/no-python', tag, changes: 'CMD ["bash"]' });
    return `bindery-tests/no-python:${tag}`;
  } finally {
    await container.remove({ force: true });
  }
}

/** Starts the image with a volume of its own; its server and the way to end it. */
async function startSession(
  world: DockerWorld,
  { pinned, artifact }: BuiltImage,
): Promise<{ readonly server: JupyterServer; readonly stop: () => Promise<unknown> }> {
  const dir = world.store.path('sessions', 'conda');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const files = sessionFiles(dir);
  await writeToken(files.token);
  const session: Session = {
    name: `conda-${randomUUID().slice(0, 8)}`,
    state: 'spawning',
    reason: '',
    repo: { provider: 'local', spec: '/', displayName: 'conda' },
    spawner: 'docker',
    artifact,
    workFolder: { kind: 'volume', path: files.work },
    limits: {},
    createdAt: new Date().toISOString(),
  };
  const spec = {
    session,
    plan: pinned.plan,
    artifact,
    dir,
    tokenFile: files.token,
    port: 0,
    startTimeout: 60,
  };
  const { url } = await world.spawner.start(spec, ignore, never);
  return {
    server: { url, token: readFileSync(files.token, 'utf8') },
    stop: () => world.spawner.stop(session, dir, 5),
  };
}

/** The engine's bridge is where both its containers and this process can reach a server. */
async function bridgeAddress({ docker }: DockerWorld): Promise<string> {
  const { IPAM } = (await docker.getNetwork('bridge').inspect()) as {
    IPAM?: { Config?: readonly { Gateway?: string; Subnet?: string }[] };
  };
  const config = IPAM?.Config?.[0];
  return config?.Gateway ?? (config?.Subnet ?? '172.17.0.0/16').replace(/0\/\d+$/, '1');
}
