import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RepoView } from '../../../server/environment/view';
import { diskView } from '../../../server/source/disk-view';

describe('diskView', () => {
  let folder: string;
  let view: RepoView;
  const text = (relative: string): string | undefined => {
    const content = view.read(relative);
    return content === undefined ? undefined : Buffer.from(content).toString('utf8');
  };

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'bindery-view-'));
    const repo = path.join(folder, 'repo');
    mkdirSync(path.join(repo, 'sub/deep'), { recursive: true });
    mkdirSync(path.join(folder, 'outside'));
    writeFileSync(path.join(folder, 'outside/secret'), 'secret');
    writeFileSync(path.join(repo, 'b.txt'), 'b');
    writeFileSync(path.join(repo, 'a.txt'), 'a');
    writeFileSync(path.join(repo, 'sub/deep/c.txt'), 'c');
    writeFileSync(path.join(repo, 'large'), 'x'.repeat(101));
    writeFileSync(path.join(repo, 'start'), '');
    chmodSync(path.join(repo, 'start'), 0o755);
    symlinkSync('a.txt', path.join(repo, 'inside'));
    symlinkSync('sub', path.join(repo, 'folder-link'));
    symlinkSync('../outside/secret', path.join(repo, 'escape'));
    symlinkSync('../outside', path.join(repo, 'escape-folder'));
    symlinkSync(path.join(folder, 'outside/secret'), path.join(repo, 'absolute'));
    symlinkSync('nowhere', path.join(repo, 'broken'));
    symlinkSync('loop', path.join(repo, 'loop'));
    view = diskView(repo, 100);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('tells what stands at a path, links as links', () => {
    const kinds = [
      '',
      'a.txt',
      'sub',
      'inside',
      'broken',
      'folder-link',
      'folder-link/deep',
      'missing',
      'a.txt/x',
    ];
    assert.deepEqual(
      kinds.map((relative) => view.kind(relative)),
      ['directory', 'file', 'directory', 'link', 'link', 'link', 'directory', undefined, undefined],
    );
  });
  it('reads files, also through links inside the repository', () => {
    assert.deepEqual(['a.txt', 'inside', 'folder-link/deep/c.txt'].map(text), ['a', 'a', 'c']);
  });
  it('reads nothing outside of the repository', () => {
    const paths = [
      'escape',
      'absolute',
      'escape-folder/secret',
      '../outside/secret',
      'sub/../../outside/secret',
    ];
    for (const relative of paths) assert.equal(view.read(relative), undefined, relative);
    assert.deepEqual(view.list('escape-folder'), []);
    assert.deepEqual(view.list('..'), []);
    assert.equal(view.kind('..'), undefined);
    assert.equal(view.kind('../outside'), undefined);
    assert.equal(view.kind('escape-folder/secret'), undefined);
  });
  it('reads no folders, no broken or circling links and nothing above the limit', () => {
    for (const relative of ['', 'sub', 'broken', 'loop', 'missing', 'large'])
      assert.equal(view.read(relative), undefined);
  });
  it('does not wait for a pipe', function () {
    if (process.platform === 'win32') {
      console.log('skipped: Windows has no named pipes in folders');
      this.skip();
    }
    execFileSync('mkfifo', [path.join(folder, 'repo/pipe')]);
    assert.equal(view.read('pipe'), undefined);
  });
  it('lists folders in order, and links to folders inside', () => {
    assert.deepEqual(view.list('sub'), ['deep']);
    assert.deepEqual(view.list('folder-link'), ['deep']);
    assert.deepEqual(view.list('').slice(0, 3), ['a.txt', 'absolute', 'b.txt']);
  });
  it('tells what is executable', () => {
    assert.deepEqual(
      [view.executable('start'), view.executable('a.txt'), view.executable('missing')],
      [true, false, false],
    );
  });
});
