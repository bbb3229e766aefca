import type { RCall } from '../../../environment/code/r-code';
import type { SourceText } from '../../../environment/text';
import { rangeAt } from '../../../environment/text';
import type { FileEdit, Range } from '../../../protocol';
import { deleteLines, lineEnd, replaceSpan } from '../../edits';

/** Takes a call out that is a statement by itself; with its lines where nothing else stands in them. */
export function deleteStatement(source: SourceText, { range, alone }: RCall): FileEdit | undefined {
  if (!alone) return undefined;
  const { start, end } = range;
  const before = source.text.slice(source.lineStarts[start.line] ?? 0, start.offset);
  const behind = source.text.slice(end.offset, lineEnd(source, end.line));
  if (before.trim() === '' && /^\s*;?\s*(?:#.*)?$/.test(behind)) return deleteLines(source, range);
  const left = /;\s*$/.exec(before)?.[0].length ?? 0;
  const right = left > 0 ? 0 : (/^\s*;\s*/.exec(behind)?.[0].length ?? 0);
  if (left + right === 0) return undefined;
  const whole = rangeAt(source, start.offset - left, end.offset + right);
  return replaceSpan(source, { range: whole }, '');
}

/** Takes an argument out, with the comma before it, or behind it where it is the first. */
export function deleteArgument(source: SourceText, { range }: { readonly range: Range }): FileEdit {
  const { text } = source;
  const { start, end } = range;
  const before = /,\s*$/.exec(text.slice(Math.max(0, start.offset - 200), start.offset))?.[0].length;
  const behind =
    before === undefined ? (/^\s*,\s*/.exec(text.slice(end.offset, end.offset + 200))?.[0].length ?? 0) : 0;
  return replaceSpan(
    source,
    { range: rangeAt(source, start.offset - (before ?? 0), end.offset + behind) },
    '',
  );
}

/** The same deletions, those that touch each other as one: statements on lines that follow each other. */
export function mergedDeletions(deletions: readonly FileEdit[]): FileEdit[] {
  const merged: FileEdit[] = [];
  for (const edit of deletions) {
    const last = merged.at(-1);
    const touches =
      last?.kind === 'replace' &&
      edit.kind === 'replace' &&
      last.file === edit.file &&
      last.range.cell === edit.range.cell &&
      edit.range.start.offset <= last.range.end.offset;
    if (touches) merged[merged.length - 1] = { ...edit, range: { ...edit.range, start: last.range.start } };
    else merged.push(edit);
  }
  return merged;
}
