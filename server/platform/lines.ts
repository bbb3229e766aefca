import { StringDecoder } from 'node:string_decoder';

/** Characters of one line that are kept; the rest of it is replaced by an ellipsis. */
export const longestLine = 16_384;

/** Milliseconds between two states of a progress bar that are told. */
const progressMilliseconds = 1000;

/** Takes output as it comes and tells it as lines. */
export interface LineSplitter {
  write(chunk: Uint8Array): void;
  /** Tells what is left of a last line without a line break. */
  end(): void;
}

/**
 * Splits output into lines. Characters of several bytes survive chunk boundaries. A line that rewrites itself with
 * carriage returns (a progress bar) is told in its last state, and at most once a second in between. A line without end
 * takes no more memory than `longestLine`.
 */
export function splitLines(onLine: (line: string) => void, now: () => number = Date.now): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let line = '';
  /** A carriage return came: the next character other than a line feed begins the line anew. */
  let returned = false;
  let toldAt = now();

  const tell = (): void => {
    onLine(line.length > longestLine ? `${line.slice(0, longestLine)}…` : line);
    toldAt = now();
  };
  const extend = (text: string): void => {
    if (text === '') return;
    if (returned) {
      if (line !== '' && now() - toldAt >= progressMilliseconds) tell();
      line = '';
      returned = false;
    }
    if (line.length <= longestLine) line += text.slice(0, longestLine + 1 - line.length);
  };
  const take = (text: string): void => {
    for (const part of text.split(/([\r\n])/)) {
      if (part === '\r') returned = true;
      else if (part !== '\n') extend(part);
      else {
        tell();
        line = '';
        returned = false;
      }
    }
  };
  return {
    write: (chunk) => take(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))),
    end() {
      take(decoder.end());
      if (line !== '') tell();
      line = '';
    },
  };
}

/** Keeps the end of a text. */
export interface Tail {
  add(line: string): void;
  readonly text: string;
}

/** The last lines that together have at most `limit` characters (at least the last one), joined by line feeds. */
export function keepTail(limit: number): Tail {
  const lines: string[] = [];
  let size = 0;
  return {
    add(line) {
      lines.push(line);
      size += line.length + 1;
      while (size > limit && lines.length > 1) size -= (lines.shift() ?? '').length + 1;
    },
    get text() {
      return lines.join('\n');
    },
  };
}
