import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printedDockerfile } from '../../../server/build/docker/printed';
import type { EventBody, Plan } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import { firstAnswers, sessionSpec } from '../../support/docker-session';
import type { BuiltImage, DockerWorld } from '../../support/docker-world';
import {
  checkoutNow,
  dockerWorld,
  repoDir,
  runContainer,
  stepsOf,
  testBase,
} from '../../support/docker-world';
import { temporaryDir } from '../../support/engine-scratch';
import { repository } from '../../support/engine-host';
import { repositoryRoot } from '../../support/parts';

/** The plan of a repository whose Dockerfile is this file. */
function planOf(file: string): Plan {
  return {
    format: 1,
    dialect: 'binder',
    dialectNeeded: 'binder',
    platform: process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64',
    buildpack: 'dockerfile',
    chosenAsFallback: false,
    configDir: file.startsWith('binder/') ? 'binder' : '',
    base: { kind: 'image', reference: 'example.invalid/there-is-no-such-base:1' },
    layout: {
      user: 'jovyan',
      uid: 1000,
      home: '/home/jovyan',
      repoDir,
      nbPrefix: '/srv/conda/envs/notebook',
      kernelPrefix: '/srv/conda/envs/notebook',
    },
    toolchains: [],
    steps: [
      {
        id: `build-dockerfile:${file}`,
        op: 'build-dockerfile',
        place: 'after-copy',
        user: 'user',
        inputs: [file],
        origin: 'repository',
        file,
        context: '.',
      },
    ],
    envExtra: [],
    start: null,
    labels: {},
  };
}

describe('A repository with its own Dockerfile', function () {
  this.timeout(300_000);
  let world: DockerWorld;
  const never = new AbortController().signal;

  before(async () => {
    world = await dockerWorld();
  });
  after(() => world.remove());

  async function build(dir: string, file = 'Dockerfile', events: EventBody[] = []): Promise<BuiltImage> {
    const emit = (event: EventBody): void => void events.push(event);
    const checkout = await checkoutNow(dir);
    const pinned = await world.engine.pin(planOf(file), checkout, { refresh: false }, emit, never);
    return { pinned, artifact: await world.engine.build(pinned, checkout, emit, never), events };
  }

  const say = (image: string, script: string): Promise<string> =>
    runContainer(world.docker, { Image: image, Entrypoint: ['sh', '-c', script] });

  it('is built from its root, with the arguments that it declares, by the frontend of the engine', async () => {
    const lines = [
      '# syntax=docker/dockerfile:1.4',
      `FROM ${testBase}`,
      'ARG NB_USER',
      'ARG NB_UID',
      'ARG REPO_DIR=/elsewhere',
      'RUN echo "$NB_USER $NB_UID $REPO_DIR" >/arguments',
      'COPY . /repo',
      'CMD ["true"]',
    ];
    const dir = repository({
      'binder/Dockerfile': `${lines.join('\n')}\n`,
      'binder/.dockerignore': 'kept.txt\n',
      '.dockerignore': '# comment\n*.log\nbinder/Dockerfile\n',
      'kept.txt': 'kept\n',
      'dropped.log': 'dropped\n',
      Dockerfile: 'of no concern\n',
    });
    const { artifact, events, pinned } = await build(dir, 'binder/Dockerfile');
    const output = await say(artifact.location, 'cat /arguments; cd /repo; cat kept.txt Dockerfile; ls -A');
    assert.equal(
      output,
      `jovyan 1000 ${repoDir}\nkept\nof no concern\n.dockerignore\nDockerfile\nbinder\nkept.txt\n`,
    );
    const codes = events.flatMap(({ code }) => (code === undefined ? [] : [code]));
    for (const code of ['syntax', 'arguments', 'no-authorities'])
      assert.ok(codes.includes(`build.dockerfile-${code}` as (typeof codes)[number]), code);
    assert.deepEqual(stepsOf(events), ['build-dockerfile:binder/Dockerfile: done']);
    assert.deepEqual(await world.engine.find(pinned.artifactKey), artifact);
    const { Config } = await world.docker.getImage(artifact.location).inspect();
    assert.equal(Config.Labels['repo2docker.repo'], 'local');
    await world.engine.remove(artifact);
    assert.equal(await world.engine.find(pinned.artifactKey), undefined);
  });

  it('cannot copy what its links lead to, or what stands outside', async () => {
    const outside = join(temporaryDir('bindery-outside-'), 'secret.txt');
    const secret = randomUUID();
    writeFileSync(outside, secret);
    const dir = repository({ Dockerfile: `FROM ${testBase}\nCOPY . /repo/\nCMD ["true"]\n` });
    symlinkSync(outside, join(dir, 'link.txt'));
    const { artifact } = await build(dir);
    assert.equal(
      await say(artifact.location, 'readlink /repo/link.txt; cat /repo/* 2>/dev/null | grep -c FROM'),
      `${outside}\n1\n`,
    );
    for (const source of ['link.txt', '../secret.txt', outside]) {
      writeFileSync(join(dir, 'Dockerfile'), `FROM ${testBase}\nCOPY ${source} /copied\n`);
      await assert.rejects(build(dir), (error) => {
        assert.ok(AppError.is(error, 'dockerfile-refused'), String(error));
        assert.ok(!error.message.includes(secret));
        return true;
      });
    }
  });

  it('that is itself a link out of the repository is not read', async () => {
    const outside = join(temporaryDir('bindery-outside-'), 'Dockerfile');
    writeFileSync(outside, `FROM ${testBase}\n`);
    const dir = repository({ 'a.txt': 'a' });
    symlinkSync(outside, join(dir, 'Dockerfile'));
    await assert.rejects(build(dir), (error) => AppError.is(error, 'config-file-unreadable'));
  });

  it('that fails says which instruction did, or what the builder says of it', async () => {
    const failing = repository({ Dockerfile: `FROM ${testBase}\nRUN echo ${randomUUID()}; exit 3\n` });
    const events: EventBody[] = [];
    await assert.rejects(build(failing, 'Dockerfile', events), (error) => {
      assert.ok(AppError.is(error, 'step-failed'), String(error));
      assert.match(error.message, /Dockerfile: RUN echo .*exit 3.* 3/);
      return true;
    });
    assert.deepEqual(stepsOf(events), ['build-dockerfile:Dockerfile: failed']);
    for (const text of ['FROM localhost:1/no/such:1\n', 'FRUM a\n', '']) {
      const dir = repository({ Dockerfile: text });
      await assert.rejects(build(dir), (error) => AppError.is(error, 'dockerfile-refused'));
    }
  });

  it('gives its sessions the Jupyter that it installs, in its working folder, behind its entry point', async () => {
    const dir = temporaryDir('bindery-example-');
    cpSync(join(repositoryRoot, 'examples', 'dockerfile'), dir, { recursive: true });
    const file = join(dir, 'Dockerfile');
    // The public image is out of reach here; and on the way to the index stand authorities that pip does not know.
    const from = `FROM ${testBase}\nENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt`;
    const entry = `ENTRYPOINT ["sh", "-c", "echo from the entry point >\\"$HOME/entered.txt\\"; exec \\"$@\\"", "sh"]`;
    writeFileSync(file, `${readFileSync(file, 'utf8').replace(/^FROM .*$/m, from)}${entry}\n`);
    const built = await build(dir);
    assert.equal(
      await say(
        built.artifact.location,
        'pwd; ls; units --terse furlong m; id -u; ls /repo 2>&1 | head -n 0',
      ),
      '/home/jovyan\nDockerfile\nmeasures.ipynb\n201.168\n1000\n',
    );
    assert.deepEqual(await firstAnswers(world, built, 'own'), { without: 403, with: 200 });
    const work = world.store.path('sessions', 'own', 'work');
    assert.ok(existsSync(join(work, 'measures.ipynb')));
    assert.equal(readFileSync(join(work, 'entered.txt'), 'utf8'), 'from the entry point\n');
    // The person's own folder stands where the content would, and is the home here: nothing of Jupyter's is left in it.
    const folder = repository({ 'mine.txt': 'mine\n' });
    assert.deepEqual(await firstAnswers(world, built, 'in-place', folder), { without: 403, with: 200 });
    assert.deepEqual(readdirSync(folder).sort(), ['entered.txt', 'mine.txt']);
  });

  const lacking = [
    ['Python', `FROM ${testBase}\nENV PATH=/bin-of-nobody\n`, 'python3'],
    ['Jupyter', `FROM ${testBase}\n`, 'jupyter'],
  ] as const;
  for (const [what, text, missing] of lacking) {
    it(`without ${what} fails in its session with a sentence that says so`, async () => {
      const built = await build(repository({ Dockerfile: text }));
      const spec = await sessionSpec(world, built, `no-${missing}`);
      await assert.rejects(
        world.spawner.start(spec, () => undefined, never),
        (error) => {
          assert.ok(AppError.is(error, 'image-without-jupyter'), String(error));
          assert.match(error.message, new RegExp(`Dockerfile.*${missing}`));
          return true;
        },
      );
    });
  }

  it('whose entry point ends before the server is started says with which code, and shows what it printed', async () => {
    const entry = 'ENTRYPOINT ["sh", "-c", "echo I start nothing; exit 5"]';
    const built = await build(repository({ Dockerfile: `FROM ${testBase}\n${entry}\n` }));
    const spec = await sessionSpec(world, built, 'ends');
    const events: EventBody[] = [];
    await assert.rejects(
      world.spawner.start(spec, (event) => void events.push(event), never),
      (error) => AppError.is(error, 'session-ended-early') && error.args['exit'] === 5,
    );
    assert.ok(events.some(({ message }) => message === 'I start nothing'));
  });

  it('is what is printed for it: where it is and how it is built', () => {
    const text = printedDockerfile(planOf('binder/Dockerfile'), '');
    assert.match(text, /^# The repository's own Dockerfile is binder\/Dockerfile\./);
    assert.match(
      text,
      /^# docker build --file binder\/Dockerfile --build-arg NB_USER=jovyan --build-arg NB_UID=1000 .* \.$/m,
    );
  });
});
