/** What one line of the table says. */
export interface Line {
  readonly what: string;
  /** Of both sides. Absent: milliseconds. */
  readonly unit?: 'bytes';
  /** Medians. */
  readonly ours: number;
  readonly peer: { readonly name: string; readonly time: number };
  /** Runs behind each median. */
  readonly n: number;
  /** The number to reach, in words, and whether it was in this run; absent for a line that others explain themselves by. */
  readonly goal: string;
  readonly met?: boolean;
}

export interface BenchContext {
  /** A folder for this row alone, removed afterwards. */
  readonly folder: string;
  /** Path of the bundled command line. */
  readonly bindery: string;
  /** How often each side is measured. */
  readonly runs: number;
}

/** A row of the table in docs/architecture.md, "Numbers to reach". */
export interface Row {
  readonly name: string;
  /** @throws CannotMeasure where the peer or a part is not there */
  readonly measure: (context: BenchContext) => Promise<readonly Line[]>;
}

/** A row that cannot be measured on this machine, and why. */
export class CannotMeasure extends Error {
  override readonly name = 'CannotMeasure';
}
