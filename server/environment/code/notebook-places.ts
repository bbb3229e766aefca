/** A stretch of a JSON text, end exclusive, in UTF-16 units. */
export interface JsonPlace {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the value at `path` (names of objects, indices of lists) stands in a JSON text, without building the values: what
 * lies before it is passed over string by string, so that it costs little in a notebook of many megabytes. The text must
 * be valid JSON, as a notebook's that was read is; of a name that stands twice the first counts.
 */
export function jsonPlace(text: string, path: readonly (string | number)[]): JsonPlace | undefined {
  let at = blanks(text, 0);
  for (const step of path) {
    const value = typeof step === 'string' ? memberAt(text, at, step) : itemAt(text, at, step);
    if (value === undefined) return undefined;
    at = value;
  }
  return { start: at, end: valueEnd(text, at) };
}

/** Start of the value of `name` in the object that begins at `at`. */
function memberAt(text: string, at: number, name: string): number | undefined {
  if (text.charAt(at) !== '{') return undefined;
  const written = JSON.stringify(name);
  let place = blanks(text, at + 1);
  while (text.charAt(place) === '"') {
    const nameEnd = valueEnd(text, place);
    const value = blanks(text, blanks(text, nameEnd) + 1);
    if (text.slice(place, nameEnd) === written) return value;
    place = next(text, valueEnd(text, value));
  }
  return undefined;
}

function itemAt(text: string, at: number, index: number): number | undefined {
  if (text.charAt(at) !== '[') return undefined;
  let place = blanks(text, at + 1);
  for (let count = 0; place < text.length && text.charAt(place) !== ']'; count += 1) {
    if (count === index) return place;
    place = next(text, valueEnd(text, place));
  }
  return undefined;
}

/** What follows a value and its comma: the next name or item, or the closing bracket. */
function next(text: string, valueEnds: number): number {
  const place = blanks(text, valueEnds);
  return text.charAt(place) === ',' ? blanks(text, place + 1) : place;
}

function blanks(text: string, at: number): number {
  let place = at;
  while (place < text.length && text.charCodeAt(place) <= 32) place += 1;
  return place;
}

/** End of the value that begins at `at`. */
function valueEnd(text: string, at: number): number {
  const first = text.charAt(at);
  if (first === '"') return stringEnd(text, at);
  if (first !== '{' && first !== '[') return wordEnd(text, at);
  let depth = 0;
  for (let place = at; place < text.length; place += 1) {
    const char = text.charCodeAt(place);
    if (char === quote) place = stringEnd(text, place) - 1;
    else if (char === openBrace || char === openBracket) depth += 1;
    else if (char === closeBrace || char === closeBracket) {
      depth -= 1;
      if (depth === 0) return place + 1;
    }
  }
  return text.length;
}

const [quote, backslash] = [34, 92];
const [openBrace, closeBrace, openBracket, closeBracket] = [123, 125, 91, 93];

function stringEnd(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let place = at - 1;
  while (text.charCodeAt(place) === backslash) place -= 1;
  return (at - 1 - place) % 2 === 1;
}

function wordEnd(text: string, at: number): number {
  let place = at;
  while (place < text.length && /[\w.+-]/.test(text.charAt(place))) place += 1;
  return place;
}
