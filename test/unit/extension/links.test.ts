import assert from 'node:assert/strict';
import { publishedRemote } from '../../../extension/links/remote';
import { relativePath } from '../../../extension/links/snippet';

describe('the remote that is published to', () => {
  const remotes = [
    { name: 'fork', fetchUrl: 'https://github.com/me/r' },
    { name: 'origin', fetchUrl: 'https://github.com/owner/r' },
  ];

  it('is that of the current branch, else origin, else the first', () => {
    const HEAD = { upstream: { remote: 'fork', name: 'main' } };
    assert.equal(publishedRemote({ HEAD, remotes }), 'https://github.com/me/r');
    assert.equal(publishedRemote({ remotes }), 'https://github.com/owner/r');
    assert.equal(publishedRemote({ remotes: remotes.slice(0, 1) }), 'https://github.com/me/r');
    assert.equal(publishedRemote({ remotes: [] }), undefined);
  });
});

describe('the path of a notebook in its repository', () => {
  it('has forward slashes on every platform', () => {
    assert.equal(relativePath('/a/repo', '/a/repo/nb/one.ipynb'), 'nb/one.ipynb');
    assert.equal(relativePath('c:\\a\\repo\\', 'c:\\a\\repo\\nb\\one.ipynb'), 'nb/one.ipynb');
  });

  it('is none for a file outside of it', () => {
    assert.equal(relativePath('/a/repo', '/a/repository/one.ipynb'), undefined);
  });
});
