import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { EditorFixture } from '../support/editor-fixture';
import { pictureFailures, startEditor } from '../support/editor-fixture';
import { until } from '../support/editor-wait';

const remote = 'git@github.com:binder-examples/requirements.git';

function git(folder: string, ...args: readonly string[]): string {
  const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid'];
  return execFileSync('git', [...author, ...args], { cwd: folder, encoding: 'utf8' }).trim();
}

function makeRepository(folder: string): void {
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '--message', 'Begin');
  git(folder, 'remote', 'add', 'origin', remote);
}

describe('launch links of the open repository', function () {
  this.timeout(180_000);
  let editor: EditorFixture;

  before(async () => {
    editor = await startEditor({ example: 'requirements', prepare: makeRepository });
  });
  after(() => editor.close());
  pictureFailures(() => editor);

  const copied = async (...choices: readonly string[]): Promise<string> => {
    const { workbench } = editor;
    await workbench.page.evaluate(() => navigator.clipboard.writeText(''));
    await workbench.run('Bindery: Copy Launch Link');
    for (const choice of choices) await workbench.pick(choice);
    return until('something is on the clipboard', 20, async () => (await workbench.clipboard()) || undefined);
  };

  it('are copied as a Markdown badge that leads to the GitHub remote on mybinder.org', async () => {
    assert.equal(
      await copied('Badge as Markdown', 'Default branch'),
      '[![Binder](https://mybinder.org/badge_logo.svg)](https://mybinder.org/v2/gh/binder-examples/requirements/HEAD)',
    );
  });

  it('can be pinned to the commit that is checked out', async () => {
    const commit = git(editor.workspace, 'rev-parse', 'HEAD');
    assert.equal(
      await copied('Link only', `Commit ${commit.slice(0, 7)}`),
      `https://mybinder.org/v2/gh/binder-examples/requirements/${commit}`,
    );
  });

  it('open the notebook that is open', async () => {
    const { workbench, workspace } = editor;
    const notebook = 'index.ipynb';
    await workbench.page.getByRole('treeitem', { name: notebook }).dblclick();
    await workbench.page.locator('.notebook-editor').first().waitFor();
    const link = await copied('Link only', 'Default branch', notebook);
    assert.equal(
      link,
      `https://mybinder.org/v2/gh/binder-examples/requirements/HEAD?labpath=${path.posix.basename(path.join(workspace, notebook))}`,
    );
  });
});
