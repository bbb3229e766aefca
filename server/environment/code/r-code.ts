import type { Position, Range } from '../../protocol';
import type { SourceText, TextSpan } from '../text';
import type { SyntaxParser } from './grammars';
import { walkR } from './r-walk';

/** A package that R code uses. */
export interface RPackageUse {
  readonly package: TextSpan;
  /** `library`, `require`, `requireNamespace`, `loadNamespace`, `attachNamespace`, `::` (also for `:::`). */
  readonly how: string;
  /**
   * True where its absence is handled: `if (!require(x)) …` and what stands in such an `if`, `ok <- require(x)`,
   * `requireNamespace("x") || …`, in a `try`.
   */
  readonly guarded: boolean;
  /** True under any other `if`, in a loop's condition or in a function: it need not come to that. */
  readonly conditional: boolean;
}

export interface RCall {
  /** As written: `read.csv`, `remotes::install_github`. */
  readonly callee: TextSpan;
  /** Of a call with very many only the first ones. */
  readonly arguments: readonly RArgument[];
  /** Under an `if`, in a loop or in a function: it need not come to that. */
  readonly conditional: boolean;
  /** True where it is a statement by itself, outside of all braces. */
  readonly alone: boolean;
  readonly range: Range;
}

/** A string literal: what it says, with the place between its quotes. */
export interface RString extends TextSpan {
  /** As of a call. */
  readonly conditional: boolean;
}

export interface RArgument {
  readonly name?: string;
  /** The value; empty where only a name stands there. */
  readonly written: TextSpan;
  /** Where the value is one string literal: what it says, with the place between its quotes. */
  readonly string?: TextSpan;
  /** Where the value is `c(…)` of string literals alone: these. */
  readonly strings?: readonly TextSpan[];
  /** With its name. */
  readonly range: Range;
}

/** A name that is given string literals: `packages <- c("sf", "terra")`. */
export interface RVector {
  readonly name: string;
  readonly strings: readonly TextSpan[];
}

/** R code: a script, a cell, a chunk of an R Markdown file. Positions are those of `source`. */
export interface RCode {
  readonly source: SourceText;
  readonly uses: readonly RPackageUse[];
  /** Calls of functions that have a name, in the order in which they begin. */
  readonly calls: readonly RCall[];
  readonly strings: readonly RString[];
  readonly vectors: readonly RVector[];
  /** Where the first statement begins. */
  readonly begin?: Position;
  /** The first place that the grammar does not understand. */
  readonly error?: Range;
}

/** In UTF-16 units. Longer code is generated, and not read. */
export const maxRLength = 256 * 1024;

/** Characters that looking for the ends of raw strings may take: for each one that has none the parser looks anew. */
const maxRawWork = 10_000_000;

/** Reads R code in `source[start, end)`; the whole text by default. Nothing is found where no parser is there. */
export function readR(
  source: SourceText,
  parser: SyntaxParser | undefined,
  start = 0,
  end = source.text.length,
): RCode {
  const nothing = { source, uses: [], calls: [], strings: [], vectors: [] };
  if (parser === undefined || start >= end || end - start > maxRLength) return nothing;
  const text = source.text.slice(start, end);
  if (isSlow(text)) return nothing;
  let tree;
  try {
    tree = parser.parse(text);
  } catch {
    // It gives up on what would take it for ever.
    return nothing;
  }
  try {
    return walkR(source, start, tree);
  } finally {
    tree.delete();
  }
}

function isSlow(text: string): boolean {
  let work = 0;
  for (const { index } of text.matchAll(/[rR]["']-{0,50}[([{]/g)) {
    work += text.length - index;
    if (work > maxRawWork) return true;
  }
  return false;
}
