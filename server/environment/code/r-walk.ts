import type { Position, Range } from '../../protocol';
import type { SourceText, TextSpan } from '../text';
import { positionAt, rangeAt, spanAt } from '../text';
import type { Node, SyntaxTree } from './grammars';
import type { RArgument, RCall, RCode, RPackageUse, RString, RVector } from './r-code';
import { firstFault } from './r-faults';
import { rString } from './r-strings';
import { appliedUses, asksForPackages, isCatching, loadedPackage, namespacePackage } from './r-uses';

/** Calls, strings and uses that are told of one text, of each; only generated code has more. */
const most = 20_000;

/** Arguments of one call that are kept. */
const mostArguments = 1000;

/** The nodes that are looked at. Asking the parser for a node costs a call out of JavaScript, so that it is not asked for more. */
const kinds = [
  'call',
  'arguments',
  'argument',
  'subset',
  'subset2',
  'string',
  'namespace_operator',
  'if_statement',
  'for_statement',
  'while_statement',
  'function_definition',
];

interface Frame {
  readonly kind: string;
  /** Offsets in the source. */
  readonly start: number;
  readonly end: number;
  /** Of a call: absent where the function has no name, such as in `f(x)(y)` and `list$f(x)`. */
  callee?: TextSpan;
  readonly arguments: RArgument[];
  /** Of an argument: the last literal, or call of `c`, within it. */
  inner?: Literal;
  /** Of an `if`: where its condition ends, and whether that asks for a package. */
  conditionEnd: number;
  asks: boolean;
  inCondition: boolean;
}

/** A string literal, or `c(…)` of nothing else. */
interface Literal {
  readonly start: number;
  readonly end: number;
  readonly strings: readonly TextSpan[];
  readonly single: boolean;
}

/** What holds at the place where the walk stands: numbers of enclosing constructs of a kind. */
interface Around {
  /** Calls of `try` and its like. */
  catching: number;
  /** Branches of an `if` whose condition asks for a package. */
  asked: number;
  /** Branches of any other `if`, loops and functions. */
  branches: number;
}

interface Walk {
  readonly source: SourceText;
  /** Offset in the source of the text that the tree is of. */
  readonly base: number;
  readonly stack: Frame[];
  readonly ifs: Frame[];
  readonly around: Around;
  /** The statements outside of all braces, by the offset at which they begin. */
  readonly statements: ReadonlyMap<number, Node>;
  readonly uses: RPackageUse[];
  readonly calls: RCall[];
  readonly strings: RString[];
  readonly vectors: RVector[];
}

/** What rules ask for in a syntax tree of R. `base` is where the text of the tree begins in the source. */
export function walkR(source: SourceText, base: number, tree: SyntaxTree): RCode {
  const root = tree.root;
  const top = root.namedChildren;
  const statements = new Map(top.map((node) => [base + node.startIndex, node]));
  const around = { catching: 0, asked: 0, branches: 0 };
  const found = { uses: [], calls: [], strings: [], vectors: [] };
  const walk: Walk = { source, base, stack: [], ifs: [], around, statements, ...found };
  for (const node of root.descendantsOfType(kinds)) visit(walk, node);
  while (walk.stack.length > 0) close(walk);
  const { uses, calls, strings, vectors } = walk;
  calls.sort((left, right) => left.range.start.offset - right.range.start.offset);
  return {
    source,
    uses: [...uses, ...appliedUses(calls, vectors)],
    calls,
    strings,
    vectors,
    ...begin(source, base, top),
    ...fault(source, base, tree),
  };
}

function begin(source: SourceText, base: number, top: readonly Node[]): { readonly begin?: Position } {
  const first = top.find(({ type }) => type !== 'comment');
  return first === undefined ? {} : { begin: positionAt(source, base + first.startIndex) };
}

function fault(source: SourceText, base: number, tree: SyntaxTree): { readonly error?: Range } {
  const found = firstFault(tree);
  return found === undefined ? {} : { error: rangeAt(source, base + found.start, base + found.end) };
}

/** Nodes come in the order in which they begin, a parent before its children. */
function visit(walk: Walk, node: Node): void {
  const { base, stack, ifs, around, source, strings, uses } = walk;
  const kind = node.type;
  const start = base + node.startIndex;
  const end = base + node.endIndex;
  while ((stack.at(-1)?.end ?? Infinity) <= start) close(walk);
  const innermost = ifs.at(-1);
  if (innermost?.inCondition === true && start >= innermost.conditionEnd) endCondition(walk, innermost);
  const parent = stack.at(-1);
  if (kind === 'string') {
    if (strings.length >= most) return;
    const string = rString(source, start, end);
    strings.push({ ...string, ...condition(walk) });
    literal(walk, parent, { start, end, strings: [string], single: true });
  } else if (kind === 'namespace_operator') {
    const used = uses.length < most ? namespacePackage(source, start, end) : undefined;
    if (used !== undefined) uses.push({ package: used, how: '::', ...state(walk) });
  } else if (kind === 'arguments') {
    if (parent?.kind === 'call' && parent.end === end) beginArguments(walk, parent, start);
  } else {
    const frame: Frame = {
      kind,
      start,
      end,
      arguments: [],
      conditionEnd: 0,
      asks: false,
      inCondition: false,
    };
    stack.push(frame);
    if (kind === 'if_statement') {
      const asked = node.childForFieldName('condition');
      frame.conditionEnd = asked === null ? start : base + asked.endIndex;
      frame.inCondition = true;
      ifs.push(frame);
    } else if (isBranch(kind)) around.branches += 1;
  }
}

function isBranch(kind: string): boolean {
  return kind.endsWith('_statement') || kind === 'function_definition';
}

/** What is called is known: a name with or without its package. */
function beginArguments({ source, around }: Walk, call: Frame, start: number): void {
  const written = source.text.slice(call.start, Math.min(start, call.start + 200));
  const [plain, quote = ''] = /^(["'`]?)[^()\s[\]{}$@"'`,;]+\1(?=\s*$)|^`[^`]+`(?=\s*$)/.exec(written) ?? [];
  if (plain === undefined) return;
  const inset = quote !== '' || plain.startsWith('`') ? 1 : 0;
  call.callee = spanAt(source, call.start + inset, call.start + plain.length - inset);
  if (isCatching(call.callee.text)) around.catching += 1;
}

function endCondition({ around }: Walk, frame: Frame): void {
  frame.inCondition = false;
  around[frame.asks ? 'asked' : 'branches'] += 1;
}

/** The node at the top of the stack has ended. */
function close(walk: Walk): void {
  const { stack, ifs, around } = walk;
  const frame = stack.pop();
  if (frame === undefined) return;
  if (frame.kind === 'call') closeCall(walk, frame);
  else if (frame.kind === 'argument') closeArgument(walk, frame);
  else if (frame.kind === 'if_statement') {
    ifs.pop();
    if (!frame.inCondition) around[frame.asks ? 'asked' : 'branches'] -= 1;
  } else if (isBranch(frame.kind)) around.branches -= 1;
}

function closeArgument({ stack, source }: Walk, { start, end, inner }: Frame): void {
  const call = stack.at(-1);
  if (call?.kind !== 'call' || call.arguments.length >= mostArguments) return;
  const named = /^((?:[\p{L}._][\p{L}\p{N}._]*)|`[^`]+`|"[^"\\]*"|'[^'\\]*')\s*=(?!=)\s*/u.exec(
    source.text.slice(start, Math.min(end, start + 200)),
  );
  const from = start + (named?.[0].length ?? 0);
  const whole = inner?.start === from && inner.end === end ? inner : undefined;
  const [string] = whole?.single === true ? whole.strings : [];
  call.arguments.push({
    ...(named?.[1] !== undefined && { name: named[1].replace(/^["'`]|["'`]$/g, '') }),
    written: spanAt(source, from, end),
    ...(string !== undefined && { string }),
    ...(whole?.single === false && { strings: whole.strings }),
    range: rangeAt(source, start, end),
  });
}

function closeCall(walk: Walk, frame: Frame): void {
  const { calls, uses, ifs, around, source, stack, statements } = walk;
  const { callee, start, end, arguments: list } = frame;
  if (callee === undefined) return;
  if (isCatching(callee.text)) around.catching -= 1;
  if (calls.length >= most) return;
  const statement = statements.get(start);
  const alone = statement !== undefined && walk.base + statement.endIndex === end;
  const call = { callee, arguments: list, ...condition(walk), alone, range: rangeAt(source, start, end) };
  calls.push(call);
  const used = loadedPackage(call);
  const innermost = ifs.at(-1);
  const inCondition = innermost?.inCondition === true;
  if (inCondition && (used !== undefined || asksForPackages(callee.text))) innermost.asks = true;
  if (used !== undefined && uses.length < most) {
    const handled = used.how.startsWith('require') && (inCondition || isAnswerUsed(walk, frame));
    uses.push({ ...used, ...state(walk, handled) });
  }
  const strings = list.flatMap(({ string }) => string ?? []);
  if (callee.text === 'c' && strings.length === list.length)
    literal(walk, stack.at(-1), { start, end, strings, single: false });
}

/** A literal may be an argument, or what a name is given. */
function literal({ source, vectors }: Walk, parent: Frame | undefined, found: Literal): void {
  if (parent?.kind === 'argument') parent.inner = found;
  const { text } = source;
  const behind = text.slice(found.end, found.end + 100);
  const target = /^[ \t]*->>?[ \t]*([\p{L}._][\p{L}\p{N}._]*)/u.exec(behind)?.[1];
  if (target !== undefined) vectors.push({ name: target, strings: found.strings });
  else if (/^[ \t]*(?:[\r\n;#})]|$)/.test(behind)) {
    const before = text.slice(Math.max(0, found.start - 100), found.start);
    const assigned = /(?:^|[^\p{L}\p{N}._$@])`?([\p{L}._][\p{L}\p{N}._]*)`?\s*(?:<<?-|=)\s*$/u.exec(before);
    const isNamedArgument = parent?.kind === 'argument' && /=\s*$/.test(before);
    if (assigned?.[1] !== undefined && !isNamedArgument)
      vectors.push({ name: assigned[1], strings: found.strings });
  }
}

function state(walk: Walk, handled = false): Pick<RPackageUse, 'guarded' | 'conditional'> {
  const { around, ifs } = walk;
  return {
    guarded: handled || around.catching > 0 || around.asked > 0,
    conditional: around.branches > 0 && ifs.at(-1)?.inCondition !== true,
  };
}

/** What stands in a branch of any `if`, in a loop or in a function need not run. */
function condition({ around }: Walk): { readonly conditional: boolean } {
  return { conditional: around.branches + around.asked > 0 };
}

/** Calls that hand on what they are given. */
const wrappers =
  /^(?:base::)?(?:suppress(?:Warnings|Messages|PackageStartupMessages)|invisible|isTRUE|isFALSE|quietly)$/;

/** True where it matters to the code whether a call gave TRUE: `ok <- require(x)`, `require(x) || …`, `!require(x)`. */
function isAnswerUsed({ stack, source }: Walk, call: Frame): boolean {
  let whole = call;
  for (const frame of stack.slice(-12).reverse()) {
    const handsOn = frame.kind === 'argument' || wrappers.test(frame.callee?.text ?? '');
    if (!handsOn) break;
    whole = frame;
  }
  const before = source.text.slice(Math.max(0, whole.start - 20), whole.start);
  const behind = source.text.slice(whole.end, whole.end + 20);
  return /(?:<-|=|\|\||&&|!)[\s(]*$/.test(before) || /^[ \t)]*(?:\|\||&&)/.test(behind);
}
