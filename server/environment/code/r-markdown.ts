import type { SourceText } from '../text';
import { physicalLines } from '../text';

/** A stretch of a text, end exclusive, in UTF-16 units. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The chunks of R in an R Markdown or Quarto file, without their fences. */
export function rChunks(source: SourceText): Stretch[] {
  const chunks: Stretch[] = [];
  let open: { fence: string; start: number } | undefined;
  for (const { text, start } of physicalLines(source)) {
    if (open === undefined) {
      const fence = /^\s*(`{3,}|~{3,})\s*\{r\b/i.exec(text)?.[1];
      if (fence !== undefined) open = { fence, start: start + text.length };
    } else if (text.trim() === open.fence) {
      chunks.push({ start: Math.min(open.start + 1, start), end: start });
      open = undefined;
    }
  }
  return open === undefined ? chunks : [...chunks, { start: open.start, end: source.text.length }];
}
