/** A place in a text. `offset` counts UTF-16 code units from the start; `line` and `column` are zero-based. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * A stretch of a text, end exclusive. In a notebook the positions count in one cell, and `cell` says in which: its
 * zero-based index in the file, in decimal (ids of cells exist only since nbformat 4.5).
 */
export interface Range {
  readonly start: Position;
  readonly end: Position;
  readonly cell?: string;
}
