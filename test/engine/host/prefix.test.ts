import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFor } from '../../../server/build/locks';
import type { ArtifactSummary } from '../../../server/protocol';
import type { Built, HostWorld } from '../../support/engine-host';
import {
  buildIn,
  checkoutOf,
  codesOf,
  hostWorld,
  planFor,
  repository,
  runIn,
  systemPython,
} from '../../support/engine-host';
import { eventually } from '../../support/eventually';

const never = new AbortController().signal;

/** Files of a folder, links not followed. */
function allFiles(dir: string): readonly string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('a prefix with Jupyter, whose first builder is killed in the middle', function () {
  this.timeout(600_000);
  let world: HostWorld;
  let built: Built;
  let artifact: ArtifactSummary;
  const repo = repository({ 'requirements.txt': 'six\ntabulate==0.9.0\n' });

  before(async () => {
    world = await hostWorld();
    await killInTheMiddle(world.root);
    await world.builds.reconcile();
    built = await buildIn(world, checkoutOf(repo, 'commit-1'));
    assert.ok(built.artifact, built.error?.message);
    artifact = built.artifact;
  });
  after(() => world.remove());

  /** Starts a builder in a process of its own and kills it while Jupyter is being installed. */
  async function killInTheMiddle(root: string): Promise<void> {
    const script = join(__dirname, '../../support/engine-host-builder.ts');
    const child = spawn(process.execPath, ['-r', 'tsx/cjs', script, root, repo], { stdio: 'inherit' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    try {
      const halfway = (): boolean => child.exitCode !== null || packagesIn(root).includes('nbformat');
      await eventually(halfway, 'Jupyter is half installed', 300);
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
  }

  /** Names in the site-packages of what is being made. */
  function packagesIn(root: string): readonly string[] {
    const names = (dir: string): readonly string[] => (existsSync(dir) ? readdirSync(dir) : []);
    const prefixes = join(root, 'prefixes');
    const libs = names(prefixes).flatMap((key) =>
      names(join(prefixes, key)).map((attempt) => join(prefixes, key, attempt, 'venv/lib')),
    );
    return libs.flatMap((lib) => names(lib).flatMap((python) => names(join(lib, python, 'site-packages'))));
  }

  it('is made anew: nothing of the half-made one is left, and the dead build is told as failed', async () => {
    const attempts = readdirSync(join(artifact.location, '../..'));
    assert.equal(attempts.length, 1);
    assert.ok(!codesOf(built).includes('build.prefix-reused'));
    const states = async (): Promise<readonly string[]> =>
      (await world.store.jobs.list()).map(({ state, error }) => error?.code ?? state).sort();
    await eventually(async () => !(await states()).includes('running'), 'the record follows the log');
    assert.deepEqual(await states(), ['build-interrupted', 'succeeded']);
  });

  it('holds exactly the lock and the requirements', () => {
    const frozen = runIn(artifact, '-m', 'pip', 'freeze', '--all').trim().split('\n');
    const version = built.pinned.plan.toolchains[0]?.resolved ?? '';
    const locked = (lockFor(version)?.text ?? '').match(/^[a-z0-9-]+==[^\s;]+/gm) ?? [];
    const normal = (name: string): string => name.toLowerCase().replace(/[-_.]+(?=.*==)/g, '-');
    const names = frozen.map(normal);
    assert.ok(names.includes('six==1.17.0') && names.includes('tabulate==0.9.0'), frozen.join(' '));
    const unexpected = names.filter(
      (name) => !locked.map(normal).includes(name) && name !== 'tabulate==0.9.0',
    );
    assert.deepEqual(unexpected, []);
    for (const name of ['jupyterlab', 'notebook', 'ipykernel']) {
      assert.ok(
        names.some((frozenName) => frozenName.startsWith(`${name}==`)),
        name,
      );
    }
  });

  it('works: Jupyter and the packages can be imported, and nothing contradicts', () => {
    runIn(artifact, '-c', 'import jupyterlab, notebook, ipykernel, ipywidgets, nbgitpuller, six, tabulate');
    assert.match(runIn(artifact, '-m', 'pip', 'check'), /No broken requirements/);
  });

  it('is read-only and compiled', () => {
    const files = allFiles(artifact.location);
    assert.deepEqual(
      files.filter((file) => (lstatSync(file).mode & 0o222) !== 0),
      [],
    );
    assert.ok(files.some((file) => /six\.cpython-\d+\.pyc$/.test(file)));
  });

  it('keeps no working folder beside it', () => {
    assert.deepEqual(readdirSync(join(artifact.location, '..')).sort(), ['COMPLETE', 'venv']);
  });

  it('is found again by its key, after a restart too', async () => {
    const again = await hostWorld(world.root);
    const found = await again.engine.find(artifact.key);
    assert.equal(found?.location, artifact.location);
    assert.equal(await again.engine.find('0'.repeat(64)), undefined);
  });

  it('serves another commit that asks for the same environment', async () => {
    const other = await buildIn(world, checkoutOf(repo, 'commit-2'));
    assert.notEqual(other.artifact?.key, artifact.key);
    assert.equal(other.artifact?.location, artifact.location);
    assert.ok(codesOf(other).includes('build.prefix-reused'));
    assert.ok(!codesOf(other).includes('build.step-started'));
  });

  it('has the same identity when it is pinned again, and another one for other requirements', async () => {
    const pin = async (dir: string) =>
      await world.engine.pin(planFor(dir), checkoutOf(dir, 'commit-1'), systemPython, () => undefined, never);
    assert.equal((await pin(repo)).artifactKey, artifact.key);
    const other = await pin(repository({ 'requirements.txt': 'six\n' }));
    assert.notEqual(other.environmentHash, artifact.environmentHash);
  });

  it('says what is in it', () => {
    const complete = JSON.parse(readFileSync(join(artifact.location, '../COMPLETE'), 'utf8')) as unknown;
    assert.deepEqual((complete as Record<string, unknown>)['toolchains'], artifact.toolchains);
  });

  it('goes with the last artifact that it serves', async () => {
    await world.engine.remove(artifact);
    assert.ok(existsSync(artifact.location), 'another commit uses it');
    for (const other of await world.store.artifacts.list()) await world.engine.remove(other);
    assert.ok(!existsSync(artifact.location));
    assert.equal(await world.engine.find(artifact.key), undefined);
  });
});
