import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyContent } from '../../../server/build/host/content';
import { sandboxWorks } from '../../../server/build/host/sandbox';
import { AppError } from '../../../server/protocol';
import type { EventBody, Plan, Step } from '../../../server/protocol';
import type { HostWorld } from '../../support/engine-host';
import {
  buildIn,
  checkoutOf,
  codesOf,
  hostWorld,
  planFor,
  repository,
  runIn,
  scratchPath,
} from '../../support/engine-host';
import { eventually } from '../../support/eventually';

const never = new AbortController().signal;
const setup = 'from setuptools import setup\nsetup(name="mine", version="1.0", py_modules=["mine"])\n';

/** Half-made or whole prefixes in the state root. */
function attempts(world: HostWorld): readonly string[] {
  const dir = join(world.root, 'prefixes');
  if (!existsSync(dir)) return [];
  return readdirSync(dir).flatMap((name) => readdirSync(join(dir, name)));
}

describe('the steps of the host engine (Jupyter left out)', function () {
  this.timeout(120_000);
  let world: HostWorld;

  before(async () => {
    world = await hostWorld();
  });
  after(() => world.remove());

  it('name the file and line of a package that does not exist, and leave nothing half-made', async () => {
    const before = attempts(world).length;
    const repo = repository({ 'binder/requirements.txt': 'six\n\nno-such-package-zzq==1.0\n' });
    const { error, events } = await buildIn(world, checkoutOf(repo, 'a'), { bare: true });
    assert.equal(error?.code, 'package-not-found');
    assert.match(error.message, /no-such-package-zzq==1\.0, asked for in binder\/requirements\.txt line 3/);
    assert.equal(events.at(-1)?.explanations?.[0]?.line, 2);
    assert.equal(attempts(world).length, before);
  });

  it('refuse a file whose hash is not the one that was asked for', async () => {
    const line = `six==1.17.0 --hash=sha256:${'0'.repeat(64)}\n`;
    const repo = repository({ 'requirements.txt': line });
    const { error, events } = await buildIn(world, checkoutOf(repo, 'a'), { bare: true });
    assert.equal(error?.code, 'step-failed');
    assert.equal(events.at(-1)?.explanations?.[0]?.code, 'explain.hash-mismatch');
    assert.ok(!events.some(({ code }) => code === 'build.pip-retry'), 'pip would say the same');
  });

  it('name a postBuild that fails, its exit code and the line', async () => {
    const repo = repository({ postBuild: '#!/bin/bash\nset -e\necho one\nno-such-command\n' });
    const { error, events } = await buildIn(world, checkoutOf(repo, 'a'), { bare: true });
    assert.equal(error?.code, 'step-failed');
    assert.match(error.message, /^postBuild failed with exit code 127/);
    const [explanation] = events.at(-1)?.explanations ?? [];
    assert.match(explanation?.message ?? '', /line 4 runs no-such-command/);
    assert.equal(explanation?.file, 'postBuild');
    assert.ok(events.some(({ message, stream }) => message === 'one' && stream === 'stdout'));
  });

  it('run after the copy in a snapshot: the person’s folder stays as it is', async () => {
    const postBuild =
      '#!/bin/sh\nset -e\necho made > made.txt\ntest "$PWD" = "$REPO_DIR"\nconda list || echo "exit $?"\n';
    const files = { postBuild, 'setup.py': setup, 'mine.py': 'x = 42\n' };
    const repo = repository(files);
    const { artifact, error, events } = await buildIn(world, checkoutOf(repo, 'a'), { bare: true });
    assert.ok(artifact, error?.message);
    assert.deepEqual(readdirSync(repo).sort(), Object.keys(files).sort());
    assert.equal(runIn(artifact, '-c', 'import mine; print(mine.x)').trim(), '42');
    assert.ok(events.some(({ message }) => message?.includes('have no conda') === true));
    const target = scratchPath();
    await copyContent({ store: world.store, env: process.env }, artifact, target);
    assert.equal(readFileSync(join(target, 'made.txt'), 'utf8'), 'made\n');
  });

  it('start a postBuild without #! with sh, as Binder does, whatever its mode', async () => {
    const repo = repository({ postBuild: 'echo "by $0" > made.txt\n' });
    const { artifact, error } = await buildIn(world, checkoutOf(repo, 'a'), { bare: true });
    assert.ok(artifact, error?.message);
    const target = scratchPath();
    await copyContent({ store: world.store, env: process.env }, artifact, target);
    assert.match(readFileSync(join(target, 'made.txt'), 'utf8'), /postBuild$/m);
  });

  it('give each commit with steps after the copy a prefix of its own', async () => {
    const repo = repository({ postBuild: '#!/bin/sh\ntrue\n' });
    const one = await buildIn(world, checkoutOf(repo, 'one'), { bare: true });
    const two = await buildIn(world, checkoutOf(repo, 'two'), { bare: true });
    assert.equal(one.pinned.environmentHash, two.pinned.environmentHash);
    assert.notEqual(one.artifact?.location, two.artifact?.location);
  });

  it('run code of a fetched repository sandboxed, where the machine allows it', async function () {
    if (!(await sandboxWorks(process.env, never))) {
      console.log('      skipped: bubblewrap does not work here');
      this.skip();
    }
    const home = process.env['HOME'] ?? '';
    const postBuild = [
      '#!/bin/sh -e',
      `test ! -e ${world.root}/schema.json`,
      // The Python in use may lie in the home folder; nothing else of it is seen.
      `test -z "$(ls -A ${home} | grep -v '^\\.pyenv$')"`,
      `touch ${world.root}/escaped || true`,
      'echo x > made.txt',
    ].join('\n');
    const repo = repository({ postBuild });
    const built = await buildIn(world, checkoutOf(repo, 'a', false), { bare: true });
    assert.ok(built.artifact, built.error?.message);
    assert.ok(codesOf(built).includes('build.sandboxed'));
    assert.ok(!existsSync(join(world.root, 'escaped')));
    const target = scratchPath();
    await copyContent({ store: world.store, env: process.env }, built.artifact, target);
    assert.equal(readFileSync(join(target, 'made.txt'), 'utf8'), 'x\n');
  });

  it('keep the content of a fetched repository for the volumes of sessions', async () => {
    const repo = repository({ 'a.txt': 'one\n', 'requirements.txt': 'six\n' });
    const { artifact, error } = await buildIn(world, checkoutOf(repo, 'content', false), { bare: true });
    assert.ok(artifact, error?.message);
    execFileSync('rm', ['-r', repo]);
    const target = scratchPath();
    await copyContent({ store: world.store, env: process.env }, artifact, target);
    assert.equal(readFileSync(join(target, 'a.txt'), 'utf8'), 'one\n');
  });

  it('are retried with pip where uv refuses what pip accepts, and say so', async () => {
    const line = 'six==1.17.0 --config-settings "--build-option=--x"\n';
    const repo = repository({ 'pip.txt': 'pip\n', 'requirements.txt': line });
    const withPip = (plan: Plan): Plan => {
      const index = plan.steps.findIndex(({ op }) => op === 'pip-install-requirements');
      const step = plan.steps[index] as Extract<Step, { op: 'pip-install-requirements' }>;
      const first: Step = { ...step, id: 'pip', file: 'pip.txt', inputs: ['pip.txt'] };
      const copied = plan.steps.map((one) =>
        one.op === 'copy-files' ? { ...one, files: ['pip.txt', ...one.files] } : one,
      );
      return { ...plan, steps: copied.toSpliced(index, 0, first) };
    };
    const built = await buildIn(world, checkoutOf(repo, 'a'), { bare: true, plan: withPip });
    assert.ok(built.artifact, built.error?.message);
    assert.ok(codesOf(built).includes('build.pip-retry'));
    assert.ok(codesOf(built).includes('build.pip-won'));
    assert.equal(runIn(built.artifact, '-c', 'import six; print(six.__version__)').trim(), '1.17.0');
  });

  it('make one prefix for two commits that are built at the same time', async () => {
    const repo = repository({ 'requirements.txt': 'tabulate==0.9.0\n' });
    const both = await Promise.all(
      ['one', 'two'].map((id) => buildIn(world, checkoutOf(repo, id), { bare: true })),
    );
    assert.equal(new Set(both.map(({ artifact }) => artifact?.key)).size, 2);
    assert.equal(new Set(both.map(({ artifact }) => artifact?.location)).size, 1);
    const starts = both
      .flatMap(codesOf)
      .filter((code) => code === 'build.step.started' || code === 'build.prefix-reused');
    assert.deepEqual(starts, ['build.prefix-reused']);
  });

  it('end at once when cancelled, with all they started, and leave nothing', async () => {
    const before = attempts(world).length;
    const repo = repository({ postBuild: '#!/bin/sh\nsleep 987.5 &\necho begun\nsleep 987.5\n' });
    const stop = new AbortController();
    const onEvent = ({ message }: EventBody): void => {
      if (message === 'begun') stop.abort();
    };
    const { events } = await buildIn(world, checkoutOf(repo, 'a'), {
      bare: true,
      signal: stop.signal,
      onEvent,
    });
    assert.equal(events.at(-1)?.phase, 'cancelled');
    await eventually(() => world.builds.running === 0, 'nothing runs');
    assert.equal(attempts(world).length, before);
    const running = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    assert.doesNotMatch(running, /sleep 987\.5/);
  });

  it('leave snapshots half-made only until the next agent starts', async () => {
    const part = join(world.root, 'content', 'abc', 'files.12345678');
    mkdirSync(part, { recursive: true });
    await world.builds.reconcile();
    assert.ok(!existsSync(part));
  });

  it('build without any configuration file', async () => {
    const { artifact, error } = await buildIn(world, checkoutOf(repository({ 'a.ipynb': '{}' }), 'a'), {
      bare: true,
    });
    assert.ok(artifact, error?.message);
    assert.deepEqual(readdirSync(join(artifact.location, '..')).sort(), ['COMPLETE', 'venv']);
  });
});

describe('what the host engine refuses, and what it says', function () {
  this.timeout(60_000);
  let world: HostWorld;

  before(async () => {
    world = await hostWorld();
    world.env['UV_PYTHON_DOWNLOADS'] = 'never';
  });
  after(() => world.remove());

  async function pin(files: Readonly<Record<string, string>>, toolchain?: 'managed' | 'system') {
    const dir = repository(files);
    const events: EventBody[] = [];
    const options = { refresh: false, ...(toolchain === undefined ? {} : { toolchain }) };
    const emit = (event: EventBody): void => void events.push(event);
    const pinned = await world.engine.pin(planFor(dir), checkoutOf(dir, 'a'), options, emit, never);
    return { pinned, events };
  }

  it('refuses packages of apt.txt that are not installed, by name', async () => {
    const refused = pin({ 'apt.txt': 'bash\nno-such-debian-package\n' });
    await assert.rejects(refused, (error) => {
      assert.ok(AppError.is(error, 'host-lacks-packages'));
      assert.equal(error.args['packages'], 'no-such-debian-package');
      return true;
    });
  });

  it('accepts packages of apt.txt that are installed', async () => {
    const { pinned } = await pin({ 'apt.txt': 'bash\ncoreutils\n' }, 'system');
    assert.ok(pinned.artifactKey);
  });

  it('refuses a Dockerfile', async () => {
    const dir = repository({});
    const plan: Plan = { ...planFor(dir), buildpack: 'dockerfile' };
    const refused = world.engine.pin(plan, checkoutOf(dir, 'a'), { refresh: false }, () => undefined, never);
    await assert.rejects(refused, (error) => AppError.is(error, 'host-cannot'));
  });

  it('warns when the Python that will run is not the one asked for, and records it', async function () {
    const { pinned, events } = await pin({ 'runtime.txt': 'python-3.14\n' });
    const resolved = pinned.plan.toolchains[0]?.resolved ?? '';
    if (resolved.startsWith('3.14.')) {
      console.log('      skipped: this machine has Python 3.14');
      this.skip();
    }
    const warning = events.find(({ level }) => level === 'warning');
    assert.equal(warning?.code, 'build.python-other');
    assert.match(
      warning.message ?? '',
      new RegExp(`asks for Python 3\\.14.* Python ${resolved.replaceAll('.', '\\.')}`),
    );
    assert.deepEqual(pinned.plan.toolchains, [
      { language: 'python', kind: 'system', requested: '3.14', resolved },
    ]);
    const lock = pinned.plan.steps.find((step) => step.op === 'install-jupyter')?.lock;
    assert.equal(lock, `jupyter-${resolved.split('.').slice(0, 2).join('.')}`);
  });

  it('does not use another Python where the managed one was asked for', async () => {
    await assert.rejects(pin({ 'runtime.txt': 'python-3.13\n' }, 'managed'), (error) =>
      AppError.is(error, 'python-missing'),
    );
  });
});
