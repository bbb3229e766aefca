import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NotebookFile } from '../../../../server/environment/code/notebook';
import { maxOutputText, notebookLanguage, readNotebook } from '../../../../server/environment/code/notebook';
import { sourceText } from '../../../../server/environment/text';

const read = (content: unknown): NotebookFile =>
  readNotebook('a.ipynb', Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)));

const notebook = (cells: readonly unknown[], rest: object = {}): object => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells,
  ...rest,
});

const code = (source: unknown, rest: object = {}): object => ({
  cell_type: 'code',
  metadata: {},
  source,
  outputs: [],
  execution_count: null,
  ...rest,
});

describe('readNotebook', () => {
  it('reads cells with their index in the file, their text and what was recorded of their run', () => {
    const file = read(
      notebook([
        { cell_type: 'markdown', metadata: {}, source: '# A title' },
        { cell_type: 'heading', metadata: {}, source: 'of an older format' },
        code(['import os\n', 'os.getcwd()'], {
          execution_count: 3,
          metadata: { tags: ['a', 1], trusted: true },
        }),
      ]),
    );
    assert.equal(file.fault, undefined);
    assert.deepEqual([file.format, file.minor], [4, 5]);
    assert.deepEqual(
      file.cells.map(({ index, kind, source, executionCount }) => [index, kind, source.text, executionCount]),
      [
        [0, 'markdown', '# A title', undefined],
        [2, 'code', 'import os\nos.getcwd()', 3],
      ],
    );
    const last = file.cells.at(-1)!;
    assert.deepEqual(last.tags, ['a']);
    assert.deepEqual(last.metadataKeys, ['tags', 'trusted']);
    assert.deepEqual([last.source.cell, last.source.lineStarts], ['2', [0, 10]]);
  });

  const sources: [string, unknown, string][] = [
    ['one text', 'a = 1\nb = 2', 'a = 1\nb = 2'],
    ['a list of lines', ['a = 1\n', 'b = 2'], 'a = 1\nb = 2'],
    ['a list with something else in it', ['a = 1\n', 7, null, 'b = 2'], 'a = 1\nb = 2'],
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['an object', { text: 'a' }, ''],
  ];
  for (const [name, source, text] of sources) {
    it(`reads a source that is ${name}`, () => {
      assert.equal(read(notebook([code(source)])).cells[0]!.source.text, text);
    });
  }

  it('sums outputs up, and keeps the beginning of their plain text', () => {
    const { cells } = read(
      notebook([
        code('x', {
          outputs: [
            { output_type: 'stream', name: 'stdout', text: ['one\n', 'two\n'] },
            {
              output_type: 'display_data',
              data: { 'image/png': 'iVBO', 'text/plain': ['<Figure>'] },
              metadata: {},
            },
            { output_type: 'error', ename: 'KeyError', evalue: "'x'", traceback: ['line 1', 'line 2'] },
            { output_type: 'stream', text: 'y'.repeat(maxOutputText * 2) },
            'no output',
            { output_type: 7 },
          ],
        }),
      ]),
    );
    const outputs = cells[0]!.outputs;
    assert.deepEqual(outputs[0], { type: 'stream', mimeTypes: [], text: 'one\ntwo\n', size: 8 });
    assert.deepEqual(outputs[1], {
      type: 'display_data',
      mimeTypes: ['image/png', 'text/plain'],
      text: '<Figure>',
      size: 12,
    });
    assert.deepEqual(outputs[2], {
      type: 'error',
      errorName: 'KeyError',
      errorValue: "'x'",
      mimeTypes: [],
      text: 'line 1\nline 2',
      size: 12,
    });
    assert.deepEqual([outputs[3]?.text?.length, outputs[3]?.size], [maxOutputText, maxOutputText * 2]);
    assert.deepEqual(outputs.slice(4), [{ type: '', mimeTypes: [], size: 0 }]);
  });

  it('reads kernel, language and whether the states of widgets are stored', () => {
    const file = read(
      notebook([], {
        metadata: {
          kernelspec: { name: 'ir', display_name: 'R', language: 'R' },
          language_info: { name: 'R', version: '4.3.1' },
          widgets: { 'application/vnd.jupyter.widget-state+json': { state: { a: {} } } },
        },
      }),
    );
    assert.deepEqual(file.kernel, { name: 'ir', displayName: 'R', language: 'R' });
    assert.deepEqual(file.language, { name: 'R', version: '4.3.1' });
    assert.equal(file.widgetState, true);
    assert.equal(notebookLanguage(file), 'r');
    assert.equal(read(notebook([], { metadata: { widgets: {} } })).widgetState, false);
  });

  const languages: [object, string][] = [
    [{}, 'python'],
    [{ kernelspec: { name: 'python3', display_name: 'Python 3' } }, 'python'],
    [{ kernelspec: { name: 'ir', display_name: 'R' } }, 'r'],
    [{ kernelspec: { name: 'julia-1.9', display_name: 'Julia 1.9' } }, 'julia'],
    [{ kernelspec: { name: 'bash', display_name: 'Bash' } }, 'bash'],
    [{ kernelspec: { name: 'x', language: 'sage' }, language_info: { name: 'python' } }, 'sage'],
    [{ language_info: { name: 'ipython' } }, 'python'],
    [{ kernelspec: { name: 'x', language: 'Python3' } }, 'python'],
    [{ kernelspec: 'python3', language_info: 7 }, 'python'],
  ];
  for (const [metadata, language] of languages) {
    it(`takes the cells for ${language} where the metadata are ${JSON.stringify(metadata)}`, () => {
      assert.equal(notebookLanguage(read(notebook([], { metadata }))), language);
    });
  }
});

describe('a notebook that cannot be read', () => {
  const table: [string, string | Uint8Array, string, string, number | undefined][] = [
    ['nothing at all', '', 'json', 'it is empty', undefined],
    ['blanks', ' \n', 'json', 'it is empty', undefined],
    ['a comma too many', '{\n "cells": [],\n}', 'json', 'a name in quotes is missing', 16],
    ['an end that is missing', '{"cells": [', 'json', 'a value is missing', 11],
    ['a word that is no value', '{"cells": tru}', 'json', 'a value is missing', 10],
    ['something behind the end', '{"nbformat": 4} x', 'json', 'there is something behind its end', 16],
    ['a page of HTML', '<!DOCTYPE html>\n<html>', 'json', 'a value is missing', 0],
    ['NaN, which Python writes', '{"a": NaN}', 'json', 'a value is missing', 6],
    [
      'UTF-16',
      Buffer.from('\ufeff{"nbformat": 4}', 'utf16le'),
      'json',
      'it is UTF-16 and not UTF-8',
      undefined,
    ],
    ['a list', '[]', 'not-a-notebook', 'it has no nbformat', undefined],
    ['null', 'null', 'not-a-notebook', 'it has no nbformat', undefined],
    ['another JSON file', '{"name": "x"}', 'not-a-notebook', 'it has no nbformat', undefined],
    ['a format that is a text', '{"nbformat": "4"}', 'not-a-notebook', 'it has no nbformat', undefined],
    ['no cells', '{"nbformat": 4}', 'not-a-notebook', 'it has no list of cells', undefined],
    ['nbformat 3', '{"nbformat": 3, "worksheets": [{"cells": []}]}', 'old-format', '3', undefined],
    [
      'Git LFS',
      'version https://git-lfs.github.com/spec/v1\noid sha256:a\n',
      'pointer',
      'Git LFS',
      undefined,
    ],
    ['git-annex', '/annex/objects/SHA256E-s1--a.ipynb\n', 'pointer', 'git-annex', undefined],
    ['git-annex, relative', 'annex/objects/SHA256E-s1--a.ipynb\n', 'pointer', 'git-annex', undefined],
  ];
  for (const [name, content, kind, detail, offset] of table) {
    it(`is told where the file holds ${name}`, () => {
      const { fault, cells } = readNotebook('a.ipynb', Buffer.from(content));
      assert.deepEqual([fault?.kind, fault?.detail, fault?.position?.offset], [kind, detail, offset]);
      assert.deepEqual(cells, []);
    });
  }

  it('is told by the marks of a merge, where they stand', () => {
    const text = '{\n "cells": [\n<<<<<<< HEAD\n  1\n=======\n  2\n>>>>>>> theirs\n ]\n}\n';
    const { fault } = read(text);
    assert.equal(fault?.kind, 'merge-markers');
    assert.deepEqual(fault.position, { offset: text.indexOf('<'), line: 2, column: 0 });
  });

  it('is not one whose cells speak of such marks and pointers', () => {
    const source = ['<<<<<<< HEAD\n', 'version https://git-lfs.github.com/spec/v1\n', '>>>>>>> theirs'];
    assert.equal(read(notebook([{ cell_type: 'markdown', metadata: {}, source }])).fault, undefined);
  });

  it('is not one with a byte order mark', () => {
    assert.equal(read(`\ufeff${JSON.stringify(notebook([]))}`).fault, undefined);
  });
});

describe('what a notebook lacks', () => {
  const table: [string, object, readonly object[]][] = [
    ['nothing', notebook([code('a')]), []],
    ['the metadata', { nbformat: 4, nbformat_minor: 5, cells: [] }, [{ kind: 'field', field: 'metadata' }]],
    [
      'fields of a cell',
      notebook([{ cell_type: 'code', source: 'a' }]),
      [
        { kind: 'field', field: 'metadata', cell: 0 },
        { kind: 'field', field: 'outputs', cell: 0 },
        { kind: 'field', field: 'execution_count', cell: 0 },
      ],
    ],
    [
      'a source',
      notebook([{ cell_type: 'raw', metadata: {} }]),
      [{ kind: 'field', field: 'source', cell: 0 }],
    ],
    [
      'a type of cell that there is',
      notebook([{ cell_type: 'heading', metadata: {}, source: '' }, 7]),
      [
        { kind: 'cell-type', cell: 0 },
        { kind: 'cell-type', cell: 1 },
      ],
    ],
    [
      'the states of its widgets',
      notebook([], {
        metadata: { widgets: { 'application/vnd.jupyter.widget-state+json': { version_major: 2 } } },
      }),
      [{ kind: 'widget-state' }],
    ],
  ];
  for (const [name, content, flaws] of table) {
    it(`is told: ${name}`, () => assert.deepEqual(read(content).flaws, flaws));
  }

  it('is cut short where there is much of it', () => {
    assert.ok(read(notebook(Array.from({ length: 10_000 }, () => 7))).flaws.length <= 20);
  });
});

describe('hostile notebooks', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  const table: [string, string][] = [
    [
      'outputs nested deeply',
      `{"nbformat":4,"cells":[{"cell_type":"code","outputs":[{"data":{"a":${nested(100_000)}}}]}]}`,
    ],
    [
      'text of outputs nested deeply',
      `{"nbformat":4,"cells":[{"cell_type":"code","outputs":[{"text":${nested(100_000)}}]}]}`,
    ],
    ['broken and nested deeply', `{"cells":${'['.repeat(200_000)}`],
    ['a text of 20 MB without an end', `{"nbformat":4,"cells":[{"source":"${'x'.repeat(20_000_000)}`],
    ['20 MB and then a mistake', `{"a":"${'x'.repeat(20_000_000)}",}`],
    ['many cells', `{"nbformat":4,"cells":[${'{"cell_type":"code","source":"a"},'.repeat(50_000)}7]}`],
    [
      'names of Object.prototype',
      '{"nbformat":4,"cells":[{"cell_type":"__proto__"}],"__proto__":{"cells":1}}',
    ],
  ];
  for (const [name, text] of table) {
    it(`are read in a second and without an exception: ${name}`, () => {
      const began = performance.now();
      read(text);
      assert.ok(performance.now() - began < 1000);
    });
  }

  it('never throw, and what is wrong with them has its place in the file', () => {
    const whole = JSON.stringify(
      notebook([code(['a = 1\n', 'b'], { outputs: [{ output_type: 'stream', text: ['x'] }] })], {
        metadata: { kernelspec: { name: 'x' } },
      }),
      undefined,
      1,
    );
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '\\',
      '\n',
      '\r',
      '\ufeff',
      '<<<<<<< a\n',
      'null',
      '4',
      '😀',
      '\0',
    ];
    const edit = fc.tuple(
      fc.nat(whole.length),
      fc.nat(40),
      fc.array(fc.constantFrom(...pieces), { maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 4 }), (edits) => {
        let text = whole;
        for (const [at, length, put] of edits)
          text = text.slice(0, at) + put.join('') + text.slice(at + length);
        const content = Buffer.from(text);
        const { fault, cells } = readNotebook('a.ipynb', content);
        const source = sourceText('a.ipynb', content);
        if (fault !== undefined) assert.equal(cells.length, 0);
        if (fault?.position === undefined) return;
        const { offset, line, column } = fault.position;
        assert.ok(offset <= source.text.length);
        assert.equal((source.lineStarts[line] ?? NaN) + column, offset);
      }),
      { numRuns: 500 },
    );
  });
});
