import type { DockerInstruction, DockerfileFile } from './dockerfile';
import type { TextSpan } from './text';
import { spanAt } from './text';

/** What stands behind the keyword of an instruction, piece by piece. */
export interface DockerArguments {
  /** `--from=builder`: what begins with two dashes before all else. */
  readonly flags: readonly TextSpan[];
  /** The words, or the strings of the JSON form. Quotes are taken off; places are as written. */
  readonly words: readonly TextSpan[];
  /** True for `["a", "b"]`. */
  readonly json: boolean;
  /** Offset of what stands behind the flags. */
  readonly start: number;
}

/** The pieces of an instruction's arguments: of its first line and those that continue it, heredocs left out. */
export function dockerArguments(file: DockerfileFile, instruction: DockerInstruction): DockerArguments {
  const { source } = file;
  const held = instruction.arguments;
  if (held === undefined)
    return { flags: [], words: [], json: false, start: instruction.written.range.end.offset };
  const { offset } = held.range.start;
  const text = joinedLines(file, instruction);
  const flags: TextSpan[] = [];
  let at = 0;
  for (;;) {
    const flag = /^\s*(--[a-z][\w-]*(?:=\S*)?)(?=\s|$)/.exec(text.slice(at, at + maxFlag));
    if (flag?.[1] === undefined) break;
    at += flag[0].length;
    flags.push(spanAt(source, offset + at - flag[1].length, offset + at));
  }
  const rest = text.slice(at);
  const start = at + rest.length - rest.trimStart().length;
  const strings = jsonStrings(text.slice(start));
  const found = strings ?? wordsOf(text.slice(start));
  const words = found.map(({ from, to, said }) => ({
    text: said,
    range: spanAt(source, offset + start + from, offset + start + to).range,
  }));
  return { flags, words, json: strings !== undefined, start: offset + start };
}

/** Longer flags are nobody's. */
const maxFlag = 1000;

/** More words than anybody writes. */
const maxWords = 2000;

/**
 * The lines of an instruction as one, as long as they are: blanks for comments between them, for what continues a line
 * and for the line breaks.
 */
export function joinedLines(file: DockerfileFile, instruction: DockerInstruction): string {
  return maskedLines(file, instruction, ' ');
}

/** The same for a shell: what continues a line stays, right before its line break. */
export function shellLines(file: DockerfileFile, instruction: DockerInstruction): string {
  return maskedLines(file, instruction, '\\');
}

function maskedLines(
  { source, escape }: DockerfileFile,
  { arguments: held, heredocs }: DockerInstruction,
  sign: string,
): string {
  if (held === undefined) return '';
  const { start, end } = held.range;
  const stop = heredocs[0]?.range.start.offset ?? end.offset;
  const lines = source.text.slice(start.offset, stop).split(/(?<=\n|\r(?!\n))/);
  const masked = lines.map((line, index) => {
    const content = line.trimEnd();
    const isGap = index > 0 && (content.trim() === '' || content.trimStart().startsWith('#'));
    if (isGap) return ' '.repeat(line.length);
    if (!content.endsWith(escape)) return line;
    const breaks = /[\r\n]*$/.exec(line)?.[0] ?? '';
    const blanks = line.length - content.length - breaks.length;
    return sign === ' '
      ? content.slice(0, -1) + ' '.repeat(blanks + 1 + breaks.length)
      : content.slice(0, -1) + ' '.repeat(blanks) + sign + breaks;
  });
  return masked.join('');
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly said: string;
}

/** The strings of `["a", "b"]`, or undefined where the text is no such list. */
function jsonStrings(text: string): Piece[] | undefined {
  if (!text.startsWith('[')) return undefined;
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(said) || !said.every((each) => typeof each === 'string')) return undefined;
  const places = [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)];
  return places.slice(0, maxWords).map((match, index) => ({
    from: match.index,
    to: match.index + match[0].length,
    said: said[index] ?? '',
  }));
}

/** Words between blanks; quotes may stand anywhere in one. A quote that is never closed reaches to the end. */
function wordsOf(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  while (at < text.length && found.length < maxWords) {
    if (/\s/.test(text.charAt(at))) at += 1;
    else {
      const word = wordAt(text, at);
      found.push(word);
      at = word.to;
    }
  }
  return found;
}

function wordAt(text: string, from: number): Piece {
  const said: string[] = [];
  let quote = '';
  let at = from;
  for (; at < text.length; at += 1) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (quote === '' && /\s/.test(char)) break;
    if (quote === '' ? char === '"' || char === "'" : char === quote) quote = quote === '' ? char : '';
    else if (quote === '"' && char === '\\' && /["\\$]/.test(next)) {
      said.push(next);
      at += 1;
    } else said.push(char);
  }
  return { from, to: at, said: said.join('') };
}
