/** A place in a text. `offset` counts UTF-16 code units from the start; `line` and `column` are zero-based. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** A stretch of a text, end exclusive. `cell` names the notebook cell the positions count in, where there is one. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
  readonly cell?: string;
}
