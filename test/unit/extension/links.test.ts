import assert from 'node:assert/strict';
import { publicRemoteUrl, publishedRemote } from '../../../extension/links/remote';
import { relativePath } from '../../../extension/links/snippet';

describe('the web address of a git remote', () => {
  it('is the same for every way to write it', () => {
    const expected = 'https://github.com/owner/repo.git';
    for (const remote of [
      'https://github.com/owner/repo.git',
      'git@github.com:owner/repo.git',
      'ssh://git@github.com/owner/repo.git',
      'ssh://git@github.com:22/owner/repo.git',
    ]) {
      assert.equal(publicRemoteUrl(remote), expected, remote);
    }
  });

  it('never holds credentials, because links are for strangers', () => {
    assert.equal(publicRemoteUrl('https://me:token@github.com/o/r'), 'https://github.com/o/r');
  });

  it('is none for a path of this machine', () => {
    for (const remote of ['/srv/git/repo.git', '../repo', 'file:///srv/repo', 'C:\\repos\\r']) {
      assert.equal(publicRemoteUrl(remote), undefined, remote);
    }
  });
});

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
