import type { CondaEnvironmentFile } from '../../../environment/environment-yml';
import type { SourceText, TextSpan } from '../../../environment/text';
import { rangeAt } from '../../../environment/text';
import type { FileEdit, Range } from '../../../protocol';
import { deleteLines, insertLinesBefore, lineEnd, replaceSpan } from '../../edits';

type Placed = Pick<TextSpan, 'range'>;

/** What stands before an entry of a list that is written line by line: `  - `. Undefined for lists in brackets. */
export function dashBefore(source: SourceText, { range }: Placed): string | undefined {
  const before = source.text.slice(source.lineStarts[range.start.line] ?? 0, range.start.offset);
  return /^\s*-\s+(?=["']?$)/.exec(before)?.[0];
}

/** True for a text that has its line to itself, but for its dash, its quotes and a comment: `  - "numpy" # arrays`. */
export function isAlone(source: SourceText, span: Placed): boolean {
  const { start, end } = span.range;
  const behind = source.text.slice(end.offset, lineEnd(source, end.line));
  return (
    start.line === end.line && dashBefore(source, span) !== undefined && /^["']?\s*(?:#.*)?$/.test(behind)
  );
}

/** Replaces an entry by another text; undefined where that would be read as something else. */
export function replaceEntry(source: SourceText, written: TextSpan, text: string): FileEdit | undefined {
  if (!isAlone(source, written) || !/^[A-Za-z_][\w.,:|<>=!~*+ [\]'-]*$/.test(text)) return undefined;
  const [start, end] = innerRange(source, written);
  return source.text.slice(start, end) === written.text
    ? replaceSpan(source, { range: rangeAt(source, start, end) }, text)
    : undefined;
}

/** Replaces a piece of an entry; undefined where it does not stand there as it was read (escapes, several lines). */
export function replacePiece(source: SourceText, piece: TextSpan, text: string): FileEdit | undefined {
  const { start, end } = piece.range;
  return source.text.slice(start.offset, end.offset) === piece.text
    ? replaceSpan(source, piece, text)
    : undefined;
}

/** Without its quotes. */
function innerRange({ text }: SourceText, { range }: Placed): readonly [number, number] {
  const { start, end } = range;
  const quoted = /^["']$/.test(text.charAt(start.offset));
  return quoted ? [start.offset + 1, end.offset - 1] : [start.offset, end.offset];
}

/**
 * Takes entries out of a list; undefined where they do not stand alone on their lines, and where none of the list's
 * `count` entries would be left.
 */
export function deleteEntries(
  source: SourceText,
  taken: readonly Placed[],
  count: number,
): FileEdit[] | undefined {
  if (taken.length >= count || !taken.every((entry) => isAlone(source, entry))) return undefined;
  return deleteAll(source, taken);
}

/** Lines that follow each other go in one piece: at the end of a file the pieces would overlap. */
function deleteAll(source: SourceText, taken: readonly Placed[]): FileEdit[] {
  const ranges: Range[] = [];
  for (const { range } of [...taken].sort(
    (left, right) => left.range.start.offset - right.range.start.offset,
  )) {
    const last = ranges.at(-1);
    if (last !== undefined && last.end.line + 1 >= range.start.line)
      ranges.splice(-1, 1, { ...last, end: range.end });
    else ranges.push(range);
  }
  return ranges.map((range) => deleteLines(source, range));
}

/** Adds entries before another one of a list that is written line by line. */
export function insertBefore(
  source: SourceText,
  before: Placed,
  texts: readonly string[],
): FileEdit | undefined {
  const dash = dashBefore(source, before);
  return dash === undefined
    ? undefined
    : insertLinesBefore(
        source,
        before.range.start.line,
        texts.map((text) => `${dash}${text}`),
      );
}

/** How entries of `dependencies` begin; as most people write it where there are none. */
export function dashOf({ source, dependencies }: CondaEnvironmentFile): string {
  const [first] = dependencies;
  return (first === undefined ? undefined : dashBefore(source, first.written)) ?? '  - ';
}

/** The same edits; undefined where one would change what another one changes. */
export function disjoint(edits: readonly FileEdit[]): FileEdit[] | undefined {
  const ranges = edits.flatMap((edit) => (edit.kind === 'replace' ? [edit.range] : []));
  ranges.sort((left, right) => left.start.offset - right.start.offset);
  const overlaps = ranges.some(({ start }, index) => start.offset < (ranges[index - 1]?.end.offset ?? 0));
  return overlaps ? undefined : [...edits];
}

/** True where every edit could be made. */
export function allEdits(edits: readonly (FileEdit | undefined)[]): edits is FileEdit[] {
  return edits.length > 0 && edits.every((edit) => edit !== undefined);
}
