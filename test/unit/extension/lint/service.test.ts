import assert from 'node:assert/strict';
import { typingDelay } from '../../../../extension/lint/folder-linter';
import { FakeEditor, fakeCell, fakeNotebook } from './fake-editor';
import type { Diagnostic } from './fake-values';
import { Uri } from './fake-values';
import { lintWorld, testRules } from './world';

const bad =
  'BAD is not the name of a Debian package, and nothing of the file is installed while it stands here.';

function notebookFile(...sources: string[]): string {
  const cells = sources.map((source) => ({ cell_type: 'code', metadata: {}, outputs: [], source }));
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
}

describe('the linter of the window', () => {
  it('shows what it finds in files that nobody has opened', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder('mem:///folder', { 'apt.txt': 'curl\nBAD\n', 'a.py': 'x = 1' });
    await lintWorld(editor);
    const file = Uri.joinPath(root, 'apt.txt');
    assert.deepEqual([...editor.diagnostics.keys()], [file.toString()]);
    const [shown] = (editor.diagnostics.get(file.toString()) ?? []) as unknown as Diagnostic[];
    assert.deepEqual([shown?.message, shown?.source, shown?.severity], [bad, 'Bindery', 1]);
    assert.deepEqual(
      [shown?.range.start, shown?.range.end].map((at) => [at?.line, at?.character]),
      [
        [1, 0],
        [1, 3],
      ],
    );
    assert.deepEqual(shown?.code, { value: 'test-text', target: Uri.parse('command:page?test-text') });
  });

  it('lints every folder by itself, virtual ones too, and forgets one that is closed', async () => {
    const editor = new FakeEditor();
    editor.addFolder('mem:///one', { 'apt.txt': 'BAD' });
    editor.addFolder('vscode-vfs://github/owner/two', { 'apt.txt': 'BAD' });
    const { service, pass } = await lintWorld(editor);
    assert.deepEqual(
      [...editor.diagnostics.keys()],
      ['mem:///one/apt.txt', 'vscode-vfs://github/owner/two/apt.txt'],
    );
    editor.folders.splice(1, 1);
    editor.on.folders.fire(undefined);
    assert.deepEqual([...editor.diagnostics.keys()], ['mem:///one/apt.txt']);
    editor.addFolder('mem:///three', { 'apt.txt': 'BAD' });
    editor.on.folders.fire(undefined);
    await pass(0);
    assert.deepEqual([...editor.diagnostics.keys()], ['mem:///one/apt.txt', 'mem:///three/apt.txt']);
    service.dispose();
    assert.deepEqual([...editor.diagnostics.keys()], []);
  });

  it('follows what is typed, once it has paused', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder('mem:///folder', { 'apt.txt': 'curl' });
    const { pass, runs } = await lintWorld(editor);
    const file = Uri.joinPath(root, 'apt.txt');
    const document = editor.open(file);
    editor.type(document, 'BAD');
    await pass(typingDelay - 1);
    editor.type(document, 'BAD BAD');
    await pass(typingDelay - 1);
    assert.deepEqual(editor.messagesAt(file), []);
    await pass(1);
    assert.deepEqual(editor.messagesAt(file), [bad, bad]);
    assert.equal(runs.length, 2);
  });

  it('needs no pause once a file is saved, and reads it as it was written', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder('mem:///folder', { 'apt.txt': 'curl' });
    const { pass } = await lintWorld(editor);
    const file = Uri.joinPath(root, 'apt.txt');
    const document = editor.open(file);
    editor.type(document, 'BAD');
    editor.save(document);
    await pass(0);
    assert.deepEqual(editor.messagesAt(file), [bad]);
  });

  it('returns to the file where changes are thrown away', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder('mem:///folder', { 'apt.txt': 'curl' });
    const { pass } = await lintWorld(editor);
    const file = Uri.joinPath(root, 'apt.txt');
    const document = editor.open(file);
    editor.type(document, 'BAD');
    await pass(typingDelay);
    assert.deepEqual(editor.messagesAt(file), [bad]);
    editor.close(document);
    await pass(0);
    assert.deepEqual(editor.messagesAt(file), []);
  });

  it('follows what happens on the disk', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder('mem:///folder', { 'apt.txt': 'curl' });
    const { pass, waits } = await lintWorld(editor);
    const [apt, other] = [Uri.joinPath(root, 'apt.txt'), Uri.joinPath(root, 'binder', 'apt.txt')];
    editor.write(apt, 'BAD');
    editor.write(other, 'BAD');
    await pass(typingDelay);
    assert.deepEqual([editor.messagesAt(apt), editor.messagesAt(other)], [[bad], [bad]]);
    editor.delete(apt);
    await pass(typingDelay);
    assert.deepEqual(editor.messagesAt(apt), []);
    assert.equal(waits(), 0);
  });

  it('shows nothing anew that has not changed', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder('mem:///folder', { 'apt.txt': 'BAD', 'b.txt': 'BAD' });
    const { pass } = await lintWorld(editor);
    editor.shown.length = 0;
    editor.write(Uri.joinPath(root, 'b.txt'), 'BAD, BAD');
    await pass(typingDelay);
    assert.deepEqual(editor.shown, ['mem:///folder/b.txt']);
  });

  it('reads everything anew where very many files change at once', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder('mem:///folder', { 'apt.txt': 'curl' });
    const { pass, runs } = await lintWorld(editor);
    for (let index = 0; index < 600; index += 1) editor.write(Uri.joinPath(root, `${index}.txt`), 'BAD');
    await pass(typingDelay);
    assert.equal(runs.at(-1)?.findings.length, 600);
    assert.equal(runs.length, 2);
  });

  it('loads only the parsers that files need, when they need them', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder('mem:///folder', { 'a.py': 'x = 1' });
    const { pass, loaded } = await lintWorld(editor);
    assert.deepEqual(loaded, ['python']);
    editor.write(Uri.joinPath(root, 'install.R'), 'library(sf)');
    await pass(typingDelay);
    assert.ok(loaded.includes('r'));
    assert.ok(!loaded.includes('bash'));
  });

  it('goes on without a parser that cannot be loaded, and tries no second time', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder('mem:///folder', { 'a.py': 'BAD = 1' });
    const { pass, loaded, reported } = await lintWorld(editor, testRules, () =>
      Promise.reject(new Error('no file')),
    );
    assert.equal(editor.messagesAt(Uri.joinPath(root, 'a.py')).length, 1);
    editor.write(Uri.joinPath(root, 'b.py'), '');
    await pass(typingDelay);
    assert.deepEqual([loaded, reported.map(String)], [['python'], ['Error: no file']]);
  });

  it('tells its own failure and goes on', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder('mem:///folder', { 'apt.txt': 'BAD' });
    const { service, reported, pass } = await lintWorld(editor);
    const [folder] = service.folders();
    Object.assign(folder?.linter.snapshot ?? {}, { refresh: () => Promise.reject(new Error('no disk')) });
    editor.write(Uri.joinPath(root, 'apt.txt'), 'curl');
    await pass(typingDelay);
    assert.match(String(reported[0]), /no disk/);
    await folder?.linter.again();
    assert.equal(editor.diagnostics.size, 0);
  });
});

describe('settings of the linter', () => {
  const change = (editor: FakeEditor, key: string, value: unknown): void => {
    editor.settings[key] = value;
    editor.on.configuration.fire({ affectsConfiguration: (asked) => key.startsWith(asked) });
  };

  it('switch it off and on', async () => {
    const editor = new FakeEditor();
    editor.addFolder('mem:///folder', { 'apt.txt': 'BAD' });
    const { pass } = await lintWorld(editor);
    change(editor, 'bindery.lint.enable', false);
    assert.equal(editor.diagnostics.size, 0);
    change(editor, 'bindery.lint.enable', true);
    await pass(0);
    assert.equal(editor.diagnostics.size, 1);
  });

  it('change severities at once', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder('mem:///folder', { 'apt.txt': 'BAD' });
    const { pass } = await lintWorld(editor);
    change(editor, 'bindery.lint.rules', { 'test-*': 'hint' });
    await pass(0);
    const shown = editor.diagnostics.get(Uri.joinPath(root, 'apt.txt').toString());
    assert.equal(shown?.[0]?.severity, 3);
    change(editor, 'bindery.lint.rules', { 'test-text': 'off' });
    await pass(0);
    assert.equal(editor.diagnostics.size, 0);
  });

  it('count over what the repository says of itself', async () => {
    const editor = new FakeEditor();
    const file = 'lint:\n  rules:\n    test-text: "off"\n';
    const root = editor.addFolder('mem:///folder', { 'apt.txt': 'BAD', '.bindery.yml': file });
    const { pass } = await lintWorld(editor);
    assert.equal(editor.diagnostics.size, 0);
    change(editor, 'bindery.lint.rules', { 'test-text': 'error' });
    await pass(0);
    assert.equal(editor.diagnostics.size, 1);
    change(editor, 'bindery.lint.rules', {});
    editor.write(Uri.joinPath(root, '.bindery.yml'), 'lint: {}\n');
    await pass(typingDelay);
    assert.equal(editor.diagnostics.size, 1);
  });
});

describe('findings in notebooks', () => {
  it('stand in the file while it is closed, and in its cells while it is open', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder('mem:///folder', { 'a.ipynb': notebookFile('x', 'y\nBAD') });
    await lintWorld(editor);
    const file = Uri.joinPath(root, 'a.ipynb');
    assert.deepEqual(editor.messagesAt(file), [`Cell 2: ${bad}`]);
    const notebook = fakeNotebook(file, [fakeCell(file, 0, 'x'), fakeCell(file, 1, 'y\nBAD')]);
    editor.notebooks.push(notebook);
    editor.on.openNotebook.fire(notebook);
    const cell = notebook.cellAt(1).document.uri;
    assert.deepEqual([editor.messagesAt(file), editor.messagesAt(cell)], [[], [bad]]);
    assert.equal(editor.diagnostics.get(cell.toString())?.[0]?.range.start.line, 1);
    editor.notebooks.length = 0;
    notebook.isClosed = true;
    editor.on.closeNotebook.fire(notebook);
    assert.deepEqual([editor.messagesAt(file), editor.messagesAt(cell)], [[`Cell 2: ${bad}`], []]);
  });

  it('follow what is typed into a cell', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder('mem:///folder', { 'a.ipynb': notebookFile('x') });
    const { pass } = await lintWorld(editor);
    const file = Uri.joinPath(root, 'a.ipynb');
    const notebook = fakeNotebook(file, [fakeCell(file, 0, 'x')]);
    editor.notebooks.push(notebook);
    editor.on.openNotebook.fire(notebook);
    const { document } = notebook.cellAt(0);
    document.text = 'BAD';
    notebook.isDirty = true;
    editor.on.changeNotebook.fire({ notebook });
    await pass(typingDelay);
    assert.deepEqual(editor.messagesAt(document.uri), [bad]);
  });
});
