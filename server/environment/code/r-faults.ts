import type { Tree } from './grammars';

/** The first place of a text that its grammar does not understand, or where something is missing. */
export function firstFault(tree: Tree): { readonly start: number; readonly end: number } | undefined {
  if (!tree.rootNode.hasError) return undefined;
  const cursor = tree.walk();
  try {
    for (;;) {
      if (cursor.nodeType === 'ERROR' || cursor.nodeIsMissing)
        return { start: cursor.startIndex, end: cursor.endIndex };
      if (cursor.gotoFirstChild()) continue;
      while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return undefined;
    }
  } finally {
    cursor.delete();
  }
}
