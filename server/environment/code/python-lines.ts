/** A logical line of a notebook's cell: a statement, or several with semicolons between them. */
export interface CellLine {
  /** Offset of its first character that is not blank. */
  readonly start: number;
  /** Offset of its end, the line break not included. */
  readonly end: number;
  /** True for a line that begins with what only IPython understands: `%`, `!`, `?`. */
  readonly escaped: boolean;
  /** Offset of the `%` or `!` of `name = %magic` and `name = !command`. */
  readonly assigned?: number;
  /** Offset of its last character that is neither blank nor of a comment. */
  readonly last: number;
}

const quote = 0x22;
const apostrophe = 0x27;
const backslash = 0x5c;
const equals = 0x3d;

/** The logical lines of a text from an offset on. What stands in strings and brackets begins no line. */
export function* cellLines(text: string, from: number): Generator<CellLine> {
  let at = from;
  for (;;) {
    while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
    if (at >= text.length) return;
    const line = isEscape(text.charAt(at)) ? rawLine(text, at) : codeLine(text, at);
    yield line;
    at = line.end;
  }
}

function rawLine(text: string, start: number): CellLine {
  const end = rawEnd(text, start);
  return { start, end, escaped: true, last: end - 1 };
}

/** The end of a line that is not Python; a backslash at its end takes the next line too. */
export function rawEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isBreak(code)) return at;
    at = code === backslash ? afterEscape(text, at) : at + 1;
  }
  return text.length;
}

function codeLine(text: string, start: number): CellLine {
  let depth = 0;
  let last = start;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isBreak(code) && depth === 0) break;
    if (code === 0x23) {
      while (at < text.length && !isBreak(text.charCodeAt(at))) at += 1;
      continue;
    }
    if (!isBlank(code)) last = at;
    if (code === quote || code === apostrophe) at = stringEnd(text, at);
    else if (code === backslash) at = afterEscape(text, at);
    else {
      if (code === 0x28 || code === 0x5b || code === 0x7b) depth += 1;
      else if (code === 0x29 || code === 0x5d || code === 0x7d) depth = Math.max(0, depth - 1);
      else if (code === equals && depth === 0) {
        const assigned = assignedAt(text, at);
        if (assigned !== undefined) {
          const end = rawEnd(text, assigned);
          return { start, end, escaped: false, assigned, last: end - 1 };
        }
      }
      at += 1;
    }
  }
  return { start, end: Math.min(at, text.length), escaped: false, last };
}

/** Where what is assigned begins, for an `=` with `%magic` or `!command` behind it. */
function assignedAt(text: string, at: number): number | undefined {
  if (/[=!<>+\-*/%&|^:@]/.test(text.charAt(at - 1))) return undefined;
  let next = at + 1;
  while (text.charAt(next) === ' ' || text.charAt(next) === '\t') next += 1;
  const sign = text.charAt(next);
  if (sign === '%') return /[\w%]/.test(text.charAt(next + 1)) ? next : undefined;
  return sign === '!' && text.charAt(next + 1) !== '=' ? next : undefined;
}

/** Behind a string that begins at `start`; a text of one line ends with its line. */
function stringEnd(text: string, start: number): number {
  const mark = text.charAt(start);
  const triple = text.startsWith(mark.repeat(3), start);
  let at = start + (triple ? 3 : 1);
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === backslash) at = afterEscape(text, at);
    else if (!triple && isBreak(code)) return at;
    else if (triple ? text.startsWith(mark.repeat(3), at) : text.charAt(at) === mark)
      return at + (triple ? 3 : 1);
    else at += 1;
  }
  return text.length;
}

/** Behind a backslash and what it escapes. */
function afterEscape(text: string, at: number): number {
  return Math.min(text.length, at + (text.startsWith('\r\n', at + 1) ? 3 : 2));
}

function isEscape(sign: string): boolean {
  return sign === '%' || sign === '!' || sign === '?';
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff;
}
