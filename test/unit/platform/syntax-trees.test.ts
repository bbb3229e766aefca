import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Node } from 'web-tree-sitter';
import { Language, Parser, TreeCursor } from 'web-tree-sitter';
import type { SyntaxCursor, SyntaxParser } from '../../../server/environment/code/grammars';
import { syntaxTree, treeWalkersOf } from '../../../server/platform/syntax-trees';
import { testGrammars } from '../../support/grammars';

const require = createRequire(__filename);

const text = `import os\ndef f(a, *b: int) -> str:\n  return f"{a!r} é😀" # c\nprint('x' if a else [1, 2\n`;

/** Kind, place and depth of each node, and whether it is named or missing. */
type Seen = readonly [string, number, number, number, boolean, boolean];

function byCursor(cursor: SyntaxCursor): Seen[] {
  const seen: Seen[] = [];
  for (let depth = 0; ;) {
    const { nodeType, startIndex, endIndex, nodeIsNamed, nodeIsMissing } = cursor;
    seen.push([nodeType, startIndex, endIndex, depth, nodeIsNamed, nodeIsMissing]);
    if (cursor.gotoFirstChild()) {
      depth += 1;
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) return seen;
      depth -= 1;
    }
  }
}

function byNodes(node: Node, depth = 0): Seen[] {
  const { type, startIndex, endIndex, isNamed, isMissing } = node;
  const below = node.children.flatMap((child) => byNodes(child, depth + 1));
  return [[type, startIndex, endIndex, depth, isNamed, isMissing], ...below];
}

describe('syntax trees', () => {
  let ours: SyntaxParser;
  let library: Parser;
  before(async () => {
    ours = (await testGrammars()).python!;
    const grammar = readFileSync(require.resolve('tree-sitter-python/tree-sitter-python.wasm'));
    library = new Parser().setLanguage(await Language.load(grammar));
  });

  it('are walked by the functions of the parser itself, which this version of the library has', () => {
    const one = ours.parse(text);
    assert.equal(
      one.visit((cursor) => cursor instanceof TreeCursor),
      false,
    );
    one.delete();
  });

  it('are walked by the library where one of them is missing', () => {
    assert.equal(treeWalkersOf({ _ts_tree_cursor_new_wasm: () => 0 }), undefined);
    const one = syntaxTree(library.parse(text)!, undefined);
    assert.ok(one.visit((cursor) => cursor instanceof TreeCursor));
    one.delete();
  });

  it('have the same nodes whichever way they are walked', () => {
    for (const one of [ours.parse(text), syntaxTree(library.parse(text)!, undefined)]) {
      assert.deepEqual(one.visit(byCursor), byNodes(one.root));
      assert.equal(one.hasError, true);
      one.delete();
    }
  });

  it('can be walked again and again, also after a walk that threw', () => {
    const one = ours.parse(text);
    const first = one.visit(byCursor);
    assert.throws(() => one.visit(() => assert.fail('no')), /no/);
    for (let round = 0; round < 1000; round += 1) assert.equal(one.visit(byCursor).length, first.length);
    one.delete();
  });
});
