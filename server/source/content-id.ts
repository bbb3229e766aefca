import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Cancelled } from '../protocol';
import { ignoreFilesOf, readIgnoreRules } from './ignore-files';
import { inParallel } from './pool';
import type { Entry } from './walk';
import { joinBytes, walk } from './walk';

export interface ContentSummary {
  /** SHA-256 in hex over path, kind, executable bit and SHA-256 (or link target) of everything that is copied. */
  readonly contentId: string;
  readonly files: number;
  readonly bytes: number;
}

/** Files up to this many bytes are read at once, larger ones as a stream. */
const wholeBytes = 1024 * 1024;
const filesAtOnce = 8;

/**
 * What a build of `dir` would copy, as one number (design section 4): equal for two clones of one commit, whatever their
 * `.git` holds, and for two file systems that list names in different orders.
 * @throws the system's error when something cannot be read; Cancelled
 */
export async function summarize(dir: string, signal: AbortSignal): Promise<ContentSummary> {
  const entries: Entry[] = [];
  const rules = readIgnoreRules(dir, ignoreFilesOf(dir));
  for await (const entry of walk(dir, rules, signal)) entries.push(entry);
  entries.sort((a, b) => Buffer.compare(a.path, b.path));
  const lines = await inParallel(entries, filesAtOnce, (entry) => describe(Buffer.from(dir), entry, signal));
  const hash = createHash('sha256');
  for (const line of lines) hash.update(line);
  const files = entries.filter((entry) => entry.kind === 'file');
  return {
    contentId: hash.digest('hex'),
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
  };
}

/** NUL ends each part: no path and no link target can hold one. */
async function describe(root: Buffer, entry: Entry, signal: AbortSignal): Promise<Buffer> {
  if (signal.aborted) throw new Cancelled();
  const part = (kind: string, content: Buffer | string): Buffer =>
    Buffer.concat([
      Buffer.from(`${kind}\0`),
      entry.path,
      Buffer.from('\0'),
      Buffer.from(content),
      Buffer.from('\0'),
    ]);
  if (entry.kind === 'link') return part('l', entry.target);
  // Folders that hold something follow from what they hold.
  if (entry.kind === 'directory') return entry.empty ? part('d', '') : Buffer.alloc(0);
  const digest = await digestOf(joinBytes(root, entry.path), entry.size, signal);
  return part((entry.mode & 0o100) === 0 ? 'f' : 'x', digest);
}

async function digestOf(path: Buffer, size: number, signal: AbortSignal): Promise<Buffer> {
  const hash = createHash('sha256');
  if (size <= wholeBytes) return hash.update(await readFile(path)).digest();
  for await (const chunk of createReadStream(path, { highWaterMark: wholeBytes, signal }))
    hash.update(chunk as Buffer);
  return hash.digest();
}
