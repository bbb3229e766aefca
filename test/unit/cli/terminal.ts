import { PassThrough } from 'node:stream';
import type { Output } from '../../../server/cli/output';
import { createOutput } from '../../../server/cli/output';

/** Two standard streams that remember what was written to them. */
export interface Terminal {
  readonly output: Output;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** What a person sees on a terminal in the end: redrawn lines once. */
  readonly screen: () => readonly string[];
}

export function terminal(options: {
  readonly tty: boolean;
  readonly json?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
}): Terminal {
  const out = new PassThrough();
  const err = Object.assign(new PassThrough(), { isTTY: options.tty, columns: options.columns ?? 80 });
  const texts = { out: '', err: '' };
  out.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  err.on('data', (chunk: Buffer) => (texts.err += chunk.toString()));
  // Only what createOutput uses of a terminal's stream is there.
  const streams = { stdout: out, stderr: err } as unknown as Parameters<typeof createOutput>[0];
  return {
    output: createOutput(streams, options.json ?? false, options.env ?? {}),
    stdout: () => texts.out,
    stderr: () => texts.err,
    screen: () => render(texts.err),
  };
}

const up = /\[(\d+)A$/;

/** Carries out the two sequences that the live area uses: up so many lines, and erase to the end. */
function render(text: string): readonly string[] {
  const lines: string[] = [];
  let last = '';
  for (const part of text.split(/(\u001b\[\d*[AJ]|\n)/)) {
    const count = up.exec(part)?.[1];
    if (count !== undefined) lines.length -= Number(count);
    else if (part.endsWith('[J')) last = '';
    else if (part === '\n') {
      lines.push(last);
      last = '';
    } else last += part;
  }
  return [...lines, last].filter((line) => line !== '');
}
