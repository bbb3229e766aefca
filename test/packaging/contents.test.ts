import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goldenLines, makePackages, readTarball, readZip, withoutHashes } from './packages';
import type { Packages } from './packages';

describe('what the packages hold', function () {
  this.timeout(120_000);
  let folder: string;
  let packages: Packages;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packages-'));
    packages = await makePackages(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is, in the .vsix, exactly the files that are listed', async () => {
    const names = withoutHashes(await readZip(packages.vsix));
    assert.deepEqual(names, await goldenLines('vsix.txt', names));
  });

  it('is, in the npm tarball, exactly the files that are listed', async () => {
    const names = withoutHashes(await readTarball(packages.tarball));
    assert.deepEqual(names, await goldenLines('npm.txt', names));
  });

  it('keeps the .vsix below 3 MB', async () => {
    const { size } = await stat(packages.vsix);
    assert.ok(size < 3_000_000, `${size} bytes`);
  });
});
