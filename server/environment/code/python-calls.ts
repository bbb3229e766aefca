import type { TextSpan } from '../text';
import { lazyRangeAt, lazySpanAt } from '../text';
import type { PythonArgument, PythonCall, PythonString } from './python-code';
import { chain } from './python-names';
import type { Visit, Walk } from './python-walk';
import { childrenOf, endOf, kindAt, notePython2, spanOfNode, startOf } from './python-walk';

/** Longer values are cut: none that a rule looks into is as long. */
const maxWritten = 1000;

const visitCall: Visit = (walk, node) => {
  const callee = calleeOf(walk, node + 1);
  const list = walk.tree.next[node + 1];
  if (callee === undefined || list === undefined || list >= (walk.tree.next[node] ?? 0)) return undefined;
  const values = kindAt(walk, list) === 'argument_list' ? childrenOf(walk, list) : [list];
  const range = lazyRangeAt(walk.source, startOf(walk, node), endOf(walk, node));
  const call = { callee, arguments: values.map((value) => argument(walk, value)), range };
  walk.calls.push(call);
  addDynamic(walk, call);
  return undefined;
};

function calleeOf(walk: Walk, node: number): TextSpan | undefined {
  const { kind, next } = walk.tree;
  if (kind[node] === 'identifier') return spanOfNode(walk, node);
  if (kind[node] !== 'attribute') return undefined;
  let base = node;
  while (kind[base] === 'attribute') base += 1;
  if (kind[base] === 'identifier') return chain(walk, node);
  const name = next[node + 1];
  if (name === undefined || kind[name] !== 'identifier') return undefined;
  const span = spanOfNode(walk, name);
  return { ...span, text: `.${span.text}` };
}

function argument(walk: Walk, node: number): PythonArgument {
  const { kind, next } = walk.tree;
  const isNamed = kind[node] === 'keyword_argument';
  const value = isNamed ? next[node + 1] : node;
  if (value === undefined || (isNamed && value >= (next[node] ?? 0)))
    return { written: spanOfNode(walk, node) };
  const string = stringAt(walk, value);
  const start = startOf(walk, value);
  const end = endOf(walk, value);
  return {
    ...(isNamed && { name: spanOfNode(walk, node + 1).text }),
    written: {
      ...lazySpanAt(walk.source, start, Math.min(end, start + maxWritten)),
      range: lazyRangeAt(walk.source, start, end),
    },
    ...(string !== undefined && { string }),
  };
}

/** A literal without placeholders. */
function stringAt(walk: Walk, node: number): TextSpan | undefined {
  if (kindAt(walk, node) !== 'string') return undefined;
  if (childrenOf(walk, node).some((child) => kindAt(walk, child) === 'interpolation')) return undefined;
  const { text, range } = literal(walk, node);
  return { text, range };
}

const importers = new Set(['importlib.import_module', 'import_module', '__import__', 'pytest.importorskip']);

/** An import by a call with a literal. */
function addDynamic(walk: Walk, { callee, arguments: [first] }: PythonCall): void {
  if (!importers.has(callee.text) || first?.string === undefined) return;
  const { text, range } = first.string;
  const level = /^\.*/.exec(text)?.[0].length ?? 0;
  const guard = callee.text === 'pytest.importorskip' ? 'try' : walk.context.guard;
  const module = { text: text.slice(level), range };
  const base = { module, level, names: [], bindings: [], dynamic: true };
  walk.imports.push(guard === undefined ? base : { ...base, guard });
}

const visitString: Visit = (walk, node) => {
  walk.strings.push(literal(walk, node));
  return undefined;
};

function literal(walk: Walk, node: number): PythonString {
  const { source, text, tree } = walk;
  const start = startOf(walk, node);
  const end = endOf(walk, node);
  const prefix = prefixAt(text, start);
  const quoteAt = start + prefix.length;
  const mark = text.charAt(quoteAt);
  if (mark === '`' || /^ur$/i.test(prefix)) notePython2(walk, node);
  const quotes = text.startsWith(mark.repeat(3), quoteAt) && end - quoteAt >= 3 ? mark.repeat(3) : mark;
  const from = Math.min(quoteAt + quotes.length, end);
  const isClosed = end - from >= quotes.length && text.startsWith(quotes, end - quotes.length);
  const span = lazySpanAt(source, from, isClosed ? end - quotes.length : end);
  const parent = tree.parent[node] ?? -1;
  const holder = tree.kind[parent] === 'concatenated_string' ? (tree.parent[parent] ?? -1) : parent;
  return {
    range: span.range,
    text: prefix.includes('r') ? span.text : unescaped(span.text),
    prefix,
    alone: tree.kind[holder] === 'expression_statement',
  };
}

/** Letters before the quote, in lower case. */
export function prefixAt(text: string, start: number): string {
  let at = start;
  while (at < start + 3 && /[A-Za-z]/.test(text.charAt(at))) at += 1;
  return text.slice(start, at).toLowerCase();
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '', '\r\n': '' };

/** Resolves the escapes that are one character; others stay as written. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(\r\n|[\\'"ntr\n])/g, (_, sign: string) => escapes[sign] ?? sign);
}

export const callVisits: readonly (readonly [string, Visit])[] = [
  ['call', visitCall],
  ['string', visitString],
];
