import type { Interrupts } from './interrupts';
import type { Output } from './output';

/** One option of a command: how it is read, and how help tells it. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** May be given more than once; its values are a list. */
  readonly multiple?: true;
  /** What stands for the value in help, for example `NAME`. */
  readonly value?: string;
  /** The only values that are taken. */
  readonly choices?: readonly string[];
  readonly help: string;
}

/** A row of the table of commands, from which help and the README derive. */
export interface Command {
  /** Operands as help shows them, for example `<repo>`. */
  readonly operands: string;
  /** How many operands there must be, at least and at most. */
  readonly count: readonly [number, number];
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Loads what the command needs; nothing heavy is loaded before. */
  readonly load: () => Promise<CommandModule>;
}

export interface CommandModule {
  /** @returns the exit code; throws AppError for expected failures and Cancelled after Ctrl-C */
  readonly run: (input: Input, context: Context) => Promise<number>;
}

/** What the user wrote behind the command's name, checked against its row. */
export interface Input {
  readonly operands: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  /** Of options that may be given more than once. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

/** What a command has of the world. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly output: Output;
  readonly interrupts: Interrupts;
  /** Asks a question that is answered by yes or no; undefined where nobody can answer. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
  /** The file that runs as `bindery`, to start the agent from. */
  readonly program: string;
}

export const exitCodes = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const;
