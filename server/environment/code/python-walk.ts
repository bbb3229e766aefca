import type { Range } from '../../protocol';
import type { SourceText, TextSpan } from '../text';
import { lazyRangeAt, lazySpanAt, rangeAt } from '../text';
import type { FlatTree } from './flat-tree';
import type {
  ImportGuard,
  PythonCall,
  PythonDefinition,
  PythonImport,
  PythonString,
  PythonUse,
} from './python-code';
import type { Scope } from './python-scopes';
import { bind, isFree, moduleScope } from './python-scopes';

/** What holds for a stretch of the tree. */
export interface Context {
  readonly scope: Scope;
  readonly guard?: ImportGuard;
  /** Offset of the outermost `try` whose handlers catch ImportError. */
  readonly attempt?: number;
  /** In a `try` whose handlers catch NameError. */
  readonly guarded: boolean;
}

interface RawUse {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly context: Context;
}

/** The nodes of a tree that are one source's, where several were parsed in one go. */
export interface Part {
  /** Offset of the source in what was parsed. */
  readonly base: number;
  /** Its first node, and the first behind it that is not its own. */
  readonly first: number;
  readonly end: number;
}

/** What the walks over the parts of one tree share. */
export interface Shared {
  readonly tree: FlatTree;
  readonly handled: Uint8Array;
}

export function sharedBy(tree: FlatTree): Shared {
  return { tree, handled: new Uint8Array(tree.kind.length) };
}

/** The state of one walk over the tree of a piece of Python. */
export interface Walk {
  readonly source: SourceText;
  readonly tree: FlatTree;
  readonly part: Part;
  /** The source without magics. */
  readonly text: string;
  /** What holds from a node on, to the end of what is below it. */
  readonly contexts: Map<number, Context>;
  context: Context;
  /** 1 for identifiers that are read by what they belong to. By nodes of the tree, whose walks share it. */
  readonly handled: Uint8Array;
  /** True after `from __future__ import annotations`. */
  plainAnnotations: boolean;
  python2?: Range;
  readonly imports: PythonImport[];
  readonly calls: PythonCall[];
  readonly strings: PythonString[];
  readonly definitions: PythonDefinition[];
  readonly attributes: TextSpan[];
  readonly uses: RawUse[];
}

/** Reads one node. Returns the node to go on with where what is below it is not to be looked at. */
export type Visit = (walk: Walk, node: number) => number | undefined;

export function startWalk(source: SourceText, text: string, { tree, handled }: Shared, part: Part): Walk {
  return {
    source,
    tree,
    part,
    text,
    contexts: new Map(),
    context: { scope: moduleScope(), guarded: false },
    handled,
    plainAnnotations: false,
    imports: [],
    calls: [],
    strings: [],
    definitions: [],
    attributes: [],
    uses: [],
  };
}

/** Visits every node of the part once, in the order of the text. */
export function runWalk(walk: Walk, visits: ReadonlyMap<string, Visit>): void {
  const { tree, contexts, part } = walk;
  const { kind, next } = tree;
  const outer: { readonly end: number; readonly context: Context }[] = [];
  let end = part.end;
  for (let node = part.first; node < part.end;) {
    while (node >= end) {
      const before = outer.pop();
      if (before === undefined) break;
      ({ end, context: walk.context } = before);
    }
    const context = contexts.get(node);
    if (context !== undefined) {
      outer.push({ end, context: walk.context });
      end = next[node] ?? part.end;
      walk.context = context;
    }
    node = visits.get(kind[node] ?? '')?.(walk, node) ?? node + 1;
  }
}

/** The uses of names that no function and no class around them binds. */
export function freeUses({ source, uses }: Walk): PythonUse[] {
  return uses
    .filter(({ name, context }) => isFree(context.scope, name))
    .map(({ name, start, end, context }) => ({
      text: name,
      range: lazyRangeAt(source, start, end),
      late: context.scope.late,
      guarded: context.guarded,
    }));
}

/** Indexes of the nodes right below a node. */
export function childrenOf({ tree: { next } }: Walk, node: number): number[] {
  const children: number[] = [];
  const end = next[node] ?? node;
  for (let child = node + 1; child < end; child = next[child] ?? end) children.push(child);
  return children;
}

/** The first child of a kind. */
export function childOf(walk: Walk, node: number, kind: string): number | undefined {
  return childrenOf(walk, node).find((child) => walk.tree.kind[child] === kind);
}

export function kindAt({ tree }: Walk, node: number): string {
  return tree.kind[node] ?? '';
}

/** Offset in the source. */
export function startOf({ tree, part }: Walk, node: number): number {
  return (tree.start[node] ?? part.base) - part.base;
}

/** Offset in the source. */
export function endOf({ tree, part }: Walk, node: number): number {
  return (tree.end[node] ?? part.base) - part.base;
}

export function textOf(walk: Walk, node: number): string {
  return walk.text.slice(startOf(walk, node), endOf(walk, node));
}

export function spanOfNode(walk: Walk, node: number): TextSpan {
  return lazySpanAt(walk.source, startOf(walk, node), endOf(walk, node));
}

/** Binds the name that stands at an identifier. `from` is the offset from which it holds. */
export function bindName(walk: Walk, node: number, from: number, scope = walk.context.scope): void {
  walk.handled[node] = 1;
  const span = spanOfNode(walk, node);
  if (span.text === '') return;
  if (bind(scope, span.text)) walk.definitions.push({ ...span, from, late: scope.late });
}

/** What names stand in on the left of `=`, behind `for` and `as`. */
const patterns = new Set([
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'list_splat_pattern',
  'dictionary_splat_pattern',
  'as_pattern_target',
  'splat_pattern',
  'tuple',
  'list',
  'list_splat',
  'parenthesized_expression',
  'expression_list',
]);

/** Binds the names of a target; what it reads, as `a` and `b` of `a[b] = c`, is left to be visited. */
export function bindTarget(walk: Walk, target: number, from: number, scope = walk.context.scope): void {
  const { kind, next } = walk.tree;
  const end = next[target] ?? target;
  for (let node = target; node < end;) {
    if (kind[node] === 'identifier') bindName(walk, node, from, scope);
    node = patterns.has(kind[node] ?? '') ? node + 1 : (next[node] ?? end);
  }
}

/** Notes that something is Python 2, unless something before it is. */
export function notePython2(walk: Walk, node: number): void {
  walk.python2 ??= rangeAt(walk.source, startOf(walk, node), endOf(walk, node));
}
