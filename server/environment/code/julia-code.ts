import type { SourceText, TextSpan } from '../text';

/** A package that Julia code loads: `A` of `using A: f`, of `import A.B`, of `using A, C`. Relative ones (`.A`) are not. */
export interface JuliaUse {
  readonly package: TextSpan;
  readonly how: 'using' | 'import';
}

/** Julia code, as far as rules ask for it. Positions are those of `source`. */
export interface JuliaCode {
  readonly source: SourceText;
  readonly uses: readonly JuliaUse[];
  /** Names of the modules that it defines. */
  readonly modules: readonly TextSpan[];
}

/** Reads Julia code: comments, strings and macros are told from code. Never throws. */
export function readJulia(source: SourceText): JuliaCode {
  return { source, uses: [], modules: [] };
}
