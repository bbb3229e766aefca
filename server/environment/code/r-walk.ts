import type { Position, Range } from '../../protocol';
import type { SourceText, TextSpan } from '../text';
import { positionAt, rangeAt } from '../text';
import type { Tree, TreeCursor } from './grammars';
import type { RCall, RCode, RPackageUse, RString, RVector } from './r-code';
import type { CallDraft, Draft, IfDraft, Piece } from './r-drafts';
import { addPiece, draftOf, finishArgument, finishCall, stringsOfCall, vectorOf } from './r-drafts';
import { rString } from './r-strings';
import { appliedUses, asksForPackages, isCatching, loadedPackage, namespacePackage } from './r-uses';

/** Calls, strings and uses that are told of one text, of each; only generated code has more. */
const most = 20_000;

/** Nodes that are known as they begin. */
const leaves = new Set(['string', 'namespace_operator']);

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
  readonly cursor: TreeCursor;
  /** Offset in the source of the text that the tree is of. */
  readonly base: number;
  readonly stack: Draft[];
  /** Those of the stack in whose condition the walk is. */
  readonly conditions: IfDraft[];
  readonly around: Around;
  readonly uses: RPackageUse[];
  readonly calls: RCall[];
  readonly strings: RString[];
  readonly vectors: RVector[];
  begin?: Position;
  error?: Range;
}

/** What rules ask for in a syntax tree of R, in one walk. `base` is where the text of the tree begins in the source. */
export function walkR(source: SourceText, base: number, tree: Tree): RCode {
  const cursor = tree.walk();
  const around = { catching: 0, asked: 0, branches: 0 };
  const found = { uses: [], calls: [], strings: [], vectors: [] };
  const walk: Walk = { source, cursor, base, stack: [], conditions: [], around, ...found };
  try {
    visit(walk, tree.rootNode.hasError);
  } finally {
    cursor.delete();
  }
  const { uses, calls, strings, vectors, error } = walk;
  calls.sort((left, right) => left.range.start.offset - right.range.start.offset);
  const { begin } = walk;
  return {
    source,
    uses: [...uses, ...appliedUses(calls, vectors)],
    calls,
    strings,
    vectors,
    ...(begin !== undefined && { begin }),
    ...(error !== undefined && { error }),
  };
}

function visit(walk: Walk, faulty: boolean): void {
  const { cursor, stack } = walk;
  for (;;) {
    if (faulty && walk.error === undefined) noteError(walk);
    const draft = enter(walk);
    if (draft !== undefined && cursor.gotoFirstChild()) {
      if (draft.kind === 'other' && draft.branch) walk.around.branches += 1;
      stack.push(draft);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) return;
      leave(walk);
    }
  }
}

function noteError(walk: Walk): void {
  const { cursor } = walk;
  if (cursor.nodeType !== 'ERROR' && !cursor.nodeIsMissing) return;
  const { start, end } = place(walk);
  walk.error = rangeAt(walk.source, start, end);
}

function place({ cursor, base }: Walk): { start: number; end: number } {
  return { start: base + cursor.startIndex, end: base + cursor.endIndex };
}

/** Looks at a node as it begins. Gives a draft of it where its children are to be looked at. */
function enter(walk: Walk): Draft | undefined {
  const { cursor, stack } = walk;
  const type = cursor.nodeType;
  if (type === 'comment') return undefined;
  const parent = stack.at(-1);
  if (parent?.type === 'program') walk.begin ??= positionAt(walk.source, place(walk).start);
  if (parent?.kind === 'if') enterPart(walk, parent, type);
  const placed = type === 'call' || type === 'argument' || wantsPlace(parent, type);
  const draft = draftOf(type, parent, () => (placed ? place(walk) : nowhere));
  if (draft !== undefined) return draft;
  if (leaves.has(type)) tell(walk, parent, leaf(walk, type));
  else if (parent !== undefined) tell(walk, parent, { type, ...(placed ? place(walk) : nowhere) });
  return undefined;
}

/** Places are not asked for where nobody looks at them: each one is a call out of JavaScript. */
const nowhere = { start: 0, end: 0 };

function wantsPlace(parent: Draft | undefined, type: string): boolean {
  if (parent?.kind === 'binary') return type === 'identifier';
  return parent?.kind === 'argument' || (parent?.kind === 'call' && !parent.begun);
}

function leaf(walk: Walk, type: string): Piece {
  const { source, strings, uses } = walk;
  const piece = { type, ...place(walk) };
  if (type === 'namespace_operator') {
    const used = uses.length < most ? namespacePackage(source, piece) : undefined;
    if (used !== undefined) uses.push({ package: used, how: '::', ...state(walk) });
    return piece;
  }
  if (strings.length >= most) return piece;
  const string = rString(source, piece.start, piece.end);
  strings.push({ ...string, ...condition(walk) });
  return { ...piece, strings: [string] };
}

function tell(walk: Walk, parent: Draft | undefined, piece: Piece): void {
  if (parent === undefined) return;
  const begins = parent.kind === 'call' && !parent.begun;
  addPiece(parent, walk.source, piece);
  if (begins && isCatching(parent.callee?.text ?? '')) walk.around.catching += 1;
}

/** `if`, its condition in parentheses, then its branches. */
function enterPart({ around, conditions }: Walk, draft: IfDraft, type: string): void {
  if (type === '(' && draft.part === 'before') {
    draft.part = 'condition';
    conditions.push(draft);
  } else if (type === ')' && draft.part === 'condition') {
    draft.part = 'branches';
    conditions.pop();
    around[draft.asks ? 'asked' : 'branches'] += 1;
  }
}

/** Looks at a node once its children have been. */
function leave(walk: Walk): void {
  const { stack, around, conditions, source, vectors } = walk;
  const draft = stack.pop();
  if (draft === undefined) return;
  const parent = stack.at(-1);
  const { type, start, end } = draft;
  let strings: readonly TextSpan[] | undefined;
  if (draft.kind === 'call') strings = leaveCall(walk, draft);
  else if (draft.kind === 'argument') finishArgument(draft, source);
  else if (draft.kind === 'if') {
    if (draft.part === 'condition') conditions.pop();
    if (draft.part === 'branches') around[draft.asks ? 'asked' : 'branches'] -= 1;
  } else if (draft.kind === 'binary') {
    const vector = vectorOf(draft, source);
    if (vector !== undefined) vectors.push(vector);
  } else if (draft.kind === 'other' && draft.branch) around.branches -= 1;
  tell(walk, parent, { type, start, end, ...(strings !== undefined && { strings }) });
}

function leaveCall(walk: Walk, draft: CallDraft): readonly TextSpan[] | undefined {
  const { calls, uses, conditions, around, source } = walk;
  const callee = draft.callee?.text ?? '';
  if (isCatching(callee)) around.catching -= 1;
  const call =
    calls.length < most
      ? finishCall(draft, source, {
          ...condition(walk),
          alone: walk.stack.at(-1)?.type === 'program',
        })
      : undefined;
  if (call === undefined) return undefined;
  calls.push(call);
  const used = loadedPackage(call);
  const innermost = conditions.at(-1);
  if (innermost !== undefined && (used !== undefined || asksForPackages(callee))) innermost.asks = true;
  if (used !== undefined && uses.length < most)
    uses.push({ ...used, ...state(walk, used.how.startsWith('require') && isAnswerUsed(walk, draft)) });
  return stringsOfCall(draft);
}

function state({ around, conditions }: Walk, handled = false): Pick<RPackageUse, 'guarded' | 'conditional'> {
  return {
    guarded: handled || around.catching > 0 || around.asked > 0,
    conditional: around.branches > 0 && conditions.length === 0,
  };
}

/** What stands in a branch of any `if`, in a loop or in a function need not run. */
function condition({ around }: Walk): { readonly conditional: boolean } {
  return { conditional: around.branches + around.asked > 0 };
}

/** Calls that hand on what they are given. */
const wrappers =
  /^(?:base::)?(?:suppress(?:Warnings|Messages|PackageStartupMessages)|invisible|isTRUE|isFALSE|quietly)$/;

/** True where it matters to the code whether a call gave TRUE: `ok <- require(x)`, `require(x) || …`, `if (!require(x))`. */
function isAnswerUsed({ stack, conditions, source }: Walk, { end }: CallDraft): boolean {
  if (conditions.length > 0 || /^[ \t)]*(?:\|\||&&)/.test(source.text.slice(end, end + 20))) return true;
  for (const draft of stack.slice(-12).reverse()) {
    if (draft.kind === 'binary') return ['<-', '<<-', '=', '||', '&&'].includes(draft.operator ?? '');
    if (draft.type === 'unary_operator') return true;
    const handsOn =
      draft.kind === 'argument' ||
      draft.kind === 'arguments' ||
      draft.type === 'parenthesized_expression' ||
      (draft.kind === 'call' && wrappers.test(draft.callee?.text ?? ''));
    if (!handsOn) return false;
  }
  return false;
}
