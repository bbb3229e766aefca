import type { SourceText, TextSpan } from '../text';
import { rangeAt, spanAt } from '../text';
import type { RArgument, RCall, RVector } from './r-code';

/** A node that is known as a whole. Offsets are those of the source. */
export interface Piece {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Of a string literal, and of `c(…)` of nothing else. */
  readonly strings?: readonly TextSpan[];
}

/** A node whose children are being looked at. */
export type Draft = CallDraft | ArgumentsDraft | ArgumentDraft | BinaryDraft | IfDraft | OtherDraft;

interface DraftBase {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

export interface CallDraft extends DraftBase {
  readonly kind: 'call';
  /** Absent where the function has no name: `f(x)(y)`, `list$f(x)`. */
  callee?: TextSpan;
  /** Set once what is called has been seen. */
  begun: boolean;
  readonly arguments: RArgument[];
}

/** Of a call; of `x[…]` without one. */
export interface ArgumentsDraft extends DraftBase {
  readonly kind: 'arguments';
  readonly call?: CallDraft;
}

export interface ArgumentDraft extends DraftBase {
  readonly kind: 'argument';
  readonly call?: CallDraft;
  name?: Piece;
  value?: Piece;
}

export interface BinaryDraft extends DraftBase {
  readonly kind: 'binary';
  left?: Piece;
  operator?: string;
  right?: Piece;
}

export interface IfDraft extends DraftBase {
  readonly kind: 'if';
  part: 'before' | 'condition' | 'branches';
  /** True where its condition asks for a package. */
  asks: boolean;
}

/** Any other node; `branch` where it is a function or a loop. */
export interface OtherDraft extends DraftBase {
  readonly kind: 'other';
  readonly branch: boolean;
}

/** Nodes with children that are worth a look, and whether they are run under a condition only. */
const others: Readonly<Record<string, boolean>> = {
  program: false,
  ERROR: false,
  unary_operator: false,
  braced_expression: false,
  parenthesized_expression: false,
  extract_operator: false,
  subset: false,
  subset2: false,
  parameters: false,
  parameter: false,
  for_statement: true,
  while_statement: true,
  repeat_statement: false,
  function_definition: true,
};

/** Arguments of one call that are kept. */
const mostArguments = 1000;

/** A draft of a node that begins; undefined for those without children that are worth a look. */
export function draftOf(
  type: string,
  parent: Draft | undefined,
  place: () => Pick<Piece, 'start' | 'end'>,
): Draft | undefined {
  switch (type) {
    case 'call':
      return { kind: 'call', type, ...place(), begun: false, arguments: [] };
    case 'arguments':
      return { kind: 'arguments', type, ...place(), ...(parent?.kind === 'call' && { call: parent }) };
    case 'argument':
      return { kind: 'argument', type, ...place(), ...(parent?.kind === 'arguments' && callOf(parent)) };
    case 'binary_operator':
      return { kind: 'binary', type, ...place() };
    case 'if_statement':
      return { kind: 'if', type, ...place(), part: 'before', asks: false };
    default: {
      const branch = Object.hasOwn(others, type) ? others[type] : undefined;
      return branch === undefined ? undefined : { kind: 'other', type, ...place(), branch };
    }
  }
}

function callOf({ call }: ArgumentsDraft): { readonly call?: CallDraft } {
  return call === undefined ? {} : { call };
}

/** Says to a draft what one of its children, or a token between them, turned out to be. */
export function addPiece(draft: Draft, source: SourceText, piece: Piece): void {
  if (draft.kind === 'call' && !draft.begun) {
    draft.begun = true;
    if (['identifier', 'namespace_operator', 'string'].includes(piece.type))
      draft.callee = calleeSpan(source, piece);
  } else if (draft.kind === 'argument') addToArgument(draft, piece);
  else if (draft.kind === 'binary') addToBinary(draft, piece);
}

/** Names that are not plain stand in backticks, or in quotes. */
function calleeSpan(source: SourceText, { start, end }: Piece): TextSpan {
  const quoted = /^(["'`])([^]*)\1$/.exec(source.text.slice(start, Math.min(end, start + 200)));
  return quoted === null ? spanAt(source, start, end) : spanAt(source, start + 1, end - 1);
}

function addToArgument(draft: ArgumentDraft, piece: Piece): void {
  if (piece.type !== '=') draft.value = piece;
  else if (draft.value !== undefined) {
    draft.name = draft.value;
    delete draft.value;
  }
}

function addToBinary(draft: BinaryDraft, piece: Piece): void {
  if (draft.left === undefined) draft.left = piece;
  else if (draft.operator === undefined) draft.operator = piece.type;
  else draft.right = piece;
}

/** Adds an argument that is known as a whole to its call. */
export function finishArgument({ call, name, value, start, end }: ArgumentDraft, source: SourceText): void {
  if (call === undefined || call.arguments.length >= mostArguments) return;
  // Numbers in long vectors are of no interest to anyone.
  const at = value ?? { start: end, end, strings: undefined };
  const [string] = value?.type === 'string' ? (value.strings ?? []) : [];
  const many = value?.type === 'call' ? value.strings : undefined;
  call.arguments.push({
    ...(name !== undefined && { name: unquoted(source.text.slice(name.start, name.end)) }),
    written: spanAt(source, at.start, at.end),
    ...(string !== undefined && { string }),
    ...(many !== undefined && { strings: many }),
    range: rangeAt(source, start, end),
  });
}

function unquoted(name: string): string {
  return name.replace(/^["'`]|["'`]$/g, '');
}

/** A call that is known as a whole; undefined where its function has no name. */
export function finishCall(
  { callee, start, end, arguments: list }: CallDraft,
  source: SourceText,
  where: Pick<RCall, 'conditional' | 'alone'>,
): RCall | undefined {
  if (callee === undefined) return undefined;
  return { callee, arguments: list, ...where, range: rangeAt(source, start, end) };
}

/** The strings of `c("a", 'b')`; undefined for every other call. */
export function stringsOfCall({ callee, arguments: list }: CallDraft): readonly TextSpan[] | undefined {
  if (callee?.text !== 'c') return undefined;
  const strings = list.map(({ string }) => string).filter((string) => string !== undefined);
  return strings.length === list.length ? strings : undefined;
}

/** `name <- "a"`, `name <- c("a", "b")`, `c("a") -> name`; undefined for everything else. */
export function vectorOf(
  { left, operator = '', right }: BinaryDraft,
  source: SourceText,
): RVector | undefined {
  const [target, value] = ['->', '->>'].includes(operator) ? [right, left] : [left, right];
  if (!['<-', '<<-', '=', '->', '->>'].includes(operator) || target?.type !== 'identifier') return undefined;
  if (value?.strings === undefined) return undefined;
  return { name: unquoted(source.text.slice(target.start, target.end)), strings: value.strings };
}
