import { EVENT_ID, YAMLException, getScalarValue, parseEvents } from 'js-yaml';
import type { SourceText, TextSpan } from '../text';
import { rangeAt } from '../text';
import { maxDepth, mistake, tooLarge } from './bounds';
import type { Mistake } from './types';

/** A piece of a YAML file. Scalars are texts, whatever they look like: a version 3.10 is no number. */
export type Node =
  | { readonly kind: 'text'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'list'; readonly items: readonly Node[]; readonly start: number }
  | { readonly kind: 'map'; readonly fields: ReadonlyMap<string, Node>; readonly start: number };

export type YamlReading = { readonly root: Node | undefined } | { readonly syntaxError: Mistake };

/**
 * A YAML file with the place of each text. References (`*name`) are refused: no tool writes them into a lock file, and
 * with them a small file could stand for a huge one. Never throws.
 */
export function readYaml(source: SourceText): YamlReading {
  const large = tooLarge(source);
  if (large !== undefined) return { syntaxError: large };
  try {
    return { root: build(source) };
  } catch (error) {
    if (error instanceof Refused) return { syntaxError: mistake(source, error.message, error.offset) };
    if (!(error instanceof YAMLException)) return { syntaxError: mistake(source, 'it cannot be read', 0) };
    return { syntaxError: mistake(source, error.reason, error.mark?.position ?? 0) };
  }
}

class Refused extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** A collection that is being filled. */
type Open =
  | { readonly kind: 'list'; readonly items: Node[]; readonly start: number }
  | { readonly kind: 'map'; readonly fields: Map<string, Node>; readonly start: number; key?: string };

function build(source: SourceText): Node | undefined {
  let root: Node | undefined;
  const open: (Open | undefined)[] = [];
  const add = (node: Node): void => {
    const parent = open.at(-1);
    if (parent === undefined) root ??= node;
    else addTo(parent, node);
  };
  for (const event of parseEvents(source.text, { maxDepth })) {
    if (event.type === EVENT_ID.DOCUMENT) open.push(undefined);
    else if (event.type === EVENT_ID.POP) open.pop();
    else if (event.type === EVENT_ID.ALIAS)
      throw new Refused('references (*name) are not read', event.anchorStart);
    else if (event.type === EVENT_ID.SCALAR) {
      const { valueStart, valueEnd } = event;
      const text = valueStart < 0 ? '' : getScalarValue(source.text, event);
      add({ kind: 'text', text, start: Math.max(0, valueStart), end: Math.max(0, valueEnd) });
    } else {
      const node: Open & Node =
        event.type === EVENT_ID.SEQUENCE
          ? { kind: 'list', items: [], start: event.start }
          : { kind: 'map', fields: new Map(), start: event.start };
      add(node);
      open.push(node);
    }
  }
  return root;
}

/** Keys and values of a mapping come one after the other. A key that is no text has no use here. */
function addTo(parent: Open, node: Node): void {
  if (parent.kind === 'list') parent.items.push(node);
  else if (parent.key === undefined) parent.key = node.kind === 'text' ? node.text : '';
  else {
    parent.fields.set(parent.key, node);
    delete parent.key;
  }
}

/** What stands under a path of keys. */
export function nodeAt(node: Node | undefined, ...keys: readonly string[]): Node | undefined {
  let at = node;
  for (const key of keys) at = at?.kind === 'map' ? at.fields.get(key) : undefined;
  return at;
}

/** The same where it is a text, with its place. */
export function spanOfNode(
  source: SourceText,
  node: Node | undefined,
  ...keys: readonly string[]
): TextSpan | undefined {
  const at = nodeAt(node, ...keys);
  return at?.kind === 'text' ? { text: at.text, range: rangeAt(source, at.start, at.end) } : undefined;
}

/** The elements of a list; of anything else none. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : [];
}
