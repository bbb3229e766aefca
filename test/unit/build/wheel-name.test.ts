import assert from 'node:assert/strict';
import type { MachineKind } from '../../../server/build/packages/wheel-name';
import { compareVersions, parseWheelName, platformFits } from '../../../server/build/packages/wheel-name';
import { chooseWheel, uvVersion } from '../../../server/build/uv';

const tags = [
  'manylinux_2_17_x86_64.manylinux2014_x86_64',
  'manylinux_2_28_aarch64',
  'musllinux_1_1_x86_64',
  'musllinux_1_1_aarch64.manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64',
  'macosx_10_12_x86_64',
  'macosx_11_0_arm64',
  'win_amd64',
  'win_arm64',
  'win32',
];
const files = [
  { name: `uv-${uvVersion}.tar.gz`, url: 'https://index.example/sdist' },
  { name: 'uv-0.0.1-py3-none-manylinux_2_17_x86_64.whl', url: 'https://index.example/old' },
  ...tags.map((tag) => ({
    name: `uv-${uvVersion}-py3-none-${tag}.whl`,
    url: `https://index.example/${tag}`,
  })),
];

function chosen(machine: MachineKind): string | undefined {
  return chooseWheel(files, machine)?.url.replace('https://index.example/', '');
}

describe('wheel names', () => {
  it('are taken apart, compressed tags too', () => {
    assert.deepEqual(parseWheelName('six-1.17.0-py2.py3-none-any.whl'), {
      name: 'six',
      version: '1.17.0',
      pythons: ['py2', 'py3'],
      abis: ['none'],
      platforms: ['any'],
    });
    assert.equal(parseWheelName('six-1.17.0.tar.gz'), undefined);
  });

  it('fit a machine whose glibc is new enough', () => {
    const machine: MachineKind = { platform: 'linux', arch: 'x64', glibc: '2.17' };
    assert.equal(platformFits('manylinux2014_x86_64', machine), true);
    assert.equal(platformFits('manylinux_2_28_x86_64', machine), false);
    assert.equal(platformFits('manylinux2014_aarch64', machine), false);
    assert.equal(platformFits('any', machine), true);
  });

  it('compare versions by number', () => {
    assert.ok(compareVersions('2.9', '2.28') < 0);
    assert.equal(compareVersions('3.11', '3.11.0'), 0);
  });
});

describe('the wheel of uv', () => {
  it('is the one for the platform', () => {
    assert.equal(chosen({ platform: 'linux', arch: 'x64', glibc: '2.36' }), tags[0]);
    assert.equal(chosen({ platform: 'darwin', arch: 'x64' }), 'macosx_10_12_x86_64');
    assert.equal(chosen({ platform: 'darwin', arch: 'arm64' }), 'macosx_11_0_arm64');
    assert.equal(chosen({ platform: 'win32', arch: 'x64' }), 'win_amd64');
    assert.equal(chosen({ platform: 'win32', arch: 'arm64' }), 'win_arm64');
  });

  it('is the static one on Linux without glibc, or with one that is too old', () => {
    assert.equal(chosen({ platform: 'linux', arch: 'x64' }), 'musllinux_1_1_x86_64');
    assert.equal(chosen({ platform: 'linux', arch: 'x64', glibc: '2.5' }), 'musllinux_1_1_x86_64');
  });

  it('does not exist for a machine that uv is not made for', () => {
    assert.equal(chosen({ platform: 'freebsd', arch: 'x64' }), undefined);
  });
});
