import assert from 'node:assert/strict';
import { accessSync, constants, statfsSync } from 'node:fs';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree } from '../../../server/platform/files';
import type { CliWorld } from '../../support/cli-world';
import { assertFailure, halfMade, keptLog, onHost, plainFiles, warmWorld } from '../../support/cli-world';
import { partsFolder } from '../../support/parts';

/** Made by scripts/setup/small-disk.sh. */
const smallDisk = join(partsFolder, 'small-disk');

describe('A disk', function () {
  this.timeout(180_000);
  let world: CliWorld;
  let folder: string;

  before(async () => {
    world = await warmWorld();
    folder = await world.folder('plain', plainFiles);
  });
  afterEach(() => world.idle());

  it('with less space than a build should find fails it before it begins', async () => {
    const other = await world.folder('other', { 'requirements.txt': 'attrs\n' });
    const environment = { BINDERY_MIN_FREE_MB: '999999' };
    const outcome = await world.run(['build', other, ...onHost, '--json'], environment);
    assertFailure(outcome, {
      code: 'disk-full',
      says: new RegExp(`^There is no space left in ${world.state}\\.$`),
      advises: /^Free at least 999\.999 GB there/,
    });
    assert.deepEqual(halfMade(world), []);
  });

  describe('that is full', () => {
    let state = '';
    let environment: Readonly<Record<string, string>>;

    before(async function () {
      if (!isSmallDisk()) {
        const how = `${smallDisk} is not mounted: npm run test:setup`;
        if (process.env['CI'] === 'true') throw new Error(how);
        console.log(`      skipped: ${how}`);
        this.skip();
      }
      state = await mkdtemp(join(smallDisk, 'state-'));
      const uv = await fetchedUv(world);
      environment = { BINDERY_HOME: state, BINDERY_UV: uv, BINDERY_MIN_FREE_MB: '1' };
    });
    after(async () => {
      if (state !== '') await removeTree(state);
    });

    it('in the middle of an install ends it in one sentence; the log is kept, and nothing half-made', async () => {
      const outcome = await world.run(['build', folder, ...onHost, '--json'], environment);
      const error = assertFailure(outcome, {
        code: 'disk-full',
        says: new RegExp(`^There is no space left in ${state}\\.$`),
        advises: /^Free at least .*nothing half-made was kept/,
      });
      await world.idle();
      assert.deepEqual(keptLog({ state }, outcome).at(-1)?.error, error);
      assert.match(outcome.stdout, /"op":"install-jupyter".*"state":"failed"/);
      assert.deepEqual(halfMade({ state }), []);
    });

    it('is told by the commands that find it so, and lets those work that need nothing of it', async () => {
      const ballast = join(state, 'ballast');
      await fill(ballast);
      const outcome = await world.run(['build', folder, ...onHost, '--json'], environment);
      assertFailure(outcome, { code: 'disk-full', says: /^There is no space left in / });
      await world.idle();
      const fresh = await mkdtemp(join(smallDisk, 'fresh-'));
      const home = { ...environment, BINDERY_HOME: fresh };
      const first = await world.run(['sessions', '--json'], home);
      assertFailure(first, { code: 'disk-full', says: new RegExp(`in ${fresh}\\.$`) });
      assert.equal((await world.run(['plan', folder], home)).code, 0);
      await rm(ballast);
      assert.equal((await world.run(['sessions', '--json'], home)).code, 0);
      await world.idle();
      await removeTree(fresh);
    });
  });
});

function isSmallDisk(): boolean {
  try {
    accessSync(smallDisk, constants.W_OK);
    const { blocks, bsize } = statfsSync(smallDisk);
    return blocks * bsize < 200_000_000;
  } catch {
    return false;
  }
}

/** The uv that the world's builds fetched: it alone would fill a good part of the disk. */
async function fetchedUv({ state }: CliWorld): Promise<string> {
  const cache = join(state, 'cache', 'uv-bin');
  const found = (await readdir(cache, { recursive: true })).find((name) => /(^|\/)uv$/.test(name));
  return join(cache, found ?? 'none');
}

/** Writes into the file until the disk takes no more. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 2)) {
      const bytes = Buffer.alloc(size);
      // A disk that has little left takes part of what is written.
      while (await takes(file.write(bytes), size));
    }
  } finally {
    await file.close();
  }
}

async function takes(write: Promise<{ bytesWritten: number }>, size: number): Promise<boolean> {
  try {
    return (await write).bytesWritten === size;
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
    return false;
  }
}
