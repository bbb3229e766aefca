import type { Position, Range } from '../protocol';

/** How the bytes of a file were read. Positions count in the decoded text, without its byte order mark, as editors do. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** A decoded file of the repository and where its lines begin. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
  readonly encoding: TextEncoding;
  /** Offset of the first character of each line; the first is always 0. */
  readonly lineStarts: readonly number[];
  /** Set where the text is that of one cell of the notebook at `path`: its zero-based index, in decimal. */
  readonly cell?: string;
}

/** A line as it stands in the file, without its line break. */
export interface PhysicalLine {
  readonly text: string;
  readonly start: number;
  /** Zero-based. */
  readonly number: number;
}

/** A piece of a file and its place. */
export interface TextSpan {
  readonly text: string;
  readonly range: Range;
}

/** Decodes a file; its encoding is guessed where no byte order mark tells it (contracts/repo2docker.md section 5). */
export function sourceText(path: string, content: Uint8Array | string): SourceText {
  const decoded =
    typeof content === 'string' ? { text: content, encoding: 'utf-8' as const } : decode(content);
  return { path, ...decoded, lineStarts: lineStartsOf(decoded.text) };
}

/** Lines end at LF, CRLF or CR, as for Python's text files. */
export function* physicalLines(source: SourceText): Generator<PhysicalLine> {
  for (const [number, start] of source.lineStarts.entries()) {
    const next = source.lineStarts[number + 1] ?? source.text.length + 1;
    yield { text: withoutBreak(source.text.slice(start, next)), start, number };
  }
}

/** The place of an offset. Offsets beyond the end count as the end. */
export function positionAt(source: SourceText, offset: number): Position {
  const bounded = Math.max(0, Math.min(offset, source.text.length));
  const line = lastAtMost(source.lineStarts, bounded);
  return { offset: bounded, line, column: bounded - (source.lineStarts[line] ?? 0) };
}

/** The range of `[start, end)`. */
export function rangeAt(source: SourceText, start: number, end: number): Range {
  const range = { start: positionAt(source, start), end: positionAt(source, end) };
  return source.cell === undefined ? range : { ...range, cell: source.cell };
}

/**
 * The range of `[start, end)`, whose positions are found when they are asked for: code has many places, and rules ask
 * for few of them. It says the same as that of `rangeAt`, and is not equal to it where objects are compared by kind.
 */
export function lazyRangeAt(source: SourceText, start: number, end: number): Range {
  return new LazyRange(source, start, end);
}

class LazyRange implements Range {
  readonly cell?: string;
  private found: Range | undefined;

  constructor(
    private readonly source: SourceText,
    private readonly from: number,
    private readonly to: number,
  ) {
    if (source.cell !== undefined) this.cell = source.cell;
  }

  /** Offset of its start, without finding the line. */
  get startOffset(): number {
    return this.from;
  }

  get start(): Position {
    return this.toJSON().start;
  }

  get end(): Position {
    return this.toJSON().end;
  }

  /** The plain range. */
  toJSON(): Range {
    return (this.found ??= rangeAt(this.source, this.from, this.to));
  }
}

/** Where a range begins, for those who ask of many: positions of lazy ranges are not found for it. */
export function startOffset(range: Range): number {
  return range instanceof LazyRange ? range.startOffset : range.start.offset;
}

/** The piece `[start, end)` with its place, found when it is asked for. */
export function lazySpanAt(source: SourceText, start: number, end: number): TextSpan {
  return { text: source.text.slice(start, end), range: lazyRangeAt(source, start, end) };
}

/** The piece `[start, end)` with its place. */
export function spanAt(source: SourceText, start: number, end: number): TextSpan {
  return { text: source.text.slice(start, end), range: rangeAt(source, start, end) };
}

/** A text fit for a message: one line, at most `limit` characters. */
export function excerpt(text: string, limit = 80): string {
  const head = text
    .slice(0, limit + 1)
    .replace(/\s+/g, ' ')
    .trim();
  // Control characters must not reach a terminal.
  const visible = head.replace(/[\u0000-\u001f\u007f]/g, '\ufffd');
  return text.length > limit ? `${visible.slice(0, limit)}…` : visible;
}

function decode(bytes: Uint8Array): { text: string; encoding: TextEncoding } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs(bytes, 'utf-16be');
  const wide = guessUtf16(bytes);
  if (wide !== undefined) return decodeAs(bytes, wide);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return decodeAs(bytes, 'windows-1252');
  }
}

function decodeAs(bytes: Uint8Array, encoding: TextEncoding): { text: string; encoding: TextEncoding } {
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

/** UTF-16 without a mark: of western text, every other byte is zero. */
function guessUtf16(bytes: Uint8Array): TextEncoding | undefined {
  const sample = bytes.subarray(0, 4096);
  if (sample.length < 4 || bytes.length % 2 !== 0) return undefined;
  const zeros: [number, number] = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2 === 0 ? 0 : 1] += 1;
  });
  const many = sample.length * 0.3;
  if (zeros[1] > many && zeros[0] === 0) return 'utf-16le';
  return zeros[0] > many && zeros[1] === 0 ? 'utf-16be' : undefined;
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

function withoutBreak(line: string): string {
  if (line.endsWith('\r\n')) return line.slice(0, -2);
  return line.endsWith('\n') || line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** Index of the last element that is at most `value`, in a sorted list whose first element is. */
function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? Infinity) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
