import assert from 'node:assert/strict';
import { releasesOf } from '../../../server/build/packages/releases';
import { parseJsonPage } from '../../../server/build/packages/simple-index';

const file = (filename: string, more: object = {}): object => ({
  filename,
  url: `files/${filename}`,
  ...more,
});

describe('the releases that the files of a project make', () => {
  it('have the Pythons with a wheel for linux, the range of Pythons, and whether there is a source', () => {
    const page = {
      files: [
        file('a-1.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl', {
          'requires-python': '>=3.8',
        }),
        file('a-1.0-cp38-abi3-manylinux_2_17_x86_64.whl'),
        file('a-1.0-cp311-cp311-win_amd64.whl'),
        file('a-1.0.tar.gz', { 'requires-python': '>=3.8' }),
        file('a-2.0-py3-none-any.whl', { yanked: 'broken' }),
        file('a-2.0.exe'),
      ],
    };
    assert.deepEqual(releasesOf(parseJsonPage(JSON.stringify(page), 'https://h/simple/a/')), [
      { version: '1.0', yanked: false, requiresPython: '>=3.8', wheels: ['cp311', 'cp38-abi3'], sdist: true },
      { version: '2.0', yanked: true, wheels: ['py3'], sdist: false },
    ]);
  });

  it('count as withdrawn only when all their files are', () => {
    const page = { files: [file('a-1.0.tar.gz', { yanked: true }), file('a-1.0-py3-none-any.whl')] };
    assert.equal(releasesOf(parseJsonPage(JSON.stringify(page), 'https://h/'))[0]?.yanked, false);
  });
});
