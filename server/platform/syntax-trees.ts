import type { Language, Node, Tree } from 'web-tree-sitter';
import type { SyntaxCursor, SyntaxTree } from '../environment/code/grammars';

/**
 * The functions of tree-sitter's WebAssembly that walk a tree. They work on one cursor, at a place of that memory from
 * which the cursors of web-tree-sitter copy it before and after each step; where nothing else is asked in between, the
 * copies are for nothing, and a walk without them takes a third of the time (docs/architecture.md, "The linter").
 */
const walkers = [
  '_ts_tree_root_node_wasm',
  '_ts_tree_cursor_new_wasm',
  '_ts_tree_cursor_delete_wasm',
  '_ts_tree_cursor_goto_first_child_wasm',
  '_ts_tree_cursor_goto_next_sibling_wasm',
  '_ts_tree_cursor_goto_parent_wasm',
  '_ts_tree_cursor_current_node_type_id_wasm',
  '_ts_tree_cursor_current_node_is_named_wasm',
  '_ts_tree_cursor_current_node_is_missing_wasm',
  '_ts_tree_cursor_start_index_wasm',
  '_ts_tree_cursor_end_index_wasm',
] as const;

/** They take the address of a tree; those that ask return 1 for yes. */
export type TreeWalkers = Readonly<Record<(typeof walkers)[number], (tree: number) => number>>;

/** The functions among those of the module; undefined where another version of the library has not all of them. */
export function treeWalkersOf(module: Readonly<Record<string, unknown>>): TreeWalkers | undefined {
  // In an object of their own: that of the module has hundreds, and finding one there takes as long as calling it.
  const found = Object.fromEntries(walkers.map((name) => [name, module[name]]));
  return Object.values(found).every((each) => typeof each === 'function')
    ? (found as unknown as TreeWalkers)
    : undefined;
}

/** The tree as the pure stages see it; without `functions`, by the cursors of the library. */
export function syntaxTree(tree: Tree, functions: TreeWalkers | undefined): SyntaxTree {
  return new WrappedTree(tree, functions);
}

class WrappedTree implements SyntaxTree {
  readonly language: Language;
  readonly hasError: boolean;

  constructor(
    private readonly tree: Tree,
    private readonly functions: TreeWalkers | undefined,
  ) {
    this.language = tree.language;
    this.hasError = tree.rootNode.hasError;
  }

  get root(): Node {
    return this.tree.rootNode;
  }

  visit<T>(look: (cursor: SyntaxCursor) => T): T {
    const { tree, functions } = this;
    if (functions === undefined) return visitByLibrary(tree, look);
    const address = (tree as unknown as { readonly 0: number })[0];
    // Each leaves what it makes where the next one looks for it.
    functions._ts_tree_root_node_wasm(address);
    functions._ts_tree_cursor_new_wasm(address);
    try {
      return look(new Walker(functions, address, this.language));
    } finally {
      functions._ts_tree_cursor_delete_wasm(address);
    }
  }

  delete(): void {
    this.tree.delete();
  }
}

function visitByLibrary<T>(tree: Tree, look: (cursor: SyntaxCursor) => T): T {
  const cursor = tree.walk();
  try {
    return look(cursor);
  } finally {
    cursor.delete();
  }
}

class Walker implements SyntaxCursor {
  constructor(
    private readonly functions: TreeWalkers,
    private readonly tree: number,
    private readonly language: Language,
  ) {}

  get nodeTypeId(): number {
    return this.functions._ts_tree_cursor_current_node_type_id_wasm(this.tree);
  }

  get nodeType(): string {
    return this.language.types[this.nodeTypeId] ?? 'ERROR';
  }

  get nodeIsNamed(): boolean {
    return this.functions._ts_tree_cursor_current_node_is_named_wasm(this.tree) === 1;
  }

  get nodeIsMissing(): boolean {
    return this.functions._ts_tree_cursor_current_node_is_missing_wasm(this.tree) === 1;
  }

  get startIndex(): number {
    return this.functions._ts_tree_cursor_start_index_wasm(this.tree);
  }

  get endIndex(): number {
    return this.functions._ts_tree_cursor_end_index_wasm(this.tree);
  }

  gotoFirstChild(): boolean {
    return this.functions._ts_tree_cursor_goto_first_child_wasm(this.tree) === 1;
  }

  gotoNextSibling(): boolean {
    return this.functions._ts_tree_cursor_goto_next_sibling_wasm(this.tree) === 1;
  }

  gotoParent(): boolean {
    return this.functions._ts_tree_cursor_goto_parent_wasm(this.tree) === 1;
  }
}
