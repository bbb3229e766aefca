import type { SyntaxTree } from './grammars';

/** The first place of a text that its grammar does not understand, or where something is missing. */
export function firstFault(tree: SyntaxTree): { readonly start: number; readonly end: number } | undefined {
  if (!tree.hasError) return undefined;
  return tree.visit((cursor) => {
    for (;;) {
      if (cursor.nodeType === 'ERROR' || cursor.nodeIsMissing)
        return { start: cursor.startIndex, end: cursor.endIndex };
      if (cursor.gotoFirstChild()) continue;
      while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return undefined;
    }
  });
}
