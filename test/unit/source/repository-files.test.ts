import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryFiles } from '../../../server/source/repository-files';

describe('the files of a repository', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'files-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  const put = (path: string, text = 'x'): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const git = (...args: string[]): void =>
    void execFileSync('git', ['-C', root, '-c', 'user.name=n', '-c', 'user.email=e@example.org', ...args]);
  const list = async (): Promise<string[]> =>
    (await repositoryFiles(root, process.env, new AbortController().signal)).files.map(({ path }) => path);

  it('are, in a checkout, those that git tracks or would add', async () => {
    git('init', '-q');
    put('.gitignore', 'data/\n');
    put('data/large.csv');
    put('tracked.py');
    put('ü "quoted" name.ipynb');
    put('gone.py');
    git('add', '.');
    git('commit', '-qm', 'Begin');
    rmSync(join(root, 'gone.py'));
    put('untracked.py');
    assert.deepEqual(await list(), ['.gitignore', 'tracked.py', 'untracked.py', 'ü "quoted" name.ipynb']);
  });

  it('are, elsewhere, all but what tools made; links are left out', async () => {
    put('a/b.py');
    put('node_modules/x/index.js');
    put('.venv/lib/y.py');
    put('a/.ipynb_checkpoints/n.ipynb');
    put('z.py');
    symlinkSync('..', join(root, 'a', 'loop'));
    symlinkSync('z.py', join(root, 'link.py'));
    assert.deepEqual(await list(), ['a/b.py', 'z.py']);
  });

  it('have their sizes', async () => {
    put('five.txt', '12345');
    const { files, cut } = await repositoryFiles(root, process.env, new AbortController().signal);
    assert.deepEqual(files, [{ path: 'five.txt', size: 5 }]);
    assert.equal(cut, false);
  });
});
