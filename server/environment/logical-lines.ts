import type { SourceText, TextSpan } from './text';
import { physicalLines, spanAt } from './text';

/** Lines joined by trailing backslashes, without their comment, as pip joins them. */
export interface LogicalLine {
  readonly source: SourceText;
  readonly text: string;
  /** Where pieces of `text` stand in the file: `text[at]` is at `offset`. */
  readonly pieces: readonly Piece[];
  readonly comment?: TextSpan;
}

interface Piece {
  readonly at: number;
  readonly offset: number;
  readonly length: number;
}

/**
 * The logical lines of a requirements file. A backslash at its end joins a line with the next one, unless the whole line
 * is a comment. A comment begins with `#` at the start of what was joined or behind a blank, and goes to its end: a
 * backslash at the end of a trailing comment takes the next line into the comment.
 */
export function* logicalLines(source: SourceText): Generator<LogicalLine> {
  let open: OpenLine | undefined;
  for (const line of physicalLines(source)) {
    open ??= { texts: [], pieces: [], length: 0 };
    const joins = line.text.endsWith('\\') && !/^\s*#/.test(line.text);
    append(open, joins ? withoutBackslashes(line.text) : line.text, line.start);
    if (joins) continue;
    yield close(source, open);
    open = undefined;
  }
  if (open !== undefined) yield close(source, open);
}

/** The piece `[start, end)` of a logical line, with its place in the file (which spans lines where the piece does). */
export function spanOf(line: LogicalLine, start: number, end: number): TextSpan {
  const from = offsetOf(line, start);
  const to = end > start ? offsetOf(line, end - 1) + 1 : from;
  return { text: line.text.slice(start, end), range: spanAt(line.source, from, to).range };
}

interface OpenLine {
  readonly texts: string[];
  readonly pieces: Piece[];
  length: number;
}

function append(open: OpenLine, text: string, offset: number): void {
  open.texts.push(text);
  open.pieces.push({ at: open.length, offset, length: text.length });
  open.length += text.length;
}

function close(source: SourceText, { texts, pieces }: OpenLine): LogicalLine {
  const joined: LogicalLine = { source, text: texts.join(''), pieces };
  const hash = commentStart(joined.text);
  if (hash === -1) return joined;
  return { ...joined, text: joined.text.slice(0, hash), comment: spanOf(joined, hash, joined.text.length) };
}

function commentStart(text: string): number {
  if (text.startsWith('#')) return 0;
  const found = /\s#/.exec(text);
  return found === null ? -1 : found.index + 1;
}

function withoutBackslashes(text: string): string {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === '\\') end -= 1;
  return text.slice(0, end);
}

function offsetOf(line: LogicalLine, at: number): number {
  const piece =
    line.pieces.findLast((candidate) => candidate.at <= at && candidate.length > 0) ?? line.pieces[0];
  return piece === undefined ? 0 : piece.offset + (at - piece.at);
}

/** One line whose text begins at `offset` of the file: a requirement that stands in a file of another kind. */
export function logicalLineAt(source: SourceText, text: string, offset: number): LogicalLine {
  return close(source, {
    texts: [text],
    pieces: [{ at: 0, offset, length: text.length }],
    length: text.length,
  });
}
