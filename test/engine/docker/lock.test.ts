import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jupyterLockId } from '../../../server/build/locks';
import { binderLayout } from '../../../server/plan/plan-repository';
import { removeTree } from '../../../server/platform/files';
import type { DockerWorld } from '../../support/docker-world';
import { checkoutNow, dockerWorld, inImage, repoDir, testBase } from '../../support/docker-world';
import {
  extendedPlan,
  lockSample,
  lockedProject,
  lockedVersions,
  printVersions,
} from '../../support/lock-repository';

const options = {
  platform: process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64',
  base: { kind: 'image', reference: testBase },
  layout: binderLayout({ user: 'jovyan', uid: 1000, repoDir }),
  toolchain: 'system',
  jupyterLock: (python: string) => jupyterLockId(python),
} as const;

/** As Poetry before 2 wrote it: what is wanted follows from the dependencies of the project alone. */
const olderPoetryLock = lockSample('poetry.lock')
  .replaceAll(/^(groups|markers) = .*\n/gm, '')
  .replace('lock-version = "2.1"', 'lock-version = "2.0"');

const olderProject = `[tool.poetry]
name = "demo"
version = "0.1.0"
package-mode = false

[tool.poetry.dependencies]
python = ">=3.10"
six = "<1.17"
idna = "3.4"
colorama = { version = "*", markers = "sys_platform == 'win32'" }
toolz = { version = "<1", optional = true }

[tool.poetry.group.dev.dependencies]
iniconfig = "<2"
`;

const repositories = [
  ['uv.lock', { 'pyproject.toml': lockedProject, 'uv.lock': lockSample('uv.lock') }],
  ['poetry.lock of an older Poetry', { 'pyproject.toml': olderProject, 'poetry.lock': olderPoetryLock }],
] as const;

describe('A lock file in an image', function () {
  this.timeout(300_000);
  let world: DockerWorld;

  before(async () => {
    world = await dockerWorld();
  });
  after(() => world.remove());

  for (const [name, files] of repositories) {
    it(`${name}: its versions are installed though there are newer ones, and no list is left behind`, async () => {
      const dir = mkdtempSync(join(tmpdir(), 'bindery-lock-'));
      // A text of its own keeps the builder's cache of an earlier run out of it.
      const unique = `# ${randomUUID()}\n`;
      for (const [path, text] of Object.entries(files)) writeFileSync(join(dir, path), unique + text);
      const signal = new AbortController().signal;
      const checkout = await checkoutNow(dir);
      const settings = { toolchain: 'system', refresh: false } as const;
      const plan = extendedPlan(dir, options);
      const pinned = await world.engine.pin(plan, checkout, settings, () => undefined, signal);
      const { location } = await world.engine.build(pinned, checkout, () => undefined, signal);
      const found = await inImage(world.docker, location, ['python', '-c', printVersions]);
      const { idna, iniconfig, six, ...others } = JSON.parse(found) as Record<string, string>;
      assert.deepEqual({ idna, iniconfig, six }, lockedVersions);
      assert.equal(others['toolz'], undefined);
      assert.equal((await inImage(world.docker, location, ['bash', '-c', 'ls -A /tmp'])).trim(), '');
      await removeTree(dir);
    });
  }
});
