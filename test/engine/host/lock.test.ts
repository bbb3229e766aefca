import assert from 'node:assert/strict';
import { jupyterLockId } from '../../../server/build/locks';
import { binderLayout } from '../../../server/plan/plan-repository';
import type { HostWorld } from '../../support/engine-host';
import { buildIn, checkoutOf, hostWorld, repository, runIn } from '../../support/engine-host';
import type { Built } from '../../support/engine-host';
import {
  extendedPlan,
  lockSample,
  lockedProject,
  lockedVersions,
  printVersions,
} from '../../support/lock-repository';

const options = {
  platform: 'linux/amd64',
  base: { kind: 'host', platform: 'linux-x64' },
  layout: binderLayout({ user: 'jovyan', uid: 1000 }),
  toolchain: 'managed',
  jupyterLock: (python: string) => jupyterLockId(python),
} as const;

describe('A lock file on the host engine (Jupyter left out)', function () {
  this.timeout(120_000);
  let world: HostWorld;

  before(async () => {
    world = await hostWorld();
  });
  after(() => world.remove());

  const build = (files: Readonly<Record<string, string>>): Promise<Built> => {
    const dir = repository(files);
    return buildIn(world, checkoutOf(dir, 'a'), { bare: true, plan: () => extendedPlan(dir, options) });
  };

  for (const name of ['uv.lock', 'poetry.lock', 'pylock.toml']) {
    it(`${name}: its versions are installed though there are newer ones, without extras or other platforms`, async () => {
      const { artifact, error } = await build({ 'pyproject.toml': lockedProject, [name]: lockSample(name) });
      assert.ok(artifact, error?.message);
      assert.deepEqual(JSON.parse(runIn(artifact, '-c', printVersions)), lockedVersions);
    });

    it(`${name}: a file with another digest is refused`, async () => {
      const lock = lockSample(name).replaceAll(/(?<=sha256:|sha256 = ")[0-9a-f]{64}/g, '0'.repeat(64));
      const { artifact, error } = await build({ 'pyproject.toml': lockedProject, [name]: lock });
      assert.equal(artifact, undefined);
      assert.equal(error?.code, 'step-failed');
      assert.match(error.message, new RegExp(name.replace('.', '\\.')));
    });
  }

  it('renv.lock: is refused before anything is built', async () => {
    await assert.rejects(build({ 'renv.lock': lockSample('renv.lock') }), { code: 'host-cannot' });
  });

  for (const name of ['conda-lock.yml', 'pixi.lock']) {
    it(`${name}: is refused with the toolchain system, before anything is built`, async () => {
      await assert.rejects(build({ [name]: lockSample(name) }), { code: 'conda-missing' });
    });
  }

  it('poetry.lock: an optional group is left out', async () => {
    const project = `${lockedProject}\n[tool.poetry.group.dev]\noptional = true\n`;
    const files = { 'pyproject.toml': project, 'poetry.lock': lockSample('poetry.lock') };
    const { artifact, error } = await build(files);
    assert.ok(artifact, error?.message);
    const { iniconfig, ...others } = lockedVersions;
    assert.equal(iniconfig, '1.1.1');
    assert.deepEqual(JSON.parse(runIn(artifact, '-c', printVersions)), others);
  });
});
