import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FolderFiles } from '../../../../extension/lint/folder-files';
import { createFolderFiles } from '../../../../extension/lint/folder-files';
import { FakeEditor } from './fake-editor';
import { FileType, Uri } from './fake-values';

describe('the files of a folder on the disk', () => {
  let root: string;
  let files: FolderFiles;

  before(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'folder-files-')));
    mkdirSync(join(root, 'repository'));
    writeFileSync(join(root, 'secret.txt'), 'secret');
    writeFileSync(join(root, 'repository', 'own.txt'), 'own');
    symlinkSync('own.txt', join(root, 'repository', 'inside'));
    symlinkSync('../secret.txt', join(root, 'repository', 'outside'));
    const { vs } = new FakeEditor();
    const fs = { readFile: ({ fsPath }: { fsPath: string }) => readFile(fsPath) };
    const editor = { ...vs, workspace: { fs } } as unknown as Parameters<typeof createFolderFiles>[0];
    files = createFolderFiles(editor, Uri.file(join(root, 'repository')) as never);
  });
  after(() => rmSync(root, { recursive: true }));

  const text = (content: Uint8Array | undefined): string | undefined =>
    content === undefined ? undefined : new TextDecoder().decode(content);

  it('are read by links within it, and never by links that lead out of it', async () => {
    assert.equal(text(await files.read('own.txt')), 'own');
    assert.equal(text(await files.read('inside')), 'own');
    assert.equal(await files.read('outside'), undefined);
  });

  it('are the same when they are read at once', () => {
    const now = (path: string, limit = 100): string | undefined => text(files.readNow?.(path, limit));
    assert.deepEqual(
      [now('inside'), now('outside'), now('none'), now('own.txt', 2)],
      ['own', undefined, undefined, undefined],
    );
  });
});

describe('the files of a virtual folder', () => {
  it('are listed and read through the editor, and not at once', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder('vscode-vfs://github/owner/repository', { 'a/b.py': 'x' });
    const files = createFolderFiles(editor.vs, root as never);
    assert.deepEqual(await files.list(''), [{ name: 'a', kind: 'directory' }]);
    assert.deepEqual(await files.stat('a/b.py'), { kind: 'file', size: 1 });
    assert.equal((await files.read('a/b.py'))?.length, 1);
    assert.deepEqual([await files.stat('none'), await files.list('none')], [undefined, []]);
    assert.ok(!('readNow' in files));
  });

  it('are links where the file system says so', async () => {
    const fs = { readDirectory: () => Promise.resolve([['x', FileType.SymbolicLink | FileType.File]]) };
    const vs = { ...new FakeEditor().vs, workspace: { fs } };
    const files = createFolderFiles(vs as never, Uri.parse('mem:/x') as never);
    assert.deepEqual(await files.list(''), [{ name: 'x', kind: 'link' }]);
  });
});
