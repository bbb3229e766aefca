import assert from 'node:assert/strict';
import { rangeAt, sourceText } from '../../../server/environment/text';
import type { SourceText } from '../../../server/environment/text';
import { EditRefused, applyEdits } from '../../../server/lint/apply-edits';
import { appendLines, deleteLines, insertLinesAfter, insertLinesBefore } from '../../../server/lint/edits';
import { createOverlay } from '../../../server/lint/overlay';
import type { FileEdit } from '../../../server/protocol';
import { lintInput, notebookJson } from '../../support/lint-input';
import { memoryView } from '../../support/memory-view';

const replace = (source: SourceText, start: number, end: number, text: string): FileEdit => ({
  kind: 'replace',
  file: source.path,
  range: rangeAt(source, start, end),
  text,
});

/** The one file that edits leave. */
function edited(content: string | Uint8Array, edits: (source: SourceText) => FileEdit[]): string | undefined {
  const [file] = applyEdits(memoryView({ f: content }), edits(sourceText('f', content)));
  return file?.text;
}

describe('edits', () => {
  it('replace stretches of one text, whatever their order', () => {
    assert.equal(
      edited('one two three', (s) => [replace(s, 8, 13, '3'), replace(s, 0, 3, '1')]),
      '1 two 3',
    );
  });

  it('keep the order of insertions at one place', () => {
    assert.equal(
      edited('ab', (s) => [replace(s, 1, 1, 'x'), replace(s, 1, 1, 'y')]),
      'axyb',
    );
  });

  it('are refused where they overlap, and where the text is shorter by now', () => {
    assert.throws(() => edited('abcdef', (s) => [replace(s, 0, 3, ''), replace(s, 2, 4, '')]), EditRefused);
    const long = sourceText('f', 'a longer text');
    assert.throws(() => applyEdits(memoryView({ f: 'short' }), [replace(long, 0, 13, '')]), EditRefused);
  });

  it('keep a byte order mark, and refuse what is not UTF-8', () => {
    assert.equal(
      edited(Buffer.from('\ufeffab'), (s) => [replace(s, 0, 1, 'x')]),
      '\ufeffxb',
    );
    assert.throws(() => edited(Buffer.from([0x61, 0xe9, 0x62]), (s) => [replace(s, 0, 1, 'x')]), /not UTF-8/);
  });

  it('delete, insert and append whole lines with the line breaks of the file', () => {
    assert.equal(
      edited('a\r\nb\r\nc', (s) => [deleteLines(s, rangeAt(s, 3, 4))]),
      'a\r\nc',
    );
    assert.equal(
      edited('a\nb', (s) => [deleteLines(s, rangeAt(s, 2, 3))]),
      'a',
    );
    assert.equal(
      edited('a\n', (s) => [deleteLines(s, rangeAt(s, 0, 1))]),
      '',
    );
    assert.equal(
      edited('a\r\nb', (s) => [appendLines(s, ['c'])]),
      'a\r\nb\r\nc\r\n',
    );
    assert.equal(
      edited('a\nb\n', (s) => [insertLinesBefore(s, 1, ['x'])]),
      'a\nx\nb\n',
    );
    assert.equal(
      edited('a', (s) => [insertLinesAfter(s, 0, ['x'])]),
      'a\nx\n',
    );
    assert.equal(
      edited('', (s) => [appendLines(s, ['x'])]),
      'x\n',
    );
  });

  it('make, move, rewrite and delete files', () => {
    const view = memoryView({ old: 'text', gone: '' }, ['old']);
    const changes = applyEdits(view, [
      { kind: 'create', file: 'new', text: 'fresh', executable: true },
      { kind: 'rename', file: 'old', to: 'renamed' },
      { kind: 'delete', file: 'gone' },
    ]);
    assert.deepEqual(changes, [
      { path: 'new', text: 'fresh', executable: true },
      { path: 'renamed', text: 'text', executable: true },
      { path: 'old' },
      { path: 'gone' },
    ]);
    assert.throws(() => applyEdits(view, [{ kind: 'create', file: 'old', text: '' }]), /there already/);
    assert.throws(() => applyEdits(view, [{ kind: 'rename', file: 'gone', to: 'old' }]), /there already/);
  });

  it('change the source of a cell and nothing else of the notebook', () => {
    const text = notebookJson(['a = 1\nb = 2\n', { source: 'one string', metadata: { é: 1 } }]);
    const view = memoryView({ 'n.ipynb': text });
    const cell = (index: number, source: string): SourceText => ({
      ...sourceText('n.ipynb', source),
      cell: String(index),
    });
    const [first] = applyEdits(view, [replace(cell(0, 'a = 1\nb = 2\n'), 4, 5, '9')]);
    assert.equal(first?.text, text.replace('a = 1', 'a = 9'));
    const [second] = applyEdits(view, [replace(cell(1, 'one string'), 0, 3, 'a\n"')]);
    assert.equal(second?.text, text.replace('one string', 'a\\n\\" string'));
  });
});

describe('an overlay', () => {
  const base = lintInput({ 'a/b.txt': 'b', 'c.txt': 'c' });

  it('shows changes over a repository and leaves it as it is', () => {
    const overlay = createOverlay(base);
    overlay.change([{ path: 'new/x.txt', text: 'xyz', executable: true }, { path: 'c.txt' }]);
    assert.deepEqual(overlay.view.list(''), ['a', 'new']);
    assert.deepEqual(overlay.view.list('new'), ['x.txt']);
    assert.equal(overlay.view.kind('new'), 'directory');
    assert.equal(overlay.view.kind('c.txt'), undefined);
    assert.ok(overlay.view.executable('new/x.txt'));
    assert.deepEqual(overlay.files(), [
      { path: 'a/b.txt', size: 1 },
      { path: 'new/x.txt', size: 3 },
    ]);
    assert.equal(Buffer.from(overlay.before('c.txt') ?? []).toString(), 'c');
    assert.equal(base.view.kind('c.txt'), 'file');
  });
});
