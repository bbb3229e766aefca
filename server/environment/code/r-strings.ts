import type { SourceText, TextSpan } from '../text';
import { rangeAt } from '../text';

/** Simple escapes of R's strings. */
const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The string literal at `[start, end)`: what it says, with the place between its quotes. */
export function rString(source: SourceText, start: number, end: number): TextSpan {
  const written = source.text.slice(start, end);
  // No one writes more dashes than that; the bound keeps the look at each literal short.
  const raw = /^[rR]["'](-{0,50})[([{]/.exec(written.slice(0, 60));
  const [open, close] = raw === null ? [1, 1] : [raw[0].length, 2 + (raw[1] ?? '').length];
  const closed = written.length >= open + close ? end - close : end;
  const from = Math.min(start + open, end);
  const text = source.text.slice(from, Math.max(from, closed));
  return {
    text: raw === null && text.includes('\\') ? unescaped(text) : text,
    range: rangeAt(source, from, Math.max(from, closed)),
  };
}

function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([\da-f]{1,2})|[uU](?:\{([\da-f]{1,6})\}|([\da-f]{1,6}))|([^]))/gi,
    (all, hex?: string, braced?: string, plain?: string, char?: string) => {
      if (char !== undefined) return escapes[char] ?? char;
      const code = Number.parseInt(hex ?? braced ?? plain ?? '', 16);
      return code > 0x10ffff ? all : String.fromCodePoint(code);
    },
  );
}
