import type { Language, SyntaxCursor, SyntaxTree } from './grammars';

/**
 * The nodes of a syntax tree in the order of the text, a parent before its children. Asking the parser for a node costs
 * a call out of JavaScript, so that the tree is gone through once and read from here. Comments and, but for those that
 * are asked for, words and signs of the language itself are left out.
 */
export interface FlatTree {
  /** Kind of each node as the grammar names it; `"x"` in quotes for words and signs, `ERROR` for what does not fit. */
  readonly kind: readonly string[];
  /** Offsets in the text. */
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** Index of the first node that is not below it: its next sibling, where it has one. */
  readonly next: readonly number[];
  /** Index of the parent; -1 for the root. */
  readonly parent: readonly number[];
  /** True where something does not fit. */
  readonly faulty: boolean;
  /** What the parser made up for, or passed over: the first places. */
  readonly faults: readonly { readonly start: number; readonly end: number }[];
}

export interface FlattenOptions {
  /** Words and signs to keep. */
  readonly keep: ReadonlySet<string>;
  /** Kinds that are kept without what is below them. */
  readonly leaves: ReadonlySet<string>;
  /** The same, for those of which it depends on the text at `start`. */
  readonly isLeaf?: (kind: string, start: number) => boolean;
}

/** More faults than any rule tells of. */
const maxFaults = 5;

const kindsOfLanguages = new WeakMap<object, readonly string[]>();

/** Reads the tree, and deletes it. */
export function flatten(tree: SyntaxTree, options: FlattenOptions): FlatTree {
  try {
    return tree.visit((cursor) => walk(tree, cursor, options));
  } finally {
    tree.delete();
  }
}

function walk(
  { language, hasError: faulty }: SyntaxTree,
  cursor: SyntaxCursor,
  { keep, leaves, isLeaf }: FlattenOptions,
): FlatTree {
  const kinds = kindsOf(language);
  const flat: Growing<FlatTree> = {
    kind: [],
    start: [],
    end: [],
    next: [],
    parent: [],
    faulty,
    faults: [],
  };
  const { kind: kindOf, start: starts, end: ends, next, parent, faults } = flat;
  /** The nodes that the cursor is below of. */
  const open: number[] = [];
  let above = -1;
  for (;;) {
    const kind = kinds[cursor.nodeTypeId] ?? 'ERROR';
    const kept = kind.charCodeAt(0) === quote ? keep.has(kind) : kind !== 'comment';
    if (faulty && faults.length < maxFaults) noteFault(cursor, kind, faults);
    if (kept) {
      const start = cursor.startIndex;
      const node = kindOf.length;
      parent.push(above);
      kindOf.push(kind);
      starts.push(start);
      ends.push(cursor.endIndex);
      next.push(node + 1);
      if (!leaves.has(kind) && isLeaf?.(kind, start) !== true && cursor.gotoFirstChild()) {
        open.push(above);
        above = node;
        continue;
      }
    }
    while (!cursor.gotoNextSibling()) {
      if (above === -1 || !cursor.gotoParent()) return flat;
      next[above] = kindOf.length;
      above = open.pop() ?? -1;
    }
  }
}

const quote = 0x22;

function noteFault(cursor: SyntaxCursor, kind: string, faults: Growing<FlatTree>['faults']): void {
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  if (kind === 'ERROR' || (start === end && cursor.nodeIsMissing)) faults.push({ start, end });
}

type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };

/** Names of the kinds by their numbers. */
function kindsOf(language: Language): readonly string[] {
  const held = kindsOfLanguages.get(language);
  if (held !== undefined) return held;
  const kinds = language.types.map((name, id) => (language.nodeTypeIsNamed(id) ? name : `"${name}"`));
  kindsOfLanguages.set(language, kinds);
  return kinds;
}
