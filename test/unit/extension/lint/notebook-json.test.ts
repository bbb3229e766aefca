import assert from 'node:assert/strict';
import { notebookJson } from '../../../../extension/lint/notebook-json';
import { encodeText } from '../../../../extension/lint/unsaved';
import { readNotebook } from '../../../../server/environment/code/notebook';
import { sourceText } from '../../../../server/environment/text';
import type { FakeCell } from './fake-editor';
import { fakeCell, fakeDocument, fakeNotebook } from './fake-editor';
import { Uri } from './fake-values';

const uri = Uri.parse('file:///folder/a.ipynb');

function read(cells: FakeCell[], metadata: Readonly<Record<string, unknown>> = {}) {
  return readNotebook('a.ipynb', notebookJson(fakeNotebook(uri, cells, metadata) as never));
}

function item(mime: string, text: string) {
  return { mime, data: new TextEncoder().encode(text) };
}

describe('an open notebook, as the linter reads it', () => {
  it('has the kernel and the format of its file', () => {
    const about = { kernelspec: { name: 'ir', display_name: 'R', language: 'R' } };
    const notebook = read([], { metadata: about, nbformat: 4, nbformat_minor: 4 });
    assert.deepEqual([notebook.kernel?.language, notebook.minor, notebook.fault], ['R', 4, undefined]);
    assert.equal(read([], { custom: { metadata: about } }).kernel?.name, 'ir');
  });

  it('has the cells as they stand in the editor, with their kinds and tags', () => {
    const markup = { kind: 1, document: fakeDocument(uri, '# Title', 'markdown') };
    const raw = { document: fakeDocument(uri, 'raw text', 'raw') };
    const { cells } = read([
      fakeCell(uri, 0, '', markup),
      fakeCell(uri, 1, 'x = 1', { metadata: { id: 'one', metadata: { tags: ['a'] } } }),
      fakeCell(uri, 2, '', raw),
    ]);
    assert.deepEqual(
      cells.map(({ kind, source, tags }) => [kind, source.text, tags]),
      [
        ['markdown', '# Title', []],
        ['code', 'x = 1', ['a']],
        ['raw', 'raw text', []],
      ],
    );
  });

  it('has the order in which cells were run, by the editor or before', () => {
    const cells = [
      fakeCell(uri, 0, 'a', { executionSummary: { executionOrder: 3 } }),
      fakeCell(uri, 1, 'b', { metadata: { execution_count: 2 } }),
      fakeCell(uri, 2, 'c'),
    ];
    assert.deepEqual(
      read(cells).cells.map(({ executionCount }) => executionCount),
      [3, 2, undefined],
    );
  });

  it('has outputs of their kind and of about their size', () => {
    const error = JSON.stringify({ name: 'NameError', message: 'no x', stack: 'there' });
    const outputs = [
      { items: [item('application/vnd.code.notebook.stdout', 'printed')] },
      { items: [item('application/vnd.code.notebook.error', error)] },
      {
        items: [item('text/plain', 'figure'), { mime: 'image/png', data: new Uint8Array(30_000) }],
        metadata: { outputType: 'execute_result' },
      },
      { items: [item('application/vnd.code.notebook.error', 'no JSON')] },
    ];
    const [cell] = read([fakeCell(uri, 0, 'x', { outputs })]).cells;
    assert.deepEqual(
      cell?.outputs.map(({ type, errorName, mimeTypes, size }) => [type, errorName, mimeTypes, size]),
      [
        ['stream', undefined, [], 7],
        ['error', 'NameError', [], 5],
        ['execute_result', undefined, ['text/plain', 'image/png'], 40_006],
        ['error', '', [], 0],
      ],
    );
  });
});

describe('an open document, as the linter reads it', () => {
  it('has the encoding that saving it would write', () => {
    for (const encoding of ['utf8', 'utf8bom', 'utf16le', 'utf16be']) {
      const source = sourceText('a.txt', encodeText('naïve\n', encoding));
      assert.equal(source.text, 'naïve\n', encoding);
      if (encoding.startsWith('utf16')) assert.equal(source.encoding, encoding.replace('utf', 'utf-'));
    }
    assert.deepEqual([...encodeText('é', 'utf8bom')], [0xef, 0xbb, 0xbf, 0xc3, 0xa9]);
    assert.deepEqual([...encodeText('é', undefined)], [0xc3, 0xa9]);
  });
});
