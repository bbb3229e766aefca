import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { boundsEvent, sizeText } from '../../../server/build/bounds';
import { capGroup } from '../../../server/build/docker/bounds';
import { temporaryDir } from '../../support/engine-scratch';

const first = { Name: hostname(), CgroupVersion: '1', CgroupDriver: 'cgroupfs' };
const second = { ...first, CgroupVersion: '2' };

/** A folder with files as the kernel shows them. */
function groups(files: Readonly<Record<string, string>>): string {
  const root = temporaryDir('bindery-groups-');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const firstFiles = {
  'memory/docker/buildkit/memory.limit_in_bytes': '9223372036854771712\n',
  'cpu/docker/buildkit/cpu.cfs_quota_us': '-1\n',
  'cpu/docker/buildkit/cpu.cfs_period_us': '50000\n',
};
const secondFiles = { 'docker/buildkit/memory.max': 'max\n', 'docker/buildkit/cpu.max': 'max 100000\n' };

describe('the cap on all builds of an engine', function () {
  if (process.platform !== 'linux') return;

  for (const [version, engine, files, memoryFile, cpuFile, cpuText] of [
    [
      'first',
      first,
      firstFiles,
      'memory/docker/buildkit/memory.limit_in_bytes',
      'cpu/docker/buildkit/cpu.cfs_quota_us',
      '75000',
    ],
    ['second', second, secondFiles, 'docker/buildkit/memory.max', 'docker/buildkit/cpu.max', '150000 100000'],
  ] as const) {
    it(`is written into control groups of the ${version} version, and read back`, async () => {
      const root = groups(files);
      assert.deepEqual(await capGroup(engine, {}, root), {}, 'nothing bounds before');
      const caps = { memory: 2_000_000_000, cpus: 1.5 };
      assert.deepEqual(await capGroup(engine, caps, root), caps);
      assert.equal(readFileSync(join(root, memoryFile), 'utf8'), '2000000000');
      assert.equal(readFileSync(join(root, cpuFile), 'utf8'), cpuText);
      assert.deepEqual(await capGroup(engine, {}, root), caps, 'what was set stays, and is told');
    });
  }

  it('is refused, with the file, where the group has none', async () => {
    const { refused, memory } = await capGroup(first, { memory: 1e9 }, groups({ 'cpu/x': '' }));
    assert.match(refused ?? '', /memory\.limit_in_bytes cannot be written \(ENOENT\)/);
    assert.equal(memory, undefined);
  });

  for (const [what, engine] of [
    ['runs on another machine', { ...first, Name: `not-${hostname()}` }],
    ['leaves its groups to systemd', { ...first, CgroupDriver: 'systemd' }],
  ] as const) {
    it(`is promised for no engine that ${what}`, async () => {
      const root = groups(firstFiles);
      assert.match((await capGroup(engine, { cpus: 1 }, root)).refused ?? '', /^the engine/);
      assert.deepEqual(await capGroup(engine, {}, root), {});
    });
  }
});

describe('the first event of a build', () => {
  for (const [bounds, code, level, text] of [
    [{}, 'build.bounds-time', 'info', /120 minutes; nothing bounds/],
    [{ memory: 4e9 }, 'build.bounds-memory', 'info', /4 GB of memory, and any CPU/],
    [{ cpus: 1.5 }, 'build.bounds-cpu', 'info', /1\.5 CPUs, and any memory/],
    [{ memory: 4.25e9, cpus: 2 }, 'build.bounds-both', 'info', /4\.3 GB of memory and 2 CPUs/],
    [{ refused: 'no rights' }, 'build.bounds-refused', 'warning', /120 minutes\. .*no rights/],
  ] as const) {
    it(`says ${code}`, () => {
      const event = boundsEvent(120, bounds);
      assert.equal(event.code, code);
      assert.equal(event.level, level);
      assert.match(event.message ?? '', text);
    });
  }

  it('tells sizes in the unit that fits', () => {
    assert.deepEqual([999, 1500, 2e6, 234.5e6, 1e9].map(sizeText), [
      '999 bytes',
      '1.5 kB',
      '2 MB',
      '235 MB',
      '1 GB',
    ]);
  });
});
