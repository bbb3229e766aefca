import { excerpt, positionAt } from '../text';
import type { SourceText } from '../text';
import type { Mistake } from './types';

/**
 * In bytes. Lock files are larger than what people write: one of three hundred packages has 1 MB. The bounds together
 * keep the reading of a hostile file short.
 */
export const maxLockBytes = 2 * 1024 * 1024;
const maxLines = 100_000;
const maxLineLength = 128 * 1024;

/** How deep tables, lists and objects may be nested. */
export const maxDepth = 64;

/** More packages than this are not listed one by one. */
export const maxPackages = 20_000;

/** Why a file is not even looked into, or undefined where it is. */
export function tooLarge(source: SourceText): Mistake | undefined {
  const { text, lineStarts } = source;
  if (text.length > maxLockBytes) return mistake(source, 'it is larger than 2 MiB', 0);
  if (lineStarts.length > maxLines) return mistake(source, 'it has more than 100000 lines', 0);
  const long = lineStarts.findIndex(
    (start, line) => (lineStarts[line + 1] ?? text.length) - start > maxLineLength,
  );
  return long === -1 ? undefined : mistake(source, 'this line is longer than 128 KiB', lineStarts[long] ?? 0);
}

/** A mistake at an offset. What a parser says of it is kept to one line. */
export function mistake(source: SourceText, detail: string, offset: number): Mistake {
  return { detail: excerpt(detail, 200), position: positionAt(source, offset) };
}
