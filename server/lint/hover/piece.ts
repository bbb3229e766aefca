import type { MessageArgs, Range } from '../../protocol';
import type { LintCode } from '../messages';

/** What the build does with a piece of a configuration file. */
export interface HoverPiece {
  readonly range: Range;
  readonly sentences: readonly HoverSentence[];
}

export interface HoverSentence {
  readonly code: LintCode;
  readonly args: MessageArgs;
}

/** True where a place is in a range, or right behind it. */
export function holds({ start, end }: Range, offset: number): boolean {
  return offset >= start.offset && offset <= end.offset;
}

/** A piece with one sentence. */
export function piece(range: Range, code: LintCode, args: MessageArgs = {}): HoverPiece {
  return { range, sentences: [{ code, args }] };
}
