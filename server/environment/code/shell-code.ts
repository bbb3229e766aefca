import type { Range } from '../../protocol';
import type { SourceText, TextSpan } from '../text';
import type { SyntaxParser, SyntaxTree } from './grammars';
import { walkShell } from './shell-walk';

/** A simple command: `apt-get install -y curl`, `export NAME=value`. */
export interface ShellCommand {
  /** The command and its arguments, quotes taken off where a word is a literal; their places are as written. */
  readonly words: readonly ShellWord[];
  /** Assignments before it: `DEBIAN_FRONTEND=noninteractive`. */
  readonly assignments: readonly TextSpan[];
  /** Files that it writes to by `>`, `>>` and the like. */
  readonly outputs: readonly ShellWord[];
  /** True where its output goes into a pipe. */
  readonly piped: boolean;
  /** True where it reads from a pipe, a file or a text of the script: it waits for nobody. */
  readonly fed: boolean;
  /**
   * True where its failure does not end the script: `x || true`, the condition of an `if`, `! x`. False for
   * `x || exit 1`.
   */
  readonly guarded: boolean;
  /** True in a branch of `if` or `case`, in a `while` and behind `&&` or `||`: it need not run. */
  readonly conditional: boolean;
  /** True in `( )`, `$( )`, a pipe and before `&`: what it does to the shell (its folder, its variables) ends with it. */
  readonly inSubshell: boolean;
  /** True in the body of a function. */
  readonly inFunction: boolean;
  readonly range: Range;
}

export interface ShellWord extends TextSpan {
  /** False where it holds an expansion: what it says is known only when it runs. `~` and wildcards count as literal. */
  readonly literal: boolean;
}

/** A shell script, the shell lines of a Dockerfile or those of a notebook. Positions are those of `source`. */
export interface ShellCode {
  readonly source: SourceText;
  /** In the order in which they begin. */
  readonly commands: readonly ShellCommand[];
  /** False where it could not be read at all: no parser, too long, or made to be slow. */
  readonly complete: boolean;
  /** The first place that the grammar does not understand. The grammar may be wrong: it knows less than a shell. */
  readonly error?: ShellError;
}

export interface ShellError extends Range {
  /** What is missing there, where only that is wrong: `fi`, `done`. */
  readonly missing?: string;
}

/** In UTF-16 units. Longer scripts carry an archive, or are generated. */
export const maxShellLength = 64 * 1024;

/** Each of them makes the parser look back at all before: more take time and memory beyond measure. */
const maxPipes = 1000;

/**
 * Reads shell code in `source[start, end)`; the whole text by default. `text` is parsed in its place where something
 * that is no shell code stands between: as long as the piece, with blanks for that. Nothing is found where no parser is
 * there.
 */
export function readShell(
  source: SourceText,
  parser: SyntaxParser | undefined,
  start = 0,
  end = source.text.length,
  text = source.text.slice(start, end),
): ShellCode {
  const tree = parser === undefined || !isReadable(text) ? undefined : parsed(parser, text);
  if (tree === undefined) return { source, commands: [], complete: false };
  try {
    return { source, complete: true, ...walkShell(source, start, tree, text) };
  } finally {
    tree.delete();
  }
}

function isReadable(text: string): boolean {
  if (text.length > maxShellLength || text.includes('\0')) return false;
  let pipes = 0;
  for (let at = text.indexOf('|'); at !== -1 && pipes <= maxPipes; at = text.indexOf('|', at + 1)) pipes += 1;
  return pipes <= maxPipes;
}

/** Undefined where the parser gave up. */
function parsed(parser: SyntaxParser, text: string): SyntaxTree | undefined {
  try {
    return parser.parse(text);
  } catch {
    return undefined;
  }
}
