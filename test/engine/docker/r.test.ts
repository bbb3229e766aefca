import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { EventBody } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import type { CranRepository, RPackage } from '../../support/cran-repository';
import { packageFiles, startCranRepository } from '../../support/cran-repository';
import { sessionSpec } from '../../support/docker-session';
import type { BuiltImage, DockerWorld } from '../../support/docker-world';
import {
  checkoutNow,
  dockerWorld,
  imagePlan,
  inImage,
  outputOf,
  runContainer,
  stepsOf,
} from '../../support/docker-world';
import { repository } from '../../support/engine-host';
import { contractDeviations } from '../../support/image-contract';
import { startKernel } from '../../support/jupyter-client';

const helper: RPackage = { name: 'binderyhelper', code: 'half <- function(x) x / 2\n' };
const small: RPackage = {
  name: 'binderysmall',
  imports: ['binderyhelper'],
  code: 'quarter <- function(x) half(half(x))\n',
};
const asked = '4.2.3';
const date = '2024-06-01';
const library = '/srv/rlibs';

describe('An image with R', function () {
  this.timeout(120_000);
  let world: DockerWorld;
  let cran: CranRepository;
  /** Environments of builds that may have failed. */
  const environments: string[] = [];

  before(async function () {
    world = await dockerWorld();
    cran = await startCranRepository(world.docker, `word-${randomUUID()}`, [helper, small]);
  });
  after(async function () {
    await world.remove();
    for (const hash of environments) {
      const filters = { label: [`bindery.environmentHash=${hash}`] };
      for (const { Id } of await world.docker.listImages({ filters }))
        await world.docker.getImage(Id).remove({ force: true });
    }
    await cran.stop();
  });

  async function build(
    files: Readonly<Record<string, string>>,
    events: EventBody[] = [],
  ): Promise<BuiltImage> {
    const dir = repository({
      'runtime.txt': `r-4.2-${date}
`,
      ...files,
    });
    const engine = world.engineWith({ BINDERY_CRAN: cran.url });
    const emit = (event: EventBody): void => void events.push(event);
    const { signal } = new AbortController();
    const checkout = await checkoutNow(dir);
    const options = { toolchain: 'system', refresh: false } as const;
    const pinned = await engine.pin(imagePlan(dir), checkout, options, emit, signal);
    environments.push(pinned.environmentHash);
    return { pinned, artifact: await engine.build(pinned, checkout, emit, signal), events };
  }

  const rscript = (image: string, code: string): Promise<string> =>
    inImage(world.docker, image, ['Rscript', '-e', code]);

  describe('of a repository with install.R', () => {
    let built: BuiltImage;
    let image: string;
    const script = `# ${randomUUID()}\ninstall.packages("binderysmall")\nlibrary(binderysmall)\n`;

    before(async function () {
      this.timeout(600_000);
      built = await build({ 'install.R': script });
      image = built.artifact.location;
    });

    it('says aloud which R runs, that RStudio is left out, and where packages come from', () => {
      const told = built.events.filter(({ level }) => level === 'warning');
      const codes = ['build.image-toolchain-other', 'build.rstudio-left-out', 'build.cran-mirror'];
      for (const code of codes)
        assert.ok(
          told.some((event) => event.code === code),
          code,
        );
      const r = built.pinned.plan.toolchains.find(({ language }) => language === 'r');
      assert.equal(r?.kind, 'system');
      assert.notEqual(r.resolved, asked);
      const { message = '' } = told.find(({ code }) => code === codes[0]) ?? {};
      assert.ok(message.includes(`Binder would use R ${asked}`), message);
    });

    it('has the R that the plan says, its library and its mirror', async () => {
      const { resolved } = built.pinned.plan.toolchains.find(({ language }) => language === 'r') ?? {};
      const code =
        'cat(as.character(getRversion()), .libPaths()[1], getOption("repos"), R.home(), sep = "\\n")';
      assert.deepEqual((await rscript(image, code)).split('\n'), [
        resolved,
        library,
        `http://${cran.host}`,
        '/usr/lib/R',
        '',
      ]);
    });

    it('ran install.R once, before the copy', () => {
      const output = outputOf(built.events);
      assert.match(output, /install\.R succeeded before the repository was copied/);
      assert.equal(cran.fetched.filter((name) => name === 'binderysmall_1.0.tar.gz').length, 1);
      assert.ok(stepsOf(built.events).includes('run-install-R-if-not-done:install.R: done'));
    });

    it('has the packages, with what they depend on', async () => {
      assert.equal(await rscript(image, 'cat(binderysmall::quarter(8), "\\n")'), '2 \n');
    });

    it('keeps the image contract', async () => {
      const deviations = await contractDeviations(world.docker, image, {
        kernels: ['python3', 'ir'],
        owned: [library],
        environment: {
          R_LIBS_USER: library,
          R_HOME: '/usr/lib/R',
          R_DOC_DIR: '/usr/share/R/doc',
        },
      });
      assert.deepEqual(deviations, []);
    });

    it('knows no password of the mirror', async () => {
      const Entrypoint = [
        'grep',
        '-rlsF',
        cran.password,
        '/etc',
        '/srv',
        '/home',
        '/opt',
        '/usr/local',
        '/tmp',
        '/run',
      ];
      await assert.rejects(
        runContainer(world.docker, { Image: image, User: 'root', Entrypoint, Cmd: [] }),
        /^Error: exit code 1: $/,
      );
      const history = JSON.stringify(await world.docker.getImage(image).history());
      assert.ok(!history.includes(cran.password));
      assert.ok(!JSON.stringify(built).includes(cran.password));
    });

    it('runs cells of R in a session', async () => {
      const spec = await sessionSpec(world, built, 'with-r');
      try {
        const { url } = await world.spawner.start(spec, () => undefined, new AbortController().signal);
        const kernel = await startKernel({ url, token: readFileSync(spec.tokenFile, 'utf8') }, 'ir');
        const code = 'cat(binderysmall::quarter(42), file.access(Sys.getenv("R_LIBS_USER"), 2))';
        const { text, error } = await kernel.run(code);
        assert.equal(error, undefined);
        // The second says that the session may install packages of its own.
        assert.equal(text, '10.5 0');
        await kernel.shutdown();
      } finally {
        await world.spawner.stop(spec.session, spec.dir, 5);
      }
    });
  });

  it('of a repository that is a package installs it, and what it imports', async function () {
    this.timeout(600_000);
    const mine: RPackage = {
      name: 'mine',
      imports: ['binderyhelper'],
      code: 'eighth <- function(x) half(x) / 4\n',
    };
    const built = await build({ ...packageFiles(mine), 'notes.md': randomUUID() });
    assert.equal(await rscript(built.artifact.location, 'cat(mine::eighth(8))'), '1');
  });

  it('runs install.R again after the copy where it needs the repository', async function () {
    this.timeout(600_000);
    const script = `# ${randomUUID()}\nwriteLines(readLines("data.txt"), "made.txt")\n`;
    const built = await build({ 'install.R': script, 'data.txt': 'from the repository\n' });
    assert.match(outputOf(built.events), /install\.R failed before the repository was copied/);
    assert.equal(
      await inImage(world.docker, built.artifact.location, ['cat', 'made.txt']),
      'from the repository\n',
    );
  });

  it('is not made where install.R fails twice, and the line is named', async function () {
    this.timeout(600_000);
    const events: EventBody[] = [];
    const failed = build({ 'install.R': `# ${randomUUID()}\n\nx <- 1\nlibrary(not.there)\n` }, events);
    await assert.rejects(failed, (error) => AppError.is(error, 'step-failed'));
    const lines = outputOf(events).match(/^bindery: install\.R, line 4: library\(not\.there\)$/gm);
    assert.equal(lines?.length, 2);
    assert.ok(stepsOf(events).includes('run-install-R-if-not-done:install.R: failed'));
  });
});
