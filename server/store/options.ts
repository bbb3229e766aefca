/** Receives what the store cannot tell a caller: unreadable records, a log that cannot be written. */
export interface StoreLogger {
  warn(details: Readonly<Record<string, unknown>>, message: string): void;
}

/** Bounds of a job's log on disk. */
export interface LogLimits {
  /** The log's beginning, which is always kept: lines and bytes. */
  readonly headLines: number;
  readonly headBytes: number;
  /** Its end: at least so many of the last lines (or bytes) are kept, and at most twice as many. */
  readonly tailLines: number;
  readonly tailBytes: number;
}

/** About 24 MiB for the longest log. */
export const defaultLogLimits: LogLimits = {
  headLines: 20_000,
  headBytes: 8 * 1024 * 1024,
  tailLines: 20_000,
  tailBytes: 8 * 1024 * 1024,
};

/** Days after which a fact that moves is looked up again, unless configured otherwise. */
export const defaultFactDays = 30;

export interface StoreOptions {
  readonly logger?: StoreLogger;
  readonly now?: () => Date;
  readonly logLimits?: LogLimits;
  /** Days after which facts that move are looked up again. 30 unless told otherwise. */
  readonly factDays?: number;
}
