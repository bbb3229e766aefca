import type { Range } from '../../protocol';
import type { SourceText, TextSpan } from '../text';
import { rangeAt, spanAt } from '../text';
import type { SyntaxCursor, SyntaxTree } from './grammars';
import type { ShellCode, ShellError, ShellWord } from './shell-code';
import type { Around, CommandDraft, Frame, Hold, WordDraft } from './shell-drafts';
import { markList, markPipeline, newCommand } from './shell-drafts';
import {
  commandTypes,
  containers,
  directions,
  divisions,
  holds,
  redirectTypes,
  takesWord,
} from './shell-kinds';
import { unquoteDouble, unquoteLeaf } from './shell-quotes';

interface Walk {
  readonly source: SourceText;
  /** What is parsed, and its offset in the source. */
  readonly text: string;
  readonly base: number;
  readonly cursor: SyntaxCursor;
  readonly stack: Frame[];
  readonly around: Around;
  readonly commands: CommandDraft[];
  /** For each command, the number of substitutions around it: what it prints goes to the command there, not on. */
  readonly depths: number[];
  error?: ShellError;
}

/** What rules ask for in a syntax tree of bash, in one walk. `base` is where the text of the tree begins in the source. */
export function walkShell(
  source: SourceText,
  base: number,
  tree: SyntaxTree,
  text: string,
): Pick<ShellCode, 'commands' | 'error'> {
  const around = { guarded: 0, conditional: 0, function: 0, subshell: 0, substitution: 0 };
  return tree.visit((cursor) => {
    const walk: Walk = { source, text, base, cursor, stack: [], around, commands: [], depths: [] };
    visit(walk, tree.hasError);
    return { commands: walk.commands, ...(walk.error !== undefined && { error: walk.error }) };
  });
}

function visit(walk: Walk, faulty: boolean): void {
  const { cursor, stack } = walk;
  for (;;) {
    if (faulty && walk.error === undefined) noteError(walk);
    const frame = enter(walk);
    if (frame !== undefined) {
      stack.push(frame);
      if (cursor.gotoFirstChild()) continue;
      leave(walk);
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) return;
      leave(walk);
    }
  }
}

function noteError(walk: Walk): void {
  const { cursor } = walk;
  const missing = cursor.nodeIsMissing;
  if (missing ? !surelyMissing.has(cursor.nodeType) : cursor.nodeType !== 'ERROR') return;
  walk.error = { ...placeOf(walk), ...(missing && { missing: cursor.nodeType }) };
}

/** Of what the grammar finds missing: the end of a heredoc and a `]` are none of it where a shell is content. */
const surelyMissing = new Set(['fi', 'done', 'esac', 'then', 'do', ')', '`', '"']);

function placeOf({ cursor, source, base }: Walk): Range {
  return rangeAt(source, base + cursor.startIndex, base + cursor.endIndex);
}

function spanOf({ cursor, source, base }: Walk): TextSpan {
  return spanAt(source, base + cursor.startIndex, base + cursor.endIndex);
}

/** Looks at a node as it begins; gives a frame where its children are to be looked at. */
function enter(walk: Walk): Frame | undefined {
  const { cursor, stack, commands } = walk;
  const type = cursor.nodeType;
  const parent = stack.at(-1);
  if (type === 'comment') return undefined;
  if (parent === undefined) return frameOf(walk, type);
  const named = cursor.nodeIsNamed;
  if (!named) enterSign(walk, parent, type);
  else parent.lastChild = commands.length;
  if (takesWord(parent, type, named)) return enterWord(walk, parent, type);
  if (named && parent.type === 'string' && type !== 'string_content' && parent.word !== undefined)
    parent.word.literal = false;
  if (parent.type === 'command' && type === 'variable_assignment')
    parent.command?.assignments.push(spanOf(walk));
  return named ? frameOf(walk, type) : undefined;
}

/** Signs say how the statements around them hang together. */
function enterSign(walk: Walk, parent: Frame, type: string): void {
  const { commands } = walk;
  const goes = directions[type];
  if (parent.redirect !== undefined && goes !== undefined) parent.redirect.goes = goes;
  if (type === '&') for (const command of commands.slice(parent.lastChild)) command.inSubshell = true;
  if (type === 'then' || type === 'do') enterBranch(walk, type === 'do' ? walk.stack.at(-2) : parent);
  if (divisions[parent.type]?.includes(type) !== true) return;
  parent.firstSplit ??= commands.length;
  parent.lastSplit = commands.length;
  parent.operator = type;
  if (parent.type !== 'pipeline') hold(walk, parent, 'conditional');
}

/** Behind its condition, what an `if` or a `while` holds need not run. */
function enterBranch(walk: Walk, frame: Frame | undefined): void {
  const at = frame?.held.indexOf('guarded') ?? -1;
  if (frame === undefined || at === -1) return;
  walk.around.guarded -= 1;
  frame.held.splice(at, 1);
  hold(walk, frame, 'conditional');
}

function hold({ around }: Walk, { held }: Frame, key: Hold): void {
  around[key] += 1;
  held.push(key);
}

function frameOf(walk: Walk, type: string, word?: WordDraft): Frame {
  const { commands, around } = walk;
  const first = commands.length;
  const command = commandTypes.has(type) ? newCommand(placeOf(walk), around) : undefined;
  if (command !== undefined) {
    commands.push(command);
    walk.depths.push(around.substitution);
  }
  const frame: Frame = {
    type,
    first,
    lastChild: first,
    held: [],
    ...(command !== undefined && { command }),
    ...(word !== undefined && { word }),
    ...(redirectTypes.has(type) && { redirect: { hasTarget: type === 'heredoc_redirect' } }),
  };
  for (const key of holds[type] ?? []) hold(walk, frame, key);
  return frame;
}

function enterWord(walk: Walk, parent: Frame, type: string): Frame | undefined {
  const { cursor, text } = walk;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const said = cursor.nodeIsNamed ? unquoteLeaf(type, text.slice(start, end)) : text.slice(start, end);
  if (said !== undefined) {
    addWord(walk, parent, { start, end, text: said, literal: true });
    return undefined;
  }
  const literal = containers.has(type);
  return frameOf(walk, type, { start, end, joins: literal && type !== 'string', literal, pieces: [] });
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly literal: boolean;
}

/** Adds a piece to the word, or a word to the command or the redirection, that it stands in. */
function addWord(walk: Walk, parent: Frame, piece: Piece): void {
  const { word, command, redirect } = parent;
  if (word !== undefined) {
    word.pieces.push(piece.text);
    word.literal &&= piece.literal;
  } else if (command !== undefined) {
    command.words.push(shellWord(walk, piece));
  } else if (redirect !== undefined) {
    const [owner] = redirectedBy(walk, parent);
    if (redirect.hasTarget) owner?.words.push(shellWord(walk, piece));
    else if (redirect.goes === 'out') owner?.outputs.push(shellWord(walk, piece));
    redirect.hasTarget = true;
  }
}

function shellWord({ source, base, text }: Walk, { start, end, text: said, literal }: Piece): ShellWord {
  return {
    text: literal ? said : text.slice(start, end),
    range: rangeAt(source, base + start, base + end),
    literal,
  };
}

/** The commands of the statement that a redirection belongs to. */
function redirectedBy({ stack, commands }: Walk, { first }: Frame): readonly CommandDraft[] {
  const owner = stack.findLast(({ redirect, word }) => redirect === undefined && word === undefined);
  if (owner === undefined) return [];
  return owner.command === undefined ? commands.slice(owner.first, first) : [owner.command];
}

/** Looks at a node once its children have been. */
function leave(walk: Walk): void {
  const { stack, around, commands } = walk;
  const frame = stack.pop();
  if (frame === undefined) return;
  for (const key of frame.held) around[key] -= 1;
  const parent = stack.at(-1);
  if (frame.word !== undefined && parent !== undefined)
    addWord(walk, parent, wholeWord(walk, frame.type, frame.word));
  if (frame.type === 'pipeline')
    markPipeline(commands, frame, (at) => walk.depths[at] === around.substitution);
  if (frame.type === 'list') markList(commands, frame);
  if (frame.redirect?.goes === 'in') for (const command of redirectedBy(walk, frame)) command.fed = true;
}

function wholeWord({ text }: Walk, type: string, { start, end, literal, pieces }: WordDraft): Piece {
  const said = type === 'string' ? unquoteDouble(text.slice(start + 1, end - 1)) : pieces.join('');
  return { start, end, literal, text: said };
}
