import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import type { Logger } from 'pino';
import { pino } from 'pino';
import { redact } from './redact';

export type Log = Logger;

/** Bytes after which the agent's log begins anew; the one before it is kept as `<file>.1`. */
export const logCapBytes = 4 * 1024 * 1024;

/** JSON lines in `file`, mode 600, capped, with secrets taken out of every record. */
export function createLog(file: string, capBytes: number = logCapBytes): Log {
  return pino(
    { base: { pid: process.pid }, redact: { paths: ['token', '*.token'], censor: '***' } },
    cappedFile(file, capBytes),
  );
}

/** Logs nothing: for tests and for commands that serve nobody. */
export const silentLog = (): Log => pino({ level: 'silent' });

function cappedFile(file: string, capBytes: number): { write(line: string): void } {
  let descriptor = openSync(file, 'a', 0o600);
  let size = fstatSync(descriptor).size;
  const rotate = (): void => {
    closeSync(descriptor);
    renameSync(file, `${file}.1`);
    descriptor = openSync(file, 'a', 0o600);
    size = 0;
  };
  return {
    write: (line) => {
      if (size > capBytes) rotate();
      size += writeSync(descriptor, redact(line));
    },
  };
}
