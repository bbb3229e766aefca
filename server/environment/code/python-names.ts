import { spanAt } from '../text';
import type { Visit, Walk } from './python-walk';
import {
  bindName,
  bindTarget,
  childrenOf,
  endOf,
  kindAt,
  notePython2,
  spanOfNode,
  startOf,
  textOf,
} from './python-walk';

const visitIdentifier: Visit = (walk, node) => {
  const { tree, handled, context } = walk;
  // In what does not fit anywhere, a word may be anything.
  if (handled[node] === 1 || tree.kind[tree.parent[node] ?? -1] === 'ERROR') return undefined;
  const start = startOf(walk, node);
  const end = endOf(walk, node);
  if (start < end) walk.uses.push({ start, end, name: walk.text.slice(start, end), context });
  return undefined;
};

/** `a.b.c`: the outermost of nested attributes is read, and the inner ones with it. */
const visitAttribute: Visit = (walk, node) => {
  const { tree, handled } = walk;
  const parent = tree.parent[node] ?? -1;
  if (tree.kind[parent] === 'attribute' && parent === node - 1) return undefined;
  let base = node;
  while (tree.kind[base] === 'attribute') {
    // The last of its children: a comment or a continued line may stand before it.
    const end = tree.next[base] ?? 0;
    let name = base + 1;
    for (let child = tree.next[name] ?? end; child < end; child = tree.next[child] ?? end) name = child;
    if (name > base + 1) handled[name] = 1;
    base += 1;
  }
  if (tree.kind[base] === 'identifier') walk.attributes.push(chain(walk, node));
  return undefined;
};

/** A dotted chain and its place, blanks and line breaks inside it left out of its text. */
export function chain(walk: Walk, node: number): ReturnType<typeof spanOfNode> {
  const span = spanOfNode(walk, node);
  return /[\s\\#]/.test(span.text) ? { ...span, text: span.text.replace(/#[^\r\n]*|[\s\\]+/g, '') } : span;
}

/** `name=value` of a call; its name is none of the caller's. */
const visitFirstIsName: Visit = (walk, node) => {
  if (kindAt(walk, node + 1) === 'identifier') walk.handled[node + 1] = 1;
  return undefined;
};

/** `left = right`, `left: type = right`, `left: type`. */
const visitAssignment: Visit = (walk, node) => {
  const [left, ...rest] = childrenOf(walk, node);
  if (left === undefined) return undefined;
  const type = rest.find((part) => kindAt(walk, part) === 'type');
  const { scope } = walk.context;
  const isDeclared = rest.length === 1 && type !== undefined;
  if (!isDeclared) bindTarget(walk, left, endOf(walk, node));
  else if (kindAt(walk, left) === 'identifier') {
    walk.handled[left] = 1;
    if (scope.kind !== 'module') scope.bound.add(textOf(walk, left));
  }
  return undefined;
};

/** `left += right` reads what it binds. */
const visitAugmented: Visit = (walk, node) => {
  const left = node + 1;
  if (kindAt(walk, left) !== 'identifier') return undefined;
  bindName(walk, left, endOf(walk, node));
  walk.handled[left] = 0;
  return undefined;
};

/** Annotations of variables in functions are never read; none is after `from __future__ import annotations`. */
const visitType: Visit = (walk, node) => {
  const { tree, context, plainAnnotations } = walk;
  const parent = tree.kind[tree.parent[node] ?? -1];
  const isVariable = parent === 'assignment';
  const isAnnotation =
    isVariable || parent?.endsWith('parameter') === true || parent === 'function_definition';
  const isRead = !isAnnotation || (!plainAnnotations && !(isVariable && context.scope.kind === 'function'));
  return isRead || parent === 'type_parameter' ? undefined : tree.next[node];
};

/** `a.B` in an annotation. */
const visitMemberType: Visit = (walk, node) => {
  const name = childrenOf(walk, node).at(-1);
  if (name !== undefined && kindAt(walk, name) === 'identifier') walk.handled[name] = 1;
  return undefined;
};

/** `x as y`. */
const visitAs: Visit = (walk, node) => {
  const target = childrenOf(walk, node).at(-1);
  if (target !== undefined && /^(?:as_pattern_target|identifier)$/.test(kindAt(walk, target)))
    bindTarget(walk, target, endOf(walk, target));
  return undefined;
};

/** In a `case`: `x` binds, `A.B` and the `C` of `C()` are read. */
const visitDottedName: Visit = (walk, node) => {
  const { tree } = walk;
  const [first, ...others] = childrenOf(walk, node);
  const parent = tree.kind[tree.parent[node] ?? -1] ?? '';
  for (const other of others) walk.handled[other] = 1;
  if (first === undefined) return undefined;
  if (parent === 'ERROR') walk.handled[first] = 1;
  else if (others.length === 0 && parent !== 'class_pattern') bindName(walk, first, endOf(walk, node));
  return undefined;
};

const visitSplat: Visit = (walk, node) => {
  bindTarget(walk, node, endOf(walk, node));
  return undefined;
};

const visitGlobal: Visit = (walk, node) => {
  const { scope } = walk.context;
  const lent = kindAt(walk, node) === 'global_statement' ? scope.globals : scope.nonlocals;
  for (const name of childrenOf(walk, node)) lent.add(textOf(walk, name));
  return walk.tree.next[node];
};

/** `print x` and `exec x`; with parentheses Python 3 has them too. */
const visitStatement2: Visit = (walk, node) => {
  const [first] = childrenOf(walk, node);
  const start = startOf(walk, node);
  const isCall = first === undefined || /^(?:print|exec)\s*\(/.test(walk.text.slice(start, start + 20));
  if (!isCall && walk.tree.kind[walk.tree.parent[node] ?? -1] !== 'ERROR') notePython2(walk, node);
  return undefined;
};

/** `raise E, 'message'`. */
const visitRaise: Visit = (walk, node) => {
  if (kindAt(walk, node + 1) === 'expression_list') notePython2(walk, node);
  return undefined;
};

/** `0777` and `12L`. */
const visitInteger: Visit = (walk, node) => {
  const start = startOf(walk, node);
  const end = endOf(walk, node);
  if (end - start > 1 && /^0\d*[1-9]|[lL]$/.test(walk.text.slice(start, Math.min(end, start + 40))))
    notePython2(walk, node);
  return undefined;
};

const visitUnequal: Visit = (walk, node) => {
  const start = startOf(walk, node);
  walk.python2 ??= spanAt(walk.source, start, start + 2).range;
  return undefined;
};

export const nameVisits: readonly (readonly [string, Visit])[] = [
  ['identifier', visitIdentifier],
  ['attribute', visitAttribute],
  ['keyword_argument', visitFirstIsName],
  ['keyword_pattern', visitFirstIsName],
  ['assignment', visitAssignment],
  ['augmented_assignment', visitAugmented],
  ['type', visitType],
  ['member_type', visitMemberType],
  ['as_pattern', visitAs],
  ['dotted_name', visitDottedName],
  ['splat_pattern', visitSplat],
  ['global_statement', visitGlobal],
  ['nonlocal_statement', visitGlobal],
  ['print_statement', visitStatement2],
  ['exec_statement', visitStatement2],
  ['raise_statement', visitRaise],
  ['integer', visitInteger],
  ['"<>"', visitUnequal],
];
