import assert from 'node:assert/strict';
import type { RepoRef } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import { parseRepo } from '../../../server/spec/parse-repo';

const context = {
  cwd: '/home/me',
  isDirectory: (path: string) => ['/home/me', '/home/me/demo', '/data'].includes(path),
};
const commit = 'c'.repeat(40);

const understood: [string, RepoRef][] = [
  ['demo', { provider: 'local', spec: '/home/me/demo' }],
  ['./demo/', { provider: 'local', spec: '/home/me/demo' }],
  ['.', { provider: 'local', spec: '/home/me' }],
  ['demo/../../me', { provider: 'local', spec: '/home/me' }],
  ['/data', { provider: 'local', spec: '/data' }],
  ['https://github.com/norvig/pytudes', { provider: 'gh', spec: 'norvig/pytudes' }],
  ['https://github.com/norvig/pytudes.git', { provider: 'gh', spec: 'norvig/pytudes' }],
  ['http://www.github.com/o/r/?tab=readme#top', { provider: 'gh', spec: 'o/r' }],
  ['github.com/o/r', { provider: 'gh', spec: 'o/r' }],
  ['https://github.com/o/r/tree/v1.0', { provider: 'gh', spec: 'o/r', ref: 'v1.0' }],
  ['https://github.com/o/r/tree/main/a/b', { provider: 'gh', spec: 'o/r', ref: 'main', subdir: 'a/b' }],
  ['https://github.com/o/r/tree/main/a%2F..%2F..', { provider: 'gh', spec: 'o/r', ref: 'main' }],
  ['https://github.com/o/r/blob/main/a.ipynb', { provider: 'gh', spec: 'o/r', ref: 'main' }],
  [`https://github.com/o/r/commit/${commit}`, { provider: 'gh', spec: 'o/r', ref: commit }],
  [`https://gist.github.com/user/abc/${commit}`, { provider: 'gist', spec: 'user/abc', ref: commit }],
  ['https://gitlab.com/g/s/r.git', { provider: 'gl', spec: 'g/s/r' }],
  ['https://gitlab.com/g/r/-/tree/main/sub', { provider: 'gl', spec: 'g/r', ref: 'main', subdir: 'sub' }],
  ['https://mybinder.org/v2/gh/o/r/HEAD?labpath=a.ipynb', { provider: 'gh', spec: 'o/r', ref: 'HEAD' }],
  ['https://codeberg.org/o/r.git', { provider: 'git', spec: 'https://codeberg.org/o/r.git' }],
  ['https://token@github.com/o/r', { provider: 'git', spec: 'https://token@github.com/o/r' }],
  ['http://127.0.0.1:8080/r.git', { provider: 'git', spec: 'http://127.0.0.1:8080/r.git' }],
  ['ssh://git@host/r.git', { provider: 'git', spec: 'ssh://git@host/r.git' }],
  ['git@github.com:o/r.git', { provider: 'git', spec: 'ssh://git@github.com/o/r.git' }],
  ['example.org:r.git', { provider: 'git', spec: 'ssh://example.org/r.git' }],
  ['https://zenodo.org/records/3242074', { provider: 'zenodo', spec: '10.5281/zenodo.3242074' }],
  ['https://zenodo.org/doi/10.5281/zenodo.7', { provider: 'zenodo', spec: '10.5281/zenodo.7' }],
  ['10.5281/zenodo.3242074', { provider: 'zenodo', spec: '10.5281/zenodo.3242074' }],
  ['https://doi.org/10.5281/zenodo.1', { provider: 'zenodo', spec: '10.5281/zenodo.1' }],
  [
    'https://figshare.com/articles/code/x/978/3',
    { provider: 'figshare', spec: '10.6084/m9.figshare.978.v3' },
  ],
  ['10.6084/m9.figshare.978', { provider: 'figshare', spec: '10.6084/m9.figshare.978' }],
  [`10.4211/hs.${'a'.repeat(32)}`, { provider: 'hydroshare', spec: 'a'.repeat(32) }],
  ['doi:10.7910/DVN/TJCLKP', { provider: 'dataverse', spec: '10.7910/DVN/TJCLKP' }],
  ['https://data.x.org/dataset.xhtml?persistentId=doi:10.1/A', { provider: 'dataverse', spec: '10.1/A' }],
  [`swh:1:rev:${commit};origin=https://x`, { provider: 'swh', spec: `swh:1:rev:${commit}` }],
  ['gh/o/r', { provider: 'gh', spec: 'o/r' }],
  ['gh/o/r.git/feature/x/', { provider: 'gh', spec: 'o/r', ref: 'feature/x' }],
  ['gist/u/abc', { provider: 'gist', spec: 'u/abc' }],
  ['gl/g%2Fs%2Fr/main', { provider: 'gl', spec: 'g/s/r', ref: 'main' }],
  ['git/https%3A%2F%2Fx.org%2Fr.git/HEAD', { provider: 'git', spec: 'https://x.org/r.git', ref: 'HEAD' }],
  ['zenodo/10.5281/zenodo.1', { provider: 'zenodo', spec: '10.5281/zenodo.1' }],
];

const refused: [string, string][] = [
  ['', 'invalid-spec'],
  ['word', 'invalid-spec'],
  ['owner/name', 'invalid-spec'],
  ['-x', 'invalid-spec'],
  ['gh/o', 'invalid-spec'],
  ['gh/o/..', 'invalid-spec'],
  ['gh/o/r/%zz', 'invalid-spec'],
  ['gh/o/r/--upload-pack=x', 'invalid-spec'],
  ['gl/justone/main', 'invalid-spec'],
  ['git/file%3A%2F%2F%2Fetc/HEAD', 'invalid-spec'],
  ['zenodo/123', 'invalid-spec'],
  ['file:///etc', 'invalid-spec'],
  ['ext::sh -c id', 'invalid-spec'],
  ['https://host', 'invalid-spec'],
  [`swh:1:snp:${commit}`, 'invalid-spec'],
  ['bb/owner/name/HEAD', 'unknown-provider'],
  ['10.1/1234', 'unknown-provider'],
  ['./missing', 'unknown-repository'],
  ['/missing', 'unknown-repository'],
];

describe('parseRepo', () => {
  for (const [text, repo] of understood) {
    it(`reads ${text}`, () => assert.deepEqual(parseRepo(text, context), repo));
  }
  for (const [text, code] of refused) {
    it(`refuses ${JSON.stringify(text)} as ${code}`, () => {
      assert.throws(
        () => parseRepo(text, context),
        (error) => AppError.is(error) && error.code === code,
      );
    });
  }

  it('does not repeat credentials in its errors', () => {
    assert.throws(
      () => parseRepo('ftp://me:secret@host/x', context),
      (error) => AppError.is(error) && !error.message.includes('secret'),
    );
  });

  it('lists the providers that there are when one is unknown', () => {
    assert.throws(
      () => parseRepo('bb/o/r', context),
      (error) => AppError.is(error) && error.action.includes('gh, gist'),
    );
  });

  it('reads paths of Windows', () => {
    const windows = { cwd: 'C:\\books', isDirectory: (path: string) => path === 'C:\\books\\demo' };
    assert.deepEqual(parseRepo('demo', windows), { provider: 'local', spec: 'C:\\books\\demo' });
    assert.deepEqual(parseRepo('C:/books/./demo', windows), { provider: 'local', spec: 'C:\\books\\demo' });
  });
});
