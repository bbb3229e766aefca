import type { Range } from '../protocol';
import type { DataNode } from './data-tree';

/** What a value must be: a small part of JSON Schema, as a table. */
export type Shape = TextShape | ListShape | MapShape;

export interface TextShape {
  readonly kind: 'text';
  /** Numbers will do as well. */
  readonly orNumber?: true;
  /** Only these. */
  readonly values?: ReadonlySet<string>;
  readonly pattern?: RegExp;
}

export interface ListShape {
  readonly kind: 'list';
  readonly of: Shape;
  /** A single item without the list will do as well. */
  readonly orOne?: true;
}

export interface MapShape {
  readonly kind: 'map';
  readonly fields: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
  /** A map that has this key is checked by the other shape: an organisation among people has a `name`. */
  readonly unless?: readonly [key: string, shape: MapShape];
}

/** What keeps a value from being what it must be. */
export interface Violation {
  readonly kind:
    /** A key that must be there is not. */
    | 'missing'
    /** A key that nobody knows. */
    | 'unknown'
    /** A text must stand here; a list; a map; any value at all. */
    | 'text'
    | 'list'
    | 'map'
    | 'empty'
    /** None of the values that are known. */
    | 'value'
    /** Not written as it must be. */
    | 'pattern';
  /** The key that it is about, and those above it: `authors.0.orcid`. */
  readonly path: string;
  readonly key: string;
  readonly range: Range;
  /** The value as it is written, where it is one. */
  readonly written?: string;
  /** Of unknown keys and values: those that are known. */
  readonly known?: readonly string[];
}

/** More than anybody mends at once. */
const maxViolations = 50;

/** Everything in `node` that is not as `shape` says, in the order of the file. */
export function checkShape(node: DataNode, shape: Shape): readonly Violation[] {
  const found: Violation[] = [];
  check({ node, shape, path: '', key: '', found });
  return found.slice(0, maxViolations);
}

interface Task<S extends Shape = Shape> {
  readonly node: DataNode;
  readonly shape: S;
  readonly path: string;
  readonly key: string;
  readonly found: Violation[];
}

function check(task: Task): void {
  const { node, shape, found } = task;
  if (found.length >= maxViolations) return;
  if (node.kind === 'value' && node.value === null) add(task, 'empty', node.range);
  else if (shape.kind === 'text') checkText({ ...task, shape });
  else if (shape.kind === 'list') checkList({ ...task, shape });
  else checkMap({ ...task, shape });
}

function checkText(task: Task<TextShape>): void {
  const { node, shape } = task;
  const { value } = node.kind === 'value' ? node : { value: undefined };
  const isNumber = typeof value === 'number' && shape.orNumber === true;
  if (typeof value !== 'string' && !isNumber) add(task, 'text', node.range);
  else if (String(value).trim() === '') add(task, 'empty', node.range);
  else if (typeof value === 'string' && shape.values?.has(value) === false) {
    add(task, 'value', node.range, { written: value, known: [...shape.values] });
  } else if (typeof value === 'string' && shape.pattern?.test(value) === false) {
    add(task, 'pattern', node.range, { written: value });
  }
}

function checkList(task: Task<ListShape>): void {
  const { node, shape, path } = task;
  if (node.kind === 'list') {
    if (node.items.length === 0) add(task, 'empty', node.range);
    for (const [index, item] of node.items.entries())
      check({ ...task, node: item, shape: shape.of, path: `${path}.${index}` });
  } else if (shape.orOne === true) check({ ...task, shape: shape.of });
  else add(task, 'list', node.range);
}

function checkMap(task: Task<MapShape>): void {
  const { node, path, found } = task;
  if (node.kind !== 'map') {
    add(task, 'map', node.range);
    return;
  }
  const has = (key: string): boolean => node.entries.some((entry) => entry.key.text === key);
  const [other, otherShape] = task.shape.unless ?? [];
  const shape = other !== undefined && otherShape !== undefined && has(other) ? otherShape : task.shape;
  const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const range = node.entries[0]?.key.range ?? node.range;
  for (const key of shape.required.filter((name) => !has(name)))
    found.push({ kind: 'missing', path: below(key), key, range });
  for (const { key, value } of node.entries) {
    const field = Object.hasOwn(shape.fields, key.text) ? shape.fields[key.text] : undefined;
    const own = { ...task, path: below(key.text), key: key.text };
    if (field === undefined) add(own, 'unknown', key.range, { known: Object.keys(shape.fields) });
    else check({ ...own, node: value, shape: field });
  }
}

function add(
  { path, key, found }: Task,
  kind: Violation['kind'],
  range: Range,
  more: Pick<Violation, 'written' | 'known'> = {},
): void {
  found.push({ kind, path, key, range, ...more });
}
