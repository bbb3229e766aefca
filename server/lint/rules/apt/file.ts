import type { AptEntry, AptFile } from '../../../environment/apt-txt';
import { spanAt } from '../../../environment/text';
import type { FileEdit, Range } from '../../../protocol';
import { deleteLines, lineEnd, replaceSpan } from '../../edits';
import type { RepositoryModel } from '../../model';
import { isIgnored } from '../ignored';

/** apt.txt, where the build reads it. */
export function aptFile(model: RepositoryModel): AptFile | undefined {
  const { apt } = model.reading().readers;
  return apt === undefined || isIgnored(model, apt.source.path) ? undefined : apt;
}

/** Entries by the line they stand on. */
export function entryLines({ entries }: AptFile): AptEntry[][] {
  const lines = new Map<number, AptEntry[]>();
  for (const entry of entries) {
    const { line } = entry.range.start;
    const held = lines.get(line);
    if (held === undefined) lines.set(line, [entry]);
    else held.push(entry);
  }
  return [...lines.values()];
}

/** Removes words of one line, and the line with them where it held nothing else. */
export function removeWords({ source, entries }: AptFile, { start, end }: Range): FileEdit {
  const others = entries.some(
    ({ range }) =>
      range.start.line === start.line &&
      (range.start.offset < start.offset || range.start.offset >= end.offset),
  );
  if (!others) return deleteLines(source, { start, end });
  const line = source.text.slice(start.offset - start.column, lineEnd(source, start.line));
  const before = line.slice(0, start.column);
  const after = line.slice(end.column);
  const span =
    before.trim() === ''
      ? spanAt(source, start.offset, end.offset + after.length - after.trimStart().length)
      : spanAt(source, start.offset - before.length + before.trimEnd().length, end.offset);
  return replaceSpan(source, span, '');
}

/** The name of the package, without its architecture and version. */
export function packageName({ text }: Pick<AptEntry, 'text'>): string {
  return /^[^:=]*/.exec(text)?.[0] ?? text;
}
