import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Node } from 'web-tree-sitter';
import { Language, Parser } from 'web-tree-sitter';
import type { SyntaxCursor, SyntaxTree } from '../../../server/environment/code/grammars';
import type { TreeWalkers } from '../../../server/platform/syntax-trees';
import { syntaxTree, treeWalkersOf } from '../../../server/platform/syntax-trees';

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
  let parser: Parser;
  let walkers: TreeWalkers | undefined;
  before(async () => {
    const module = {};
    await Parser.init(module);
    walkers = treeWalkersOf(module);
    const grammar = readFileSync(require.resolve('tree-sitter-python/tree-sitter-python.wasm'));
    parser = new Parser().setLanguage(await Language.load(grammar));
  });
  const tree = (functions: TreeWalkers | undefined): SyntaxTree => syntaxTree(parser.parse(text)!, functions);

  it('are walked by the functions of the parser itself where the library has them, as this one does', () => {
    assert.notEqual(walkers, undefined);
    assert.equal(treeWalkersOf({ ...walkers, _ts_tree_cursor_new_wasm: undefined }), undefined);
  });

  it('have the same nodes whichever way they are walked', () => {
    for (const functions of [walkers, undefined]) {
      const one = tree(functions);
      assert.deepEqual(one.visit(byCursor), byNodes(one.root));
      assert.equal(one.hasError, true);
      one.delete();
    }
  });

  it('can be walked again and again, also after a walk that threw', () => {
    const one = tree(walkers);
    const first = one.visit(byCursor);
    assert.throws(() => one.visit(() => assert.fail('no')), /no/);
    for (let round = 0; round < 1000; round += 1) assert.equal(one.visit(byCursor).length, first.length);
    one.delete();
  });
});
