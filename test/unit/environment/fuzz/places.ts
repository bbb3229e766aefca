import assert from 'node:assert/strict';
import type { SourceText } from '../../../../server/environment/text';

interface Place {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Values of a result that are looked at; a reader's answer to a small file has fewer. */
const most = 300_000;

/** Asserts that every place in what a reader said lies in its file, line and column agreeing with the offset. */
export function assertPlacesInside(result: unknown, source: SourceText): void {
  const waiting: unknown[] = [result];
  const seen = new Set<unknown>([source, source.lineStarts]);
  while (waiting.length > 0 && seen.size < most) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (isPlace(value)) assertPlace(value, source);
    else for (const part of partsOf(value)) waiting.push(part);
  }
  assert(seen.size < most, 'the answer is larger than its file allows');
}

function partsOf(value: object): readonly unknown[] {
  return value instanceof Map ? [...(value as Map<unknown, unknown>)].flat() : Object.values(value);
}

function isPlace(value: object): value is Place {
  return 'offset' in value && 'line' in value && 'column' in value;
}

function assertPlace({ offset, line, column }: Place, { text, lineStarts }: SourceText): void {
  const start = lineStarts[line];
  assert(start !== undefined, `line ${line} of ${lineStarts.length}`);
  assert(offset >= 0 && offset <= text.length, `offset ${offset} of ${text.length}`);
  assert.equal(start + column, offset);
}
