import type { SourceText } from '../text';
import { physicalLines } from '../text';

/** A stretch of a text, end exclusive, in UTF-16 units. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What a chunk says of itself, as far as it decides whether its code runs. */
interface Chunk extends Stretch {
  /** Absent where it leaves that to the document. */
  readonly evaluated?: boolean;
}

interface OpenChunk {
  /** What opened it; at least as many of the same character close it. */
  readonly fence: string;
  readonly start: number;
  readonly evaluated?: boolean;
}

/** The chunks of R that an R Markdown or Quarto file runs, without their fences. */
export function rChunks(source: SourceText): Stretch[] {
  const runs = !isSwitchedOff(source.text);
  return readChunks(source)
    .filter(({ evaluated = runs }) => evaluated)
    .map(({ start, end }) => ({ start, end }));
}

function readChunks(source: SourceText): Chunk[] {
  const chunks: Chunk[] = [];
  let open: OpenChunk | undefined;
  const close = (end: number): void => {
    if (open === undefined) return;
    const { start, evaluated } = open;
    chunks.push({ start, end: Math.max(start, end), ...(evaluated !== undefined && { evaluated }) });
    open = undefined;
  };
  for (const { text, start, number } of physicalLines(source)) {
    if (open === undefined) open = openedBy(text, source.lineStarts[number + 1] ?? source.text.length);
    else if (closes(text, open.fence)) close(start);
    else open = withOption(open, text);
  }
  close(source.text.length);
  return chunks;
}

/** Chunks may stand in lists and in quotations. */
function openedBy(line: string, start: number): OpenChunk | undefined {
  const [, fence, options = ''] = /^[\s>]*(`{3,}|~{3,})\s*\{r\b(.*)/i.exec(line) ?? [];
  return fence === undefined
    ? undefined
    : { fence, start, ...asked(/\beval\s*=\s*(\w+)/.exec(options)?.[1]) };
}

function closes(line: string, fence: string): boolean {
  const bare = line.replace(/^[\s>]+/, '').trimEnd();
  return bare.startsWith(fence) && bare === fence.charAt(0).repeat(bare.length);
}

/** `#| eval: false` at the head of a chunk. */
function withOption(open: OpenChunk, line: string): OpenChunk {
  const value = /^[\s>]*#\|\s*eval\s*[:=]\s*(\w+)/.exec(line)?.[1];
  return value === undefined ? open : { ...open, ...asked(value) };
}

/** Anything but TRUE and FALSE is decided when the document is made. */
function asked(value: string | undefined): { readonly evaluated?: boolean } {
  if (value === undefined) return {};
  return { evaluated: !['false', 'f', 'no'].includes(value.toLowerCase()) };
}

/** True where the document says that chunks are shown and not run, unless one says otherwise. */
function isSwitchedOff(text: string): boolean {
  if (/\bopts_chunk\$set\([^)]{0,1000}\beval\s*=\s*F(?:ALSE)?\b/.test(text)) return true;
  const header = /^---\s*\n([^]*?)\n(?:---|\.\.\.)\s*\n/.exec(text.slice(0, 20_000))?.[1] ?? '';
  return /^execute:[^\S\n]*\n(?:[^\S\n]+\S.*\n){0,10}?[^\S\n]+eval:\s*false\s*$/m.test(`${header}\n`);
}
