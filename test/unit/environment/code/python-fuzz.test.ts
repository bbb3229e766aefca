import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SyntaxParser } from '../../../../server/environment/code/grammars';
import { readPython, readPythonCells } from '../../../../server/environment/code/python-code';
import type { SourceText } from '../../../../server/environment/text';
import { sourceText } from '../../../../server/environment/text';
import { testGrammars } from '../../../support/grammars';
import { mutated } from '../fuzz/mutate';
import { assertPlacesInside } from '../fuzz/places';

const numRuns = Number(process.env['BINDERY_FUZZ_RUNS'] ?? '200');

const sample = `%matplotlib inline
import numpy as np, os.path as p
from ..a import (b as c, d)
try:
    import e
except (ImportError, ValueError) as error:
    print >>f, error
@g.h(i)
async def j(k, *l: m, n=o, **q) -> r:
    global s
    s = [t async for t in u if (v := t)]
    return lambda w, x=y: f"{w!r:>{x}} {k['a']}" 'b' rb'''c\\n'''
class A[T](B, metaclass=C):
    type D[E] = F[E]
match a.b:
    case {'k': [x, *_], **rest} | G(y, z=1) as w if w: !ls \\
        -l
    case -1: files = !ls
with a(b) as (c, d.e), f: g?
x: int = y = h[1:2, ...] <> 3
%time fit(x)
del x, y[0]; raise E, 'no'; exec 'c' in d
`;
const other = '%%capture out\n\n%%time\nx = é😀.a.b(c)\nimportlib.import_module("q.r")\n';

/** Pieces that the grammar is made of. */
const pieces = fc
  .array(
    fc.constantFrom(
      ...'def class lambda for in if else try except as with import from global type match case print await'.split(
        ' ',
      ),
      ...[
        '(',
        ')',
        '[',
        ']',
        '{',
        '}',
        ':',
        ',',
        '.',
        '=',
        ':=',
        '*',
        '**',
        '@',
        '\\',
        '?',
        '%',
        '!',
        ';',
        '#',
        '-',
      ],
      ...[
        '\n',
        '\n    ',
        '\n        ',
        ' ',
        ' x ',
        ' y',
        '"',
        "'''",
        'f"{',
        '}"',
        '0',
        '%%time\n',
        '\r',
        '\t',
        '😀',
        '\ufeff',
      ],
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

/** Cells, among them such as would go on with the cell before, or into the next. */
const cell = fc.constantFrom(
  'import a',
  'x = 1\n',
  'def f():',
  '  return x',
  'if x:\n  y',
  'else:\n  z',
  '@d',
  'try:\n  a',
  'except E: b',
  'from __future__ import annotations',
  'class A: pass',
  '%%bash\nls',
  ...['(', ')', 'f(a)[', 'x \\', '"""', '# c', '', '\n', '\r', ';', '!ls', 'print x'],
);

describe('reading Python that is damaged', function () {
  this.timeout(120_000);
  let parser: SyntaxParser | undefined;
  before(async () => (parser = (await testGrammars()).python));

  const survives = (content: Uint8Array | string): void => {
    for (const source of [sourceText('a.py', content), { ...sourceText('a.ipynb', content), cell: '0' }]) {
      const code = readPython(source, parser);
      assertPlacesInside(code, source);
      for (const { text, range } of code.uses)
        assert.equal(source.text.slice(range.start.offset, range.end.offset), text);
    }
  };

  it('survives damaged code and places all that it says inside it', () => {
    fc.assert(fc.property(mutated([sample, other]), survives), { numRuns });
  });

  it('survives any mixture of what the grammar knows', () => {
    fc.assert(fc.property(pieces, survives), { numRuns });
  });

  it('finds the same in cells that are read together as in each by itself', () => {
    const cellsOf = (texts: readonly string[]): SourceText[] =>
      texts.map((text, index) => ({ ...sourceText('a.ipynb', text), cell: String(index) }));
    const cells = fc.array(fc.oneof({ weight: 4, arbitrary: cell }, pieces), { maxLength: 6 }).map(cellsOf);
    const same = (sources: SourceText[]): void =>
      assert.equal(
        JSON.stringify(readPythonCells(sources, parser)),
        JSON.stringify(sources.map((source) => readPython(source, parser))),
      );
    fc.assert(fc.property(cells, same), { numRuns: numRuns * 5 });
  });
});
