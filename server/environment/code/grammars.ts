import type { Language, Node, TreeCursor } from 'web-tree-sitter';

/** Languages that are read by tree-sitter. */
export const grammarNames = ['python', 'r', 'bash'] as const;
export type GrammarName = (typeof grammarNames)[number];

/**
 * A parser of one language. Making one reads a file, so that whoever may do that (server/platform/grammars.ts) hands
 * them to the pure stages.
 */
export interface SyntaxParser {
  /** @throws Error where the text takes too long */
  parse(text: string): SyntaxTree;
}

/** A syntax tree. It lives outside of JavaScript's memory: whoever asks for one calls its `delete`. */
export interface SyntaxTree {
  readonly language: Language;
  /** True where something does not fit. */
  readonly hasError: boolean;
  readonly root: Node;
  /** Calls `look` with a cursor at the root. Until it returns nothing else may be asked of this or another tree. */
  visit<T>(look: (cursor: SyntaxCursor) => T): T;
  delete(): void;
}

/** What goes through a tree node by node. */
export type SyntaxCursor = Pick<
  TreeCursor,
  | 'nodeType'
  | 'nodeTypeId'
  | 'nodeIsNamed'
  | 'nodeIsMissing'
  | 'startIndex'
  | 'endIndex'
  | 'gotoFirstChild'
  | 'gotoNextSibling'
  | 'gotoParent'
>;

export type Grammars = Readonly<Partial<Record<GrammarName, SyntaxParser>>>;

export type { Language, Node };
