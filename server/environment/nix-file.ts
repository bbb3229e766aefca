import type { SourceText, TextSpan } from './text';
import { rangeAt, spanAt } from './text';

/** default.nix: nix evaluates it. What is understood are its words: paths such as `<nixpkgs>`, names and texts. */
export interface NixFile {
  readonly source: SourceText;
  /** `<nixpkgs>`: what it means depends on the machine. Its text is without the angles. */
  readonly searchPaths: readonly TextSpan[];
  /** Texts without anything put into them, with the places between their quotes. */
  readonly texts: readonly TextSpan[];
  /** Every name in the code, of functions and of attributes. */
  readonly names: ReadonlySet<string>;
}

const searchPath = /<[A-Za-z0-9._+-]+(?:\/[A-Za-z0-9._+-]+)*>/y;
const name = /[A-Za-z_][\w'-]*/y;
const passed = /\s+|#[^\r\n]*|\/\*[^]*?(?:\*\/|$)/y;

/** Reads default.nix: comments and texts are told from code. Never throws. */
export function readNix(source: SourceText): NixFile {
  const { text } = source;
  const searchPaths: TextSpan[] = [];
  const texts: TextSpan[] = [];
  const names = new Set<string>();
  for (let at = 0; at < text.length;) {
    const string = openedString(text, at);
    const blank = endOf(passed, text, at);
    const path = endOf(searchPath, text, at);
    const word = endOf(name, text, at);
    if (string !== undefined) {
      const { start, end, next, plain } = string;
      if (plain) texts.push({ text: text.slice(start, end), range: rangeAt(source, start, end) });
      at = next;
    } else if (blank !== undefined) at = blank;
    else if (path !== undefined) {
      searchPaths.push(spanAt(source, at + 1, path - 1));
      at = path;
    } else if (word !== undefined) {
      names.add(text.slice(at, word));
      at = word;
    } else at += 1;
  }
  return { source, searchPaths, texts, names };
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

interface StringAt {
  /** Between the quotes. */
  readonly start: number;
  readonly end: number;
  /** Behind them. */
  readonly next: number;
  /** False where code is put into it. */
  readonly plain: boolean;
}

const escape: Readonly<Record<string, RegExp>> = { '"': /\\[^]/y, "''": /''(?:[$']|\\[^])/y };

/** The string that begins at an offset: `"…"` or `''…''`. Code in `${…}` ends at the brace that closes it. */
function openedString(text: string, at: number): StringAt | undefined {
  const quote = text.startsWith("''", at) ? "''" : text.charAt(at) === '"' ? '"' : undefined;
  const pattern = quote === undefined ? undefined : escape[quote];
  if (quote === undefined || pattern === undefined) return undefined;
  const start = at + quote.length;
  let plain = true;
  let depth = 0;
  for (let index = start; index < text.length;) {
    const escaped = depth === 0 ? endOf(pattern, text, index) : undefined;
    if (escaped !== undefined) index = escaped;
    else if (depth === 0 && text.startsWith(quote, index))
      return { start, end: index, next: index + quote.length, plain };
    else {
      const opens = text.startsWith('${', index);
      if (opens) plain = false;
      if (opens || (depth > 0 && text.charAt(index) === '{')) depth += 1;
      else if (depth > 0 && text.charAt(index) === '}') depth -= 1;
      index += opens ? 2 : 1;
    }
  }
  return { start, end: text.length, next: text.length, plain: false };
}
