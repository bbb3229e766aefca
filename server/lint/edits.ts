import type { SourceText, TextSpan } from '../environment/text';
import { rangeAt } from '../environment/text';
import type { FileEdit, Range } from '../protocol';

/** Replaces a piece of a file. */
export function replaceSpan(source: SourceText, { range }: Pick<TextSpan, 'range'>, text: string): FileEdit {
  return { kind: 'replace', file: source.path, range, text };
}

/** Inserts at an offset of the text. */
export function insertAt(source: SourceText, offset: number, text: string): FileEdit {
  return { kind: 'replace', file: source.path, range: rangeAt(source, offset, offset), text };
}

/** Removes the lines that a range touches, with the line break behind them (before them, at the end of the file). */
export function deleteLines(source: SourceText, { start, end }: Range): FileEdit {
  const first = source.lineStarts[start.line] ?? 0;
  const last = end.column === 0 && end.line > start.line ? end.line - 1 : end.line;
  const next = source.lineStarts[last + 1];
  const range =
    next === undefined
      ? rangeAt(source, lineEnd(source, start.line - 1), source.text.length)
      : rangeAt(source, first, next);
  return { kind: 'replace', file: source.path, range, text: '' };
}

/** Adds lines at the end of the file; `lines` have no line breaks. */
export function appendLines(source: SourceText, lines: readonly string[]): FileEdit {
  const eol = lineBreak(source);
  const { text } = source;
  const needsBreak = text !== '' && !/[\r\n]$/.test(text);
  return insertAt(source, text.length, `${needsBreak ? eol : ''}${lines.map((line) => line + eol).join('')}`);
}

/** Inserts lines before a line (zero-based). */
export function insertLinesBefore(source: SourceText, line: number, lines: readonly string[]): FileEdit {
  const offset = source.lineStarts[line];
  if (offset === undefined) return appendLines(source, lines);
  const eol = lineBreak(source);
  return insertAt(source, offset, lines.map((text) => text + eol).join(''));
}

/** Inserts lines behind a line (zero-based). */
export function insertLinesAfter(source: SourceText, line: number, lines: readonly string[]): FileEdit {
  return insertLinesBefore(source, line + 1, lines);
}

/** The line break that a file uses; LF where it has none. */
export function lineBreak({ text }: SourceText): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** Offset of the end of a line (zero-based), its line break not included; 0 for a line before the first. */
export function lineEnd(source: SourceText, line: number): number {
  const next = source.lineStarts[line + 1];
  if (line < 0) return 0;
  if (next === undefined) return source.text.length;
  const { text } = source;
  return text.startsWith('\r\n', next - 2) ? next - 2 : next - 1;
}
