/** A piece of Julia code that is no blank and no comment. Offsets are UTF-16 units of the text. */
export interface JuliaToken {
  readonly kind: 'name' | 'string' | 'line' | 'other';
  readonly start: number;
  readonly end: number;
}

/** In UTF-16 units. Longer code is generated, and not read. */
export const maxJuliaLength = 512 * 1024;

const namePattern = /[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}_!\u2032]*/uy;
const numberPattern = /\d[\w.]*/y;
const blankPattern = /[^\S\r\n]+/y;
const linePattern = /\r\n|\n|\r/y;
const charPattern = /'(?:\\[^\r\n']{0,10}'?|[^\\\r\n])'/uy;

/**
 * The tokens of Julia code: names with the keywords, whole string literals, ends of lines, and every other character by
 * itself. Comments, numbers and characters in quotes are passed over. Never throws; linear in the length of the text.
 */
export function juliaTokens(text: string): JuliaToken[] {
  const tokens: JuliaToken[] = [];
  for (let at = 0; at < text.length;) {
    const token = nextToken(text, at);
    if (token.kind !== 'nothing') tokens.push({ kind: token.kind, start: at, end: token.end });
    at = Math.max(token.end, at + 1);
  }
  return tokens;
}

function nextToken(text: string, at: number): { kind: JuliaToken['kind'] | 'nothing'; end: number } {
  const char = text.charAt(at);
  if (char === '#') return { kind: 'nothing', end: endOfComment(text, at) };
  if (char === '"' || char === '`') return { kind: 'string', end: endOfString(text, at) };
  if (char === "'") {
    const end = endOfCharacter(text, at);
    return end === undefined ? { kind: 'other', end: at + 1 } : { kind: 'nothing', end };
  }
  const line = endOf(linePattern, text, at);
  if (line !== undefined) return { kind: 'line', end: line };
  const passed = endOf(blankPattern, text, at) ?? endOf(numberPattern, text, at);
  if (passed !== undefined) return { kind: 'nothing', end: passed };
  const name = endOf(namePattern, text, at);
  if (name === undefined) return { kind: 'other', end: at + 1 };
  // A string literal right behind a name belongs to it: r"…", raw"…". Nothing is put into it.
  return ['"', '`'].includes(text.charAt(name))
    ? { kind: 'string', end: endOfString(text, name, true) }
    : { kind: 'name', end: name };
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Offset behind a comment: of `#= … =#`, which may stand in each other, or the end of the line. */
function endOfComment(text: string, start: number): number {
  if (text.charAt(start + 1) !== '=') {
    const length = text.slice(start).search(/[\r\n]/);
    return length === -1 ? text.length : start + length;
  }
  let depth = 0;
  for (let at = start; at < text.length;) {
    const pair = text.slice(at, at + 2);
    if (pair === '#=') depth += 1;
    if (pair === '=#') depth -= 1;
    if (depth === 0) return at + 2;
    at += pair === '#=' || pair === '=#' ? 2 : 1;
  }
  return text.length;
}

/** Offset behind `'x'`; undefined where the quote transposes what stands before it. */
function endOfCharacter(text: string, at: number): number | undefined {
  if (/[\p{L}\p{N}_)\]}'".!]/u.test(text.charAt(at - 1))) return undefined;
  return endOf(charPattern, text, at);
}

/** What is still open within a string literal: a literal with its quotes, or code in parentheses within one. */
type Open = { readonly close: string; readonly raw: boolean } | { depth: number };

/** Offset behind the string literal whose quotes begin at `start`, with the code that is put into it. */
function endOfString(text: string, start: number, raw = false): number {
  const open: Open[] = [];
  let at = openString(open, text, start, raw);
  while (at < text.length) {
    const top = open.at(-1);
    if (top === undefined) return at;
    at = 'close' in top ? stepInString(open, top, text, at) : stepInCode(open, top, text, at);
  }
  return text.length;
}

function openString(open: Open[], text: string, at: number, raw: boolean): number {
  const quote = text.charAt(at);
  const triple = text.startsWith(quote.repeat(3), at);
  open.push({ close: triple ? quote.repeat(3) : quote, raw });
  return at + (triple ? 3 : 1);
}

function stepInString(
  open: Open[],
  { close, raw }: { readonly close: string; readonly raw: boolean },
  text: string,
  at: number,
): number {
  if (text.charAt(at) === '\\') return at + 2;
  if (text.startsWith(close, at)) {
    open.pop();
    return at + close.length;
  }
  if (raw || !text.startsWith('$(', at)) return at + 1;
  open.push({ depth: 1 });
  return at + 2;
}

function stepInCode(open: Open[], code: { depth: number }, text: string, at: number): number {
  const char = text.charAt(at);
  if (char === '"' || char === '`') return openString(open, text, at, false);
  if (char === '#') return endOfComment(text, at);
  if (char === "'") return endOfCharacter(text, at) ?? at + 1;
  if (char === '(') code.depth += 1;
  if (char === ')') code.depth -= 1;
  if (code.depth === 0) open.pop();
  return at + 1;
}
