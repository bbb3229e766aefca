import type { TextSpan } from '../text';
import { spanAt } from '../text';
import type { PythonBinding } from './python-code';
import type { Visit, Walk } from './python-walk';
import { bindName, childrenOf, endOf, kindAt, spanOfNode, startOf, textOf } from './python-walk';

/** `import a.b, c as d`. */
const visitImport: Visit = (walk, node) => {
  for (const child of childrenOf(walk, node)) {
    const { name, alias } = nameAndAlias(walk, child);
    if (name === undefined) continue;
    const module = dotted(walk, name);
    const [top = module.text] = module.text.split('.');
    const bound = alias ?? name + 1;
    bindName(walk, bound, endOf(walk, node));
    const path = alias === undefined ? top : module.text;
    add(walk, { module, level: 0, names: [], bindings: [{ name: textOf(walk, bound), path }] });
  }
  return walk.tree.next[node];
};

/** `from ..a import b, c as d`. */
const visitFrom: Visit = (walk, node) => {
  const [from, ...imported] = childrenOf(walk, node);
  if (from === undefined) return undefined;
  const { level, module } = moduleOf(walk, from);
  const names: TextSpan[] = [];
  const bindings: PythonBinding[] = [];
  for (const child of imported) {
    if (kindAt(walk, child) === 'wildcard_import') {
      names.push(spanOfNode(walk, child));
      continue;
    }
    const { name, alias } = nameAndAlias(walk, child);
    if (name === undefined) continue;
    const span = dotted(walk, name);
    names.push(span);
    bindName(walk, alias ?? name + 1, endOf(walk, node));
    const path = `${'.'.repeat(level)}${module.text}${module.text === '' ? '' : '.'}${span.text}`;
    bindings.push({ name: textOf(walk, alias ?? name + 1), path });
  }
  add(walk, { module, level, names, bindings });
  return walk.tree.next[node];
};

/** `from __future__ import annotations`. */
const visitFuture: Visit = (walk, node) => {
  const names = childrenOf(walk, node).flatMap((child) => nameAndAlias(walk, child).name ?? []);
  const spans = names.map((name) => spanOfNode(walk, name));
  if (spans.some(({ text }) => text === 'annotations')) walk.plainAnnotations = true;
  for (const name of names) bindName(walk, name + 1, endOf(walk, node));
  const at =
    startOf(walk, node) + walk.text.slice(startOf(walk, node), endOf(walk, node)).indexOf('__future__');
  const module = spanAt(walk.source, at, at + '__future__'.length);
  add(walk, { module, level: 0, names: spans, bindings: [] });
  return walk.tree.next[node];
};

export const importVisits: readonly (readonly [string, Visit])[] = [
  ['import_statement', visitImport],
  ['import_from_statement', visitFrom],
  ['future_import_statement', visitFuture],
];

function add(walk: Walk, found: Omit<Walk['imports'][number], 'guard' | 'attempt' | 'dynamic'>): void {
  const { guard, attempt } = walk.context;
  walk.imports.push({
    ...found,
    dynamic: false,
    ...(guard !== undefined && { guard }),
    ...(attempt !== undefined && { attempt }),
  });
}

function nameAndAlias(walk: Walk, node: number): { readonly name?: number; readonly alias?: number } {
  if (kindAt(walk, node) === 'dotted_name') return { name: node };
  if (kindAt(walk, node) !== 'aliased_import') return {};
  const [name, alias] = childrenOf(walk, node);
  return { ...(name !== undefined && { name }), ...(alias !== undefined && { alias }) };
}

/** The place of a dotted name, and the name without blanks. */
function dotted(walk: Walk, node: number): TextSpan {
  const span = spanOfNode(walk, node);
  return /[^\w.]/.test(span.text) ? { ...span, text: span.text.replace(/[\s\\]+/g, '') } : span;
}

function moduleOf(walk: Walk, node: number): { readonly level: number; readonly module: TextSpan } {
  if (kindAt(walk, node) !== 'relative_import') return { level: 0, module: dotted(walk, node) };
  const [prefix, name] = childrenOf(walk, node);
  const level = prefix === undefined ? 0 : textOf(walk, prefix).replace(/[^.]/g, '').length;
  const { range } = spanOfNode(walk, node);
  return { level, module: { text: name === undefined ? '' : dotted(walk, name).text, range } };
}
