import { stripVTControlCharacters } from 'node:util';
import type { AppErrorData } from '../protocol';

/** Where a command writes. Standard output has results only; everything said on the way goes to standard error. */
export interface Output {
  /** With `--json`: standard output holds JSON lines alone. */
  readonly json: boolean;
  /** True when a person watches standard error on a terminal. */
  readonly live: boolean;
  /** Width of that terminal in columns. */
  readonly columns: number;
  /** One JSON object on a line of standard output, with `--json`; nothing otherwise. */
  record(value: object): void;
  /** A failure as such a line, unless the last one was the event that told it. */
  recordFailure(error: AppErrorData): void;
  /** A result for people: standard output, or standard error with `--json`. */
  result(text: string): void;
  /** Something said on the way. */
  say(text: string): void;
  /** Raw text for standard error, for what redraws itself. */
  draw(text: string): void;
  readonly style: Style;
}

/** Escape sequences, or nothing where they are not wanted. */
export interface Style {
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly fail: (text: string) => string;
  readonly good: (text: string) => string;
}

interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

export function createOutput(
  streams: Streams,
  json: boolean,
  env: Readonly<Record<string, string | undefined>>,
): Output {
  const { stdout, stderr } = streams;
  const live = stderr.isTTY && env['TERM'] !== 'dumb';
  let toldFailure = false;
  const record = (value: object): void => {
    toldFailure = 'phase' in value && value.phase === 'failed';
    if (json) print(stdout, JSON.stringify(value));
  };
  const print = (stream: NodeJS.WriteStream, text: string): void => {
    stream.write(text.endsWith('\n') ? text : `${text}\n`);
  };
  return {
    json,
    live,
    get columns() {
      return stderr.columns || 80;
    },
    record,
    recordFailure: (error) => {
      if (!toldFailure) record({ phase: 'failed', message: error.message, error });
    },
    result: (text) => print(json ? stderr : stdout, text),
    say: (text) => print(stderr, text),
    draw: (text) => void stderr.write(text),
    style: createStyle(live && (env['NO_COLOR'] ?? '') === ''),
  };
}

function createStyle(colour: boolean): Style {
  const wrap = (open: number, close: number) => (text: string) =>
    colour ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return { dim: wrap(2, 22), bold: wrap(1, 22), warn: wrap(33, 39), fail: wrap(31, 39), good: wrap(32, 39) };
}

/** A line of a tool's output as plain text: no escape sequences, nothing that could move the cursor. */
export function plainLine(text: string): string {
  return stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
