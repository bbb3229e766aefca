import { isAlias, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import type { Alias, Node, Pair, YAMLMap } from 'yaml';
import type { SourceText, TextSpan } from './text';
import { physicalLines, positionAt, rangeAt } from './text';
import type { SyntaxFault } from './toml-text';

/** A YAML 1.2 file with one document. Nothing is expanded: an alias is a name for the node it stands for. */
export interface YamlText {
  readonly source: SourceText;
  readonly syntaxError?: SyntaxFault;
  /** Absent in an empty file. */
  readonly root?: Node;
  /** What aliases stand for. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

/**
 * What is read at all. Beyond the depths (brackets in brackets, dashes in a line, blanks before one) the parser would
 * exhaust the memory; beyond the sizes (UTF-16 units, lines, punctuation) it would take seconds. Real files are far
 * smaller.
 */
const bounds = {
  length: 64 * 1024,
  lines: 5000,
  punctuation: 5000,
  brackets: 100,
  indicators: 100,
  indentation: 1000,
};

/** Reads a YAML file; two documents, a key that stands twice and an unknown alias are faults. Never throws. */
export function readYaml(source: SourceText): YamlText {
  const { length } = source.text;
  if (length > bounds.length) return broken(source, 'it is larger than 64 KiB.', 0);
  const beyond = beyondBounds(source);
  if (beyond !== undefined) return broken(source, beyond.detail, beyond.offset);
  try {
    const document = parseDocument(source.text, {
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
    });
    const [error] = document.errors;
    if (error !== undefined) return broken(source, `${sentence(error.message)}.`, error.pos[0]);
    const root = document.contents;
    const links = new Links();
    const fault = root === null ? undefined : links.walk(root);
    if (fault !== undefined) return broken(source, fault.detail, fault.offset);
    return { source, targets: links.targets, ...(root === null ? {} : { root }) };
  } catch {
    // The parser recurses: what is left to throw is the end of its stack.
    return broken(source, 'it is nested too deeply.', 0);
  }
}

/** The node, or what it is an alias of. */
export function resolved({ targets }: YamlText, node: unknown): unknown {
  return isAlias(node) ? targets.get(node) : node;
}

/** The value of a key of a mapping; merged mappings (`<<`) count after its own keys. */
export function yamlGet(text: YamlText, map: YAMLMap, key: string, depth = 0): unknown {
  const own = map.items.find((pair) => keyText(pair) === key);
  if (own !== undefined) return resolved(text, own.value);
  const merged = map.items.find((pair) => keyText(pair) === '<<');
  if (merged === undefined || depth > 8) return undefined;
  const value = resolved(text, merged.value);
  const others = isSeq(value) ? value.items.map((item) => resolved(text, item)) : [value];
  for (const other of others.slice(0, 20)) {
    const found = isMap(other) ? yamlGet(text, other, key, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The piece of the file that a node is, with the text of a scalar's value where it is one. */
export function yamlSpan({ source }: YamlText, node: unknown): TextSpan | undefined {
  const range = (node as Node | null | undefined)?.range;
  if (range === undefined || range === null) return undefined;
  const [start, end] = range;
  const written = source.text.slice(start, end);
  const text = isScalar(node) && typeof node.value === 'string' ? node.value : written;
  return { text, range: rangeAt(source, start, end) };
}

/** Where the text of a string begins in the file: behind its quote, where it has one. */
export function textOffset({ text }: SourceText, span: TextSpan): number {
  const { offset } = span.range.start;
  return text.startsWith(span.text, offset) ? offset : offset + 1;
}

/** The first line at which a file is more than is read, judged by its characters alone. */
function beyondBounds(source: SourceText): Fault | undefined {
  let depth = 0;
  let punctuation = 0;
  for (const { text, start: offset, number } of physicalLines(source)) {
    if (number > bounds.lines) return { detail: 'it is too long.', offset };
    let indicators = 0;
    for (const [token] of text.replace(/(^|\s)#.*/, '').matchAll(/[[{\]},&*!%]|(?<!\S)[-?:](?!\S)/g)) {
      if (token === '[' || token === '{') depth += 1;
      if (token === ']' || token === '}') depth = Math.max(0, depth - 1);
      if (/[-?:]/.test(token)) indicators += 1;
      else punctuation += 1;
    }
    if (punctuation > bounds.punctuation) return { detail: 'it is too long.', offset };
    if (depth > bounds.brackets || indicators > bounds.indicators || text.search(/\S|$/) > bounds.indentation)
      return { detail: 'it is nested too deeply.', offset };
  }
  return undefined;
}

function keyText({ key }: Pair): unknown {
  return isScalar(key) ? key.value : undefined;
}

interface Fault {
  readonly detail: string;
  readonly offset: number;
}

/** One walk over the document: what aliases stand for, and keys that stand twice. Iterative, each node once. */
class Links {
  readonly targets = new Map<Alias, Node>();
  private readonly anchors = new Map<string, Node>();

  walk(root: Node): Fault | undefined {
    const open: unknown[] = [root];
    while (open.length > 0) {
      const node = open.pop();
      const fault = this.visit(node);
      if (fault !== undefined) return fault;
      // In reverse, so that anchors are met before their aliases.
      if (isPair(node)) open.push(node.value, node.key);
      else if (isMap(node) || isSeq(node)) for (const item of [...node.items].reverse()) open.push(item);
    }
    return undefined;
  }

  private visit(node: unknown): Fault | undefined {
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (target === undefined) return { detail: `there is no anchor &${node.source}.`, offset: start(node) };
      this.targets.set(node, target);
      return undefined;
    }
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined)
      this.anchors.set(node.anchor, node);
    return isMap(node) ? doubledKey(node) : undefined;
  }
}

function doubledKey(map: YAMLMap): Fault | undefined {
  const seen = new Set<unknown>();
  for (const pair of map.items) {
    if (!isScalar(pair.key)) continue;
    const { value } = pair.key;
    if (seen.has(value))
      return { detail: `the key ${String(value).slice(0, 40)} stands twice.`, offset: start(pair.key) };
    seen.add(value);
  }
  return undefined;
}

function start(node: Node): number {
  return node.range?.[0] ?? 0;
}

function sentence(message: string): string {
  const [first = ''] = message.split('\n');
  return first.replace(/[.:]+$/, '');
}

function broken(source: SourceText, detail: string, offset: number): YamlText {
  return { source, targets: new Map(), syntaxError: { detail, position: positionAt(source, offset) } };
}
