import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser/lib/esm/main.js';
import type { Node, ParseError } from 'jsonc-parser/lib/esm/main.js';
import type { SourceText, TextSpan } from '../text';
import { rangeAt } from '../text';
import { maxDepth, mistake, tooLarge } from './bounds';
import type { Mistake } from './types';

export type JsonNode = Node;
export type JsonReading = { readonly root: JsonNode } | { readonly syntaxError: Mistake };

/** A JSON file with the place of everything in it. `comments` also lets comments and trailing commas pass. Never throws. */
export function readJson(source: SourceText, comments: boolean): JsonReading {
  const refused = tooLarge(source) ?? tooDeep(source);
  if (refused !== undefined) return { syntaxError: refused };
  const errors: ParseError[] = [];
  const root = parseTree(source.text, errors, { disallowComments: !comments, allowTrailingComma: comments });
  const [first] = errors;
  if (first !== undefined) {
    return { syntaxError: mistake(source, printParseErrorCode(first.error), first.offset) };
  }
  return root === undefined ? { syntaxError: mistake(source, 'it is empty', 0) } : { root };
}

/** The parser calls itself for each level: what would exhaust the stack is refused beforehand. */
function tooDeep(source: SourceText): Mistake | undefined {
  let depth = 0;
  for (const { 0: piece, index } of source.text.matchAll(/"(?:[^"\\\n]|\\.)*"|[[\]{}]/g)) {
    if (piece === '{' || piece === '[') depth += 1;
    else if (piece === '}' || piece === ']') depth = Math.max(0, depth - 1);
    if (depth > maxDepth) return mistake(source, 'it is nested too deeply', index);
  }
  return undefined;
}

/** What stands under a path of keys and indexes. */
export function jsonAt(root: JsonNode | undefined, ...path: (string | number)[]): JsonNode | undefined {
  return root === undefined ? undefined : findNodeAtLocation(root, path);
}

/** The same where it is a text, with its place, quotes included. */
export function jsonSpan(
  source: SourceText,
  root: JsonNode | undefined,
  ...path: (string | number)[]
): TextSpan | undefined {
  const node = jsonAt(root, ...path);
  const value: unknown = node?.value;
  if (node?.type !== 'string' || typeof value !== 'string') return undefined;
  return { text: value, range: rangeAt(source, node.offset, node.offset + node.length) };
}

/** The properties of an object: key and value. */
export function propertiesOf(node: JsonNode | undefined): readonly (readonly [JsonNode, JsonNode])[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
}
