import type { Node, Tree, TreeCursor } from 'web-tree-sitter';

/** Languages that are read by tree-sitter. */
export const grammarNames = ['python', 'r', 'bash'] as const;
export type GrammarName = (typeof grammarNames)[number];

/**
 * A parser of one language. Making one reads a file, so that whoever may do that (server/platform/grammars.ts) hands
 * them to the pure stages.
 */
export interface SyntaxParser {
  /** Trees live outside of JavaScript's memory: whoever asks for one calls its `delete`. */
  parse(text: string): Tree;
}

export type Grammars = Readonly<Partial<Record<GrammarName, SyntaxParser>>>;

export type { Node, Tree, TreeCursor };
