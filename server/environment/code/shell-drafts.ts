import type { Range } from '../../protocol';
import type { TextSpan } from '../text';
import type { ShellWord } from './shell-code';

/** What may hold at a place of a script: numbers of enclosing constructs of a kind. */
export type Hold = 'guarded' | 'conditional' | 'function' | 'subshell' | 'substitution';
export type Around = Record<Hold, number>;

/** A command while the walk is in it or in the statement around it. */
export interface CommandDraft {
  readonly words: ShellWord[];
  readonly assignments: TextSpan[];
  readonly outputs: ShellWord[];
  piped: boolean;
  fed: boolean;
  guarded: boolean;
  conditional: boolean;
  inSubshell: boolean;
  readonly inFunction: boolean;
  readonly range: Range;
}

/** A word while the walk is in it. */
export interface WordDraft {
  readonly start: number;
  readonly end: number;
  /** True where it is what its parts are together; of one in double quotes what it says is taken as a whole. */
  readonly joins: boolean;
  literal: boolean;
  readonly pieces: string[];
}

/** A redirection while the walk is in it. */
export interface RedirectDraft {
  goes?: 'in' | 'out';
  /** Its first word is a file; words behind that are arguments of the command. */
  hasTarget: boolean;
}

/** A node that the walk is in. */
export interface Frame {
  readonly type: string;
  /** Number of commands as it began, itself not counted. */
  readonly first: number;
  /** Number of commands as the latest of its children began. */
  lastChild: number;
  readonly held: Hold[];
  readonly command?: CommandDraft;
  readonly word?: WordDraft;
  readonly redirect?: RedirectDraft;
  /** Of a list: the latest of `&&` and `||` in it. */
  operator?: string;
  /** Numbers of commands before the first and the last of the signs that divide a list or a pipeline. */
  firstSplit?: number;
  lastSplit?: number;
}

export function newCommand(range: Range, around: Around): CommandDraft {
  return {
    words: [],
    assignments: [],
    outputs: [],
    piped: false,
    fed: false,
    guarded: around.guarded > 0,
    conditional: around.conditional > 0,
    inSubshell: around.subshell > 0,
    inFunction: around.function > 0,
    range,
  };
}

/** In `a | b | c`, all but the last are piped, and all but the first fed; `isOwn` leaves out those of substitutions. */
export function markPipeline(
  commands: readonly CommandDraft[],
  frame: Frame,
  isOwn: (index: number) => boolean,
): void {
  const { first, firstSplit = commands.length, lastSplit = commands.length } = frame;
  for (const [index, command] of commands.slice(first, lastSplit).entries())
    if (isOwn(first + index)) command.piped = true;
  for (const command of commands.slice(firstSplit)) command.fed = true;
}

/** Commands that end the script, or are there to fail. */
const ends = new Set(['exit', 'return', 'false']);

/** What stands before `||` may fail, unless what stands behind it ends the script. */
export function markList(commands: readonly CommandDraft[], { first, lastSplit, operator }: Frame): void {
  if (operator !== '||' || lastSplit === undefined) return;
  if (commands.slice(lastSplit).some(({ words }) => ends.has(words[0]?.text ?? ''))) return;
  for (const command of commands.slice(first, lastSplit)) command.guarded = true;
}
