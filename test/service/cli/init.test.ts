import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CliWorld } from '../../support/cli-world';
import { cliWorld } from '../../support/cli-world';
import { notebookJson } from '../../support/lint-input';

describe('bindery init', function () {
  this.timeout(60_000);
  let world: CliWorld;
  before(async () => (world = await cliWorld()));
  after(() => world.remove());

  const code = { 'a.ipynb': notebookJson(['import numpy\nimport sklearn.svm\n']) };

  it('shows what it would write, and writes it only where it is told to', async () => {
    const folder = await world.folder('shown', code);
    const shown = await world.run(['init', folder, '--offline']);
    assert.equal(shown.code, 0);
    assert.match(shown.stdout, /^\+numpy\n\+scikit-learn$/m);
    assert.match(shown.stderr, /Nothing was written; --yes/);
    assert.ok(!existsSync(join(folder, 'requirements.txt')));
    await world.run(['init', folder, '--offline', '--yes', '--python', '3.11']);
    assert.equal(readFileSync(join(folder, 'requirements.txt'), 'utf8'), 'numpy\nscikit-learn\n');
    assert.equal(readFileSync(join(folder, 'runtime.txt'), 'utf8'), 'python-3.11\n');
    const again = await world.run(['init', folder, '--offline', '--yes']);
    assert.match(again.stderr, /runtime\.txt states the environment already/);
  });

  it('pins what it imports to the newest versions of the configured index', async () => {
    const folder = await world.folder('pinned', { 'a.py': 'import six\n' });
    await world.run(['init', folder, '--yes']);
    assert.match(readFileSync(join(folder, 'requirements.txt'), 'utf8'), /^six==\d+\.\d+/);
  });

  it('cites those who made the commits, and links to where the repository is at home', async () => {
    const folder = await world.folder('cited', code);
    const git = (...args: string[]): void =>
      void execFileSync('git', [
        '-C',
        folder,
        '-c',
        'user.name=Ada Lovelace',
        '-c',
        'user.email=a@example.org',
        ...args,
      ]);
    git('init', '--quiet');
    git('remote', 'add', 'origin', 'git@github.com:ada/engine-notes.git');
    git('add', '.');
    git('commit', '--quiet', '-m', 'Begin');
    const { code: exit, stderr } = await world.run([
      'init',
      folder,
      '--offline',
      '--citation',
      '--badge',
      '--yes',
    ]);
    assert.equal(exit, 0, stderr);
    assert.match(
      readFileSync(join(folder, 'CITATION.cff'), 'utf8'),
      /title: engine-notes[^]*family-names: Lovelace/,
    );
    assert.match(readFileSync(join(folder, 'README.md'), 'utf8'), /\/v2\/gh\/ada\/engine-notes\/HEAD/);
    assert.equal((await world.run(['lint', folder])).code, 0);
  });

  it('needs a name where nobody can be cited', async () => {
    const folder = await world.folder('nobody', code);
    const { code: exit, stderr } = await world.run(['init', folder, '--offline', '--citation']);
    assert.equal(exit, 2);
    assert.match(stderr, /--author/);
  });
});
