import assert from 'node:assert/strict';
import { createActionProvider } from '../../../../extension/lint/action-provider';
import { createLintHandlers } from '../../../../extension/lint/commands';
import { createCompletionProvider } from '../../../../extension/lint/completion';
import { createHoverProvider } from '../../../../extension/lint/hover';
import * as runtime from '../../../../extension/lint/runtime';
import { createStatusItems } from '../../../../extension/lint/status';
import type { Rule } from '../../../../server/lint/rule';
import { FakeEditor, fakeCell, fakeNotebook } from './fake-editor';
import type { FakeDocument } from './fake-editor';
import type { CodeAction, EditEntry } from './fake-values';
import { CodeActionKind, Position, Range, Uri } from './fake-values';
import { lintWorld, testRules } from './world';

const work = 'mem:///folder';

function notebookFile(...sources: string[]): string {
  const cells = sources.map((source) => ({ cell_type: 'code', metadata: {}, outputs: [], source }));
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
}

async function started(files: Readonly<Record<string, string>>, rules?: readonly Rule[]) {
  const editor = new FakeEditor();
  const root = editor.addFolder(work, files);
  const world = await lintWorld(editor, rules);
  const { vs } = editor;
  const provider = createActionProvider(vs, world);
  const actions = (document: FakeDocument, line = 0, only?: CodeActionKind): CodeAction[] => {
    const range = new Range(line, 0, line, 0);
    const asked = provider.provideCodeActions(
      document as never,
      range as never,
      { only } as never,
      {} as never,
    );
    return asked as unknown as CodeAction[];
  };
  const at = (path: string): Uri => Uri.joinPath(root, path);
  return { editor, world, vs, actions, at };
}

function entries(action: CodeAction | undefined): readonly EditEntry[] {
  return action?.edit?.entries ?? [];
}

const kindOfAll = new CodeActionKind('source.fixAll.bindery');

/** `line:column-line:column text` of each replacement. */
function replacements(action: CodeAction | undefined): string[] {
  return entries(action).map(({ range, text }) => {
    const places = [range?.start, range?.end].map((place) => `${place?.line}:${place?.character}`);
    return `${places.join('-')} ${text ?? ''}`;
  });
}

/** A rule whose one finding, in apt.txt, is mended by these edits. */
function mendedBy(edits: Rule extends never ? never : readonly object[]): readonly Rule[] {
  const fix = { code: 'apt-invalid-name.fix', args: { name: 'x' }, safe: true, edits };
  const report = { file: 'apt.txt', code: 'apt-invalid-name', args: { token: 'x' }, fixes: [fix] };
  return [
    { id: 'test-text', severity: 'error', on: 'repository', check: () => [report] },
  ] as unknown as Rule[];
}

describe('code actions', () => {
  it('are the fixes, then ways to be silent, then the page', async () => {
    const { editor, actions, at } = await started({ 'apt.txt': 'curl\nBAD' });
    const document = editor.open(at('apt.txt'));
    assert.deepEqual(actions(document, 0), []);
    const found = actions(document, 1);
    assert.deepEqual(
      found.map(({ title }) => title),
      [
        'Replace it by fine',
        'Disable test-text on This Line',
        'Disable test-text in This Workspace',
        'Open the Page of test-text',
      ],
    );
    assert.deepEqual(replacements(found[0]), ['1:0-1:3 fine']);
    assert.equal(found[0]?.isPreferred, true);
    assert.deepEqual(replacements(found[1]), ['1:0-1:0 # bindery-lint: disable=test-text\n']);
    assert.deepEqual(found[2]?.command?.arguments, [{ rule: 'test-text', folder: work }]);
    assert.deepEqual(found[3]?.command?.arguments, ['test-text']);
    assert.equal(found[0].diagnostics?.length, 1);
  });

  it('are those of the text as it is, not of the one that was linted', async () => {
    const { editor, actions, at } = await started({ 'apt.txt': 'BAD' });
    const document = editor.open(at('apt.txt'));
    editor.type(document, 'curl\n\nBAD');
    assert.deepEqual(actions(document, 0), []);
    assert.deepEqual(replacements(actions(document, 2)[0]), ['2:0-2:3 fine']);
  });

  it('change a cell where the notebook is open', async () => {
    const { editor, actions, at } = await started({ 'a.ipynb': notebookFile('x', 'y\nBAD') });
    const notebook = fakeNotebook(at('a.ipynb'), [
      fakeCell(at('a.ipynb'), 0, 'x'),
      fakeCell(at('a.ipynb'), 1, 'y\nBAD'),
    ]);
    editor.notebooks.push(notebook);
    editor.on.openNotebook.fire(notebook);
    const { document } = notebook.cellAt(1);
    const [fix, silence] = actions(document, 1);
    assert.equal(entries(fix)[0]?.uri, document.uri.toString());
    assert.deepEqual(replacements(fix), ['1:0-1:3 fine']);
    assert.deepEqual(replacements(silence), ['1:0-1:0 # bindery-lint: disable=test-cell\n']);
  });

  it('write the file of a notebook that is closed', async () => {
    const { editor, actions, at } = await started({ 'a.ipynb': notebookFile('x', 'BAD') });
    const [fix] = actions(editor.open(at('a.ipynb')));
    const [entry] = entries(fix);
    assert.deepEqual([entry?.what, entry?.overwrite], ['create', true]);
    assert.match(entry?.text ?? '', /fine/);
  });

  it('change two places of a file as two', async () => {
    const place = (line: number, column: number): object => ({ offset: line * 5 + column, line, column });
    const piece = (line: number): object => ({
      kind: 'replace',
      file: 'apt.txt',
      range: { start: place(line, 0), end: place(line, 4) },
      text: 'fine',
    });
    const { editor, actions, at } = await started(
      { 'apt.txt': 'one1\ntwo2\nthre' },
      mendedBy([piece(0), piece(2)]),
    );
    assert.deepEqual(replacements(actions(editor.open(at('apt.txt')))[0]), ['0:0-0:4 fine', '2:0-2:4 fine']);
  });

  it('make, rename and delete files, and ask where one of several goes', async () => {
    const create = { kind: 'create', file: 'binder/apt.txt', text: 'curl\n' };
    const remove = { kind: 'delete', file: 'apt.txt' };
    const several = await started({ 'apt.txt': 'x' }, mendedBy([create, remove]));
    const [both] = several.actions(several.editor.open(several.at('apt.txt')));
    assert.deepEqual(
      entries(both).map(({ what, uri, asks }) => [what, uri, asks]),
      [
        ['create', `${work}/binder/apt.txt`, undefined],
        ['delete', `${work}/apt.txt`, true],
      ],
    );
    const renaming = await started(
      { 'apt.txt': 'x' },
      mendedBy([{ kind: 'rename', file: 'apt.txt', to: 'b.txt' }]),
    );
    const [rename] = renaming.actions(renaming.editor.open(renaming.at('apt.txt')));
    assert.deepEqual(
      entries(rename).map(({ what, to, asks }) => [what, to, asks]),
      [['rename', `${work}/b.txt`, undefined]],
    );
  });

  it('are not offered where they would lose what is not saved, or make what is there', async () => {
    const rewrite = await started(
      { 'apt.txt': 'naïve' },
      mendedBy([{ kind: 'rewrite', file: 'apt.txt', text: 'x' }]),
    );
    const document = rewrite.editor.open(rewrite.at('apt.txt'));
    document.encoding = 'utf16le';
    assert.equal(rewrite.actions(document)[0]?.title, 'Replace it by x');
    rewrite.editor.type(document, 'other');
    assert.ok(rewrite.actions(document).every(({ title }) => !title.startsWith('Replace')));
    const create = { kind: 'create', file: 'there.txt', text: '' };
    const taken = await started({ 'apt.txt': 'x', 'there.txt': '' }, mendedBy([create]));
    assert.ok(
      taken
        .actions(taken.editor.open(taken.at('apt.txt')))
        .every(({ title }) => !title.startsWith('Replace')),
    );
  });

  it('touch no other file that cannot be read as what it is', async () => {
    const append = { kind: 'rewrite', file: 'environment.yml', text: 'dependencies: [curl]\n' };
    const broken = { 'apt.txt': 'x', 'environment.yml': 'dependencies: [\n' };
    const { editor, actions, at } = await started(broken, mendedBy([append]));
    assert.ok(actions(editor.open(at('apt.txt'))).every(({ title }) => !title.startsWith('Replace')));
  });

  it('apply all safe fixes of one file where that is asked for, and of no other', async () => {
    const { editor, actions, at } = await started({ 'apt.txt': 'BAD\ncurl\nBAD', 'b.txt': 'BAD' });
    const kind = kindOfAll;
    const document = editor.open(at('apt.txt'));
    const [action, ...others] = actions(document, 0, kind);
    assert.deepEqual(others, []);
    assert.deepEqual(replacements(action), ['0:0-2:3 fine\ncurl\nfine']);
    assert.equal(actions(document, 0, CodeActionKind.Source).length, 1);
    assert.deepEqual(actions(editor.open(at('c.txt'), 'curl'), 0, kind), []);
  });

  it('apply all safe fixes of one cell', async () => {
    const { editor, actions, at } = await started({ 'a.ipynb': notebookFile('BAD', 'BAD') });
    const notebook = fakeNotebook(
      at('a.ipynb'),
      [0, 1].map((index) => fakeCell(at('a.ipynb'), index, 'BAD')),
    );
    editor.notebooks.push(notebook);
    editor.on.openNotebook.fire(notebook);
    const [action] = actions(notebook.cellAt(1).document, 0, kindOfAll);
    assert.deepEqual(
      entries(action).map(({ uri }) => uri),
      [notebook.cellAt(1).document.uri.toString()],
    );
  });
});

describe('commands of the linter', () => {
  const handlers = async (files: Readonly<Record<string, string>>) => {
    const { editor, world, vs, at } = await started(files);
    const rules = testRules;
    const deps = { service: () => world.service, runtime: () => ({ ...runtime, rules }), page: at };
    return { editor, at, world, ...createLintHandlers(vs, deps as never) };
  };

  it('fix what is safe to fix in a whole folder', async () => {
    const { editor, fixAll } = await handlers({ 'a.txt': 'BAD', 'b.txt': 'BAD' });
    await fixAll();
    const [edit] = editor.applied;
    assert.deepEqual(
      edit?.entries.map(({ uri, asks }) => [uri, asks]),
      [
        [`${work}/a.txt`, undefined],
        [`${work}/b.txt`, undefined],
      ],
    );
    assert.deepEqual(editor.messages, ['Fixed: 2 findings in 2 files']);
  });

  it('say so where there is nothing to fix, and where nothing is linted', async () => {
    const { editor, fixAll, lint } = await handlers({ 'a.txt': 'curl' });
    await fixAll();
    assert.deepEqual(editor.messages, ['There is nothing that is safe to fix.']);
    editor.folders.length = 0;
    editor.on.folders.fire(undefined);
    await lint();
    assert.match(editor.messages[1] ?? '', /^No folder of this window is linted/);
  });

  it('read a folder again', async () => {
    const { editor, lint, at } = await handlers({ 'a.txt': 'curl' });
    editor.files.set(at('a.txt').toString(), 'BAD');
    await lint(work);
    assert.equal(editor.messagesAt(at('a.txt')).length, 1);
    assert.deepEqual(editor.executed, [['workbench.actions.view.problems']]);
  });

  it('open the page of a rule that exists, and ask for one otherwise', async () => {
    const { editor, openRule, at } = await handlers({ 'a.txt': '' });
    await openRule('test-cell');
    await openRule('../../etc/passwd');
    editor.pick = ([first]) => first;
    await openRule();
    assert.deepEqual(
      editor.executed.map(([command, uri]) => [command, String(uri)]),
      [
        ['markdown.showPreview', at('test-cell').toString()],
        ['markdown.showPreview', at('test-cell').toString()],
      ],
    );
  });

  it('switch a rule off in the settings of the workspace, beside those that are off', async () => {
    const { editor, disableRule } = await handlers({ 'a.txt': '' });
    editor.settings['bindery.lint.rules'] = { 'nb-*': 'off' };
    await disableRule({ rule: 'test-text', folder: work });
    assert.deepEqual(editor.updates, [['bindery.lint.rules', { 'nb-*': 'off', 'test-text': 'off' }, 2]]);
  });

  it('list what becomes of each configuration file', async () => {
    const { editor, showEnvironment } = await handlers({
      'environment.yml': 'dependencies: []',
      'requirements.txt': '',
    });
    let shown: readonly { label: string; detail?: string }[] = [];
    editor.pick = (items) => {
      shown = items as typeof shown;
      return items[0];
    };
    await showEnvironment(work);
    assert.deepEqual(
      shown.map(({ label }) => label),
      ['$(check) environment.yml', '$(circle-slash) requirements.txt', '$(warning) Show Findings'],
    );
    assert.match(shown[1]?.detail ?? '', /buildpack does not read it/);
    assert.equal(String(editor.executed[0]?.[1]), `${work}/environment.yml`);
  });
});

describe('hovers, completion and status', () => {
  const environment = 'dependencies:\n  - python=3.12\n';

  it('say of a line what the build does with it, as text', async () => {
    const { editor, world, vs, at } = await started({ 'environment.yml': environment, 'apt.txt': '[x](y)' });
    const provider = createHoverProvider(vs, () => runtime, world.service);
    const hover = (
      path: string,
      line: number,
    ): { contents: { value: string }[]; range?: Range } | undefined =>
      provider.provideHover({ uri: at(path) } as never, new Position(line, 6) as never, {} as never) as never;
    const found = hover('environment.yml', 1);
    assert.match(found?.contents[0]?.value ?? '', /Python 3\\\.12 is used/);
    assert.match(found?.contents[1]?.value ?? '', /buildpack conda/);
    assert.equal(found?.range?.start.character, 4);
    assert.doesNotMatch(JSON.stringify(hover('apt.txt', 0)), /\[x\]\(y\)/);
    assert.equal(hover('none.txt', 0), undefined);
    assert.ok(editor.diagnostics.size >= 0);
  });

  it('offer what can be written, and the page of a rule with it', async () => {
    const { editor, world, vs, at } = await started({ 'runtime.txt': '' });
    const readPage = (rule: string): Promise<string> => Promise.resolve(`# ${rule}`);
    const deps = { runtime: () => runtime, service: world.service, today: () => '2026-11-21', readPage };
    const provider = createCompletionProvider(vs, deps);
    const offered = (
      path: string,
      text: string,
    ): { label: string; kind: number; documentation?: { value: string } }[] => {
      const line = text.split('\n').length - 1;
      const position = new Position(line, text.split('\n')[line]?.length ?? 0);
      return (provider.provideCompletionItems(
        editor.open(at(path), text) as never,
        position as never,
        {} as never,
        {} as never,
      ) ?? []) as never;
    };
    assert.equal(offered('runtime.txt', 'py')[0]?.label, 'python-3.14');
    assert.deepEqual(offered('a.py', 'import '), []);
    const [rule] = offered('a.py', '# bindery-lint: disable=');
    const resolved = await provider.resolveCompletionItem?.(rule as never, {} as never);
    assert.equal((resolved as typeof rule)?.documentation?.value, `# ${rule?.label ?? ''}`);
  });

  it('say beside the language what results, and how bad it is', async () => {
    const editor = new FakeEditor();
    const root = editor.addFolder(work, { 'environment.yml': environment, 'a.txt': 'curl' });
    const world = await lintWorld(editor);
    const items = createStatusItems(editor.vs, { service: world.service, versions: runtime.versionsInWords });
    editor.write(Uri.joinPath(root, 'a.txt'), 'BAD');
    await world.pass(300);
    const [item] = editor.statusItems;
    assert.deepEqual(
      [item?.text, item?.detail, item?.severity],
      ['conda · Python 3.12', 'environment.yml · 1 finding', 1],
    );
    editor.write(Uri.joinPath(root, 'binder', 'x'), '');
    editor.write(Uri.joinPath(root, '.binder', 'x'), '');
    await world.pass(300);
    assert.equal(item?.text, 'Cannot be built');
    items.dispose();
    assert.equal(item.disposed, true);
  });
});
