import { open } from 'node:fs/promises';
import type { Emit } from '../protocol';
import { readToken } from './session-files';

const tailBytes = 8192;
const tailLines = 30;

/** Puts the last lines of a server's log into the job's log, the token blotted out wherever a program printed it. */
export async function emitLogTail(file: string, tokenFile: string, emit: Emit): Promise<void> {
  const token = await readToken(tokenFile);
  const text = await readEnd(file, tailBytes);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines.slice(-tailLines)) {
    const message = token === undefined || token === '' ? line : line.replaceAll(token, '***');
    emit({ phase: 'launching', stream: 'stdout', message });
  }
}

/** The last `bytes` of a file as text; '' where there is none. */
async function readEnd(file: string, bytes: number): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return '';
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, bytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
