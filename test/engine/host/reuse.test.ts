import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyContent } from '../../../server/build/host/content';
import type { Checkout } from '../../../server/protocol';
import { summarize } from '../../../server/source/content-id';
import type { Built, HostWorld } from '../../support/engine-host';
import { buildIn, codesOf, hostWorld, repository, scratchPath } from '../../support/engine-host';
import { temporaryDir } from '../../support/engine-scratch';

const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];

function git(dir: string, ...args: readonly string[]): void {
  execFileSync('git', [...identity, '-C', dir, ...args], { stdio: 'pipe' });
}

describe('reuse on the host engine', function () {
  this.timeout(120_000);
  let world: HostWorld;
  let origin: string;

  before(async () => {
    world = await hostWorld();
    origin = repository({ 'requirements.txt': 'six\n', 'index.ipynb': 'first\n' });
    git(origin, 'init', '--quiet', '--initial-branch', 'main');
    git(origin, 'add', '.');
    git(origin, 'commit', '--quiet', '-m', 'first');
  });
  after(() => world.remove());

  /** A fresh clone, as it is fetched for one launch. */
  async function fetched(): Promise<Checkout> {
    const dir = join(temporaryDir('bindery-clone-'), 'notes');
    git(origin, 'clone', '--quiet', origin, dir);
    const { contentId } = await summarize(dir, new AbortController().signal);
    return { dir, contentId, inPlace: false };
  }
  const build = async (): Promise<Built> => buildIn(world, await fetched(), { bare: true });

  it('has nothing to build for another fresh clone of the same commit', async () => {
    const first = await build();
    assert.ok(codesOf(first).includes('build.step-started'));
    const again = await fetched();
    assert.ok(existsSync(join(again.dir, '.git')));
    const plan = await world.engine.pin(
      first.pinned.plan,
      again,
      { toolchain: 'system', refresh: false },
      () => undefined,
      new AbortController().signal,
    );
    assert.equal(plan.artifactKey, first.pinned.artifactKey);
    assert.equal((await world.engine.find(plan.artifactKey))?.location, first.artifact?.location);
  });

  it('only copies for a commit that changes one notebook, whose text a session then sees', async () => {
    writeFileSync(join(origin, 'index.ipynb'), 'second\n');
    git(origin, 'commit', '--quiet', '-am', 'second');
    const second = await build();
    assert.ok(!codesOf(second).includes('build.step-started'), 'no step runs');
    const last = second.events.at(-1);
    assert.equal(last?.code, 'build.built-upon');
    assert.ok(Date.parse(last.artifact?.environmentBuiltAt ?? '') <= Date.parse(last.at));
    assert.ok(second.artifact);
    const volume = scratchPath();
    await copyContent({ store: world.store, env: world.env }, second.artifact, volume);
    assert.equal(readFileSync(join(volume, 'index.ipynb'), 'utf8'), 'second\n');
  });
});
