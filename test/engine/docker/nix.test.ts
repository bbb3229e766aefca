import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { EventBody } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import { sessionSpec } from '../../support/docker-session';
import type { BuiltImage, DockerWorld } from '../../support/docker-world';
import {
  buildImageOf,
  checkoutNow,
  dockerWorld,
  imagePlan,
  inImage,
  outputOf,
  repoDir,
  testBase,
} from '../../support/docker-world';
import { repository } from '../../support/engine-host';
import { contractDeviations } from '../../support/image-contract';
import { startKernel } from '../../support/jupyter-client';

/** Needs neither the network nor a package: its builder is in every base. */
function shell(variables: Readonly<Record<string, string>>): string {
  const lines = Object.entries(variables).map(([name, value]) => `  ${name} = "${value}";`);
  const fixed = ['name = "shell";', 'system = builtins.currentSystem;', 'builder = "/bin/sh";'];
  return ['derivation {', ...fixed.map((line) => `  ${line}`), ...lines, '}', ''].join('\n');
}

const usualPath = '/usr/local/bin:/usr/bin:/bin';

describe('An image with nix', function () {
  this.timeout(300_000);
  let world: DockerWorld;

  before(async () => {
    world = await dockerWorld();
  });
  after(async () => world.remove());

  async function build(
    files: Readonly<Record<string, string>>,
    base = testBase,
    events: EventBody[] = [],
  ): Promise<BuiltImage> {
    const dir = repository(files);
    const emit = (event: EventBody): void => void events.push(event);
    const { signal } = new AbortController();
    const checkout = await checkoutNow(dir);
    const plan = imagePlan(dir, 'system', base);
    const options = { toolchain: 'system', refresh: false } as const;
    const pinned = await world.engine.pin(plan, checkout, options, emit, signal);
    return { pinned, artifact: await world.engine.build(pinned, checkout, emit, signal), events };
  }

  it('runs every command in the shell of default.nix, through the start script', async () => {
    const built = await build({
      'default.nix': shell({ FROM_NIX: 'in the shell', PATH: usualPath, RUN: randomUUID() }),
      start: '#!/bin/bash\nexport FROM_START="start saw $FROM_NIX"\nexec "$@"\n',
    });
    const image = built.artifact.location;
    const told = built.events.find(({ code }) => code === 'build.image-toolchain-other');
    assert.equal(told?.level, 'warning');
    const words = ['printf', '%s|', 'two words', '$HOME', "it's"];
    assert.match(await inImage(world.docker, image, words), /two words\|\$HOME\|it's\|/);
    const script = 'echo "$FROM_START, $(id -un), $HOME, $PWD"; exit 3';
    const run = inImage(world.docker, image, ['bash', '-c', script]);
    await assert.rejects(run, (error: Error) => {
      assert.ok(
        error.message.includes(`start saw in the shell, jovyan, /home/jovyan, ${repoDir}`),
        error.message,
      );
      return error.message.startsWith('exit code 3');
    });
    // The shell has no Jupyter and a PATH of its own, and the base no python: these cannot be as in other images.
    const without = [
      'PATH',
      'python of a login shell',
      'modules that cannot be imported',
      'kernels that are missing',
    ];
    const deviations = await contractDeviations(world.docker, image, {
      conda: false,
      environment: {
        // As nix-shell has it.
        SHELL: 'bash',
        R2D_ENTRYPOINT: '/usr/local/bin/nix-shell-wrapper',
        NIX_PATH: 'nixpkgs=/home/jovyan/.nix-defexpr/channels/nixpkgs',
        CONDA_DIR: undefined,
        NB_PYTHON_PREFIX: undefined,
      },
    });
    assert.deepEqual(
      deviations.filter(({ what }) => !without.includes(what)),
      [],
    );
  });

  it('is not made of a default.nix that cannot be evaluated, and the file is named', async () => {
    const events: EventBody[] = [];
    const failed = build({ 'default.nix': `# ${randomUUID()}\nderivation {\n` }, testBase, events);
    await assert.rejects(failed, (error) => AppError.is(error, 'step-failed'));
    assert.match(outputOf(events), /syntax error[^\n]*\s+at \S*default\.nix:2:13/);
  });

  it('starts a session with the Jupyter that the shell has', async () => {
    const jupyter = await buildImageOf(world, repository({ 'notes.md': 'a base with Jupyter\n' }));
    const path = `/srv/conda/envs/notebook/bin:${usualPath}`;
    const files = { 'default.nix': shell({ FROM_NIX: 'in the shell', PATH: path }), 'notes.md': 'mine\n' };
    const built = await build(files, jupyter.artifact.location);
    const spec = await sessionSpec(world, built, 'with-nix');
    try {
      const { url } = await world.spawner.start(spec, () => undefined, new AbortController().signal);
      const kernel = await startKernel({ url, token: readFileSync(spec.tokenFile, 'utf8') });
      const code = 'import os; print(os.environ["FROM_NIX"], os.environ["HOME"], open("notes.md").read())';
      const { text, error } = await kernel.run(code);
      assert.equal(error, undefined);
      assert.equal(text, 'in the shell /home/jovyan mine\n\n');
      await kernel.shutdown();
    } finally {
      await world.spawner.stop(spec.session, spec.dir, 5);
    }
  });
});
