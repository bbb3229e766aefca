import assert from 'node:assert/strict';
import type { FolderEntry, FolderFiles } from '../../../../extension/lint/folder-files';
import * as runtime from '../../../../extension/lint/runtime';
import type { SnapshotOptions } from '../../../../extension/lint/snapshot';
import { createSnapshot } from '../../../../extension/lint/snapshot';

/** A file system in memory that counts what it is asked. */
function memoryFiles(contents: Map<string, string>) {
  const asked: string[] = [];
  const below = (folder: string): string[] =>
    [...contents.keys()]
      .filter((path) => folder === '' || path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder === '' ? 0 : folder.length + 1));
  const files: FolderFiles = {
    list: (folder) => {
      asked.push(`list ${folder}`);
      const entries = below(folder).map((rest): FolderEntry => {
        const [name = '', ...more] = rest.split('/');
        return { name, kind: more.length > 0 ? 'directory' : 'file' };
      });
      return Promise.resolve([...new Map(entries.map((entry) => [entry.name, entry])).values()]);
    },
    stat: (path) => {
      const content = contents.get(path);
      if (content !== undefined) return Promise.resolve({ kind: 'file', size: content.length });
      return Promise.resolve(below(path).length > 0 ? { kind: 'directory', size: 0 } : undefined);
    },
    read: (path) => {
      asked.push(`read ${path}`);
      return Promise.resolve(encoded(contents.get(path)));
    },
  };
  return { files, asked };
}

function encoded(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : new TextEncoder().encode(text);
}

async function scanned(entries: Readonly<Record<string, string>>, more: Partial<SnapshotOptions> = {}) {
  const contents = new Map(Object.entries(entries));
  const { files, asked } = memoryFiles(contents);
  const snapshot = createSnapshot({ files, runtime, ...more });
  await snapshot.scan();
  const { tree } = snapshot;
  const text = (path: string): string | undefined => {
    const content = tree.view.read(path);
    return content === undefined ? undefined : new TextDecoder().decode(content);
  };
  return { contents, asked, snapshot, tree, text, paths: () => tree.files().map(({ path }) => path) };
}

const large = 'x'.repeat(5000);

describe('the snapshot of a folder', () => {
  it('has its files with their sizes, and the content of those that rules ask for', async () => {
    const { tree, text, asked } = await scanned({
      'environment.yml': 'a',
      'src/b.py': 'bb',
      'data/c.csv': large,
    });
    assert.deepEqual(tree.files(), [
      { path: 'data/c.csv', size: 5000 },
      { path: 'environment.yml', size: 1 },
      { path: 'src/b.py', size: 2 },
    ]);
    assert.deepEqual([text('environment.yml'), text('src/b.py'), text('data/c.csv')], ['a', 'bb', undefined]);
    assert.ok(!asked.includes('read data/c.csv'));
    assert.deepEqual(
      ['', 'src', 'data/c.csv', 'none'].map((path) => tree.view.kind(path)),
      ['directory', 'directory', 'file', undefined],
    );
    assert.deepEqual(tree.view.list(''), ['data', 'environment.yml', 'src']);
  });

  it('knows folders of other tools and does not look into them', async () => {
    const { tree, paths, asked } = await scanned({
      '.git/config': '',
      'node_modules/x/y.js': '',
      'a.py': '',
    });
    assert.deepEqual(paths(), ['a.py']);
    assert.equal(tree.view.kind('.git'), 'directory');
    assert.ok(!asked.includes('list node_modules'));
  });

  it('does not count what git ignores among the files, and still has it', async () => {
    const { tree, paths } = await scanned({ '.gitignore': 'out/\n', 'out/a.py': '', 'b.py': '' });
    assert.deepEqual(paths(), ['.gitignore', 'b.py']);
    assert.equal(tree.view.kind('out/a.py'), 'file');
  });

  it('stops where there are too many files, and says so', async () => {
    const entries = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`deep/er/${index}.py`, '']));
    const { snapshot, tree } = await scanned({ 'a.py': '', ...entries }, { maxEntries: 20 });
    assert.ok(snapshot.isCut());
    assert.equal(tree.view.kind('a.py'), 'file');
    assert.equal(tree.totals().entries, 20);
  });

  it('reads configuration before the rest where it may not hold everything', async () => {
    const entries = { 'a.py': 'x'.repeat(600), 'environment.yml': 'y'.repeat(600) };
    const { text } = await scanned(entries, { maxBytes: 1000 });
    assert.deepEqual([text('a.py'), text('environment.yml')?.length], [undefined, 600]);
  });

  it('reads at once what was not read beforehand, where that is possible', async () => {
    const files = { ...memoryFiles(new Map([['c.csv', large]])).files, readNow: () => encoded('now') };
    const { text } = await scanned({}, { files });
    assert.equal(text('c.csv'), 'now');
  });
});

describe('the snapshot, refreshed', () => {
  it('tells a change of content, and a change of size as one of structure', async () => {
    const { snapshot, contents, text } = await scanned({ 'a.py': 'one' });
    contents.set('a.py', 'two');
    assert.deepEqual(await snapshot.refresh(['a.py']), { paths: ['a.py'], structure: false });
    assert.equal(text('a.py'), 'two');
    contents.set('a.py', 'three');
    assert.deepEqual(await snapshot.refresh(['a.py', 'a.py']), { paths: ['a.py'], structure: true });
  });

  it('tells what came and what went, whole folders too', async () => {
    const { snapshot, contents, paths } = await scanned({ 'a.py': '' });
    contents.set('binder/apt.txt', 'curl');
    assert.deepEqual(await snapshot.refresh(['binder']), {
      paths: ['binder', 'binder/apt.txt'],
      structure: true,
    });
    assert.deepEqual(paths(), ['a.py', 'binder/apt.txt']);
    contents.delete('binder/apt.txt');
    const gone = await snapshot.refresh(['binder']);
    assert.deepEqual([[...gone.paths].sort(), gone.structure], [['binder', 'binder/apt.txt'], true]);
    assert.deepEqual(paths(), ['a.py']);
  });

  it('passes over what happens in folders of other tools', async () => {
    const { snapshot, contents, asked } = await scanned({ 'a.py': '' });
    contents.set('node_modules/x.js', '');
    assert.deepEqual((await snapshot.refresh(['node_modules/x.js'])).paths, []);
    assert.deepEqual((await snapshot.refresh(['node_modules'])).paths, ['node_modules']);
    assert.ok(!asked.includes('list node_modules'));
  });

  it('counts no bytes twice, however often a file changes', async () => {
    const { snapshot, contents, tree } = await scanned({ 'a.py': 'one' });
    for (const text of ['three', 'four']) {
      contents.set('a.py', text);
      await snapshot.refresh(['a.py']);
    }
    assert.deepEqual(tree.totals(), { entries: 1, bytes: 4 });
  });
});

describe('what is edited', () => {
  it('stands over what is on the disk until it is taken away', async () => {
    const { tree, text } = await scanned({ 'a.py': 'disk' });
    tree.edit('a.py', () => new TextEncoder().encode('typed'));
    assert.deepEqual([text('a.py'), tree.edited()], ['typed', ['a.py']]);
    tree.edit('a.py', undefined);
    assert.equal(text('a.py'), 'disk');
  });

  it('is there even where its file is gone', async () => {
    const { tree, snapshot, contents } = await scanned({ 'a.py': 'disk' });
    tree.edit('a.py', () => new Uint8Array());
    contents.delete('a.py');
    await snapshot.refresh(['a.py']);
    assert.equal(tree.view.kind('a.py'), 'file');
  });
});
