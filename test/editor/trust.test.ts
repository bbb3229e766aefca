import assert from 'node:assert/strict';
import type { EditorFixture } from '../support/editor-fixture';
import { pictureFailures, startEditor } from '../support/editor-fixture';

describe('a workspace that is not trusted', function () {
  this.timeout(180_000);
  let editor: EditorFixture;

  before(async () => {
    editor = await startEditor({ example: 'requirements', trusted: false });
  });
  after(() => editor.close());
  pictureFailures(() => editor);

  it('cannot be built: the command says why, and leads to the trust editor', async () => {
    const { workbench, processes } = editor;
    await workbench.run('Bindery: Build and Launch');
    const message = workbench.message('This folder is not trusted, so Bindery cannot build it');
    await message.waitFor();
    await workbench.screenshot('untrusted');
    assert.deepEqual(
      processes().filter(({ command }) => command.includes('bindery.js')),
      [],
    );
    await message.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await workbench.page.locator('.workspace-trust-editor').waitFor();
  });
});
