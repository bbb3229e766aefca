import { readdirSync, readFileSync } from 'node:fs';
import { open, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDir } from '../platform/files';
import type { LogLimits } from './options';

/** A stretch of whole lines in one file of a log: what is read, parsed and shared at once. */
export interface Block {
  readonly path: string;
  /** Bytes. */
  readonly offset: number;
  readonly length: number;
  readonly lines: number;
  /** Ids of its first and last event. */
  readonly first: number;
  readonly last: number;
}

/** Bounds of a block. */
const blockLines = 256;
const blockBytes = 256 * 1024;

/** One encoded event: a JSON object that begins with its id, and a line feed. */
export interface Line {
  readonly id: number;
  readonly bytes: Buffer;
}

/** The file that is being appended to. */
interface Segment {
  /** 0 is the head; the tail has the others. */
  readonly number: number;
  readonly path: string;
  lines: number;
  bytes: number;
  /** Bytes behind `bytes` may be a torn line. */
  torn: boolean;
}

/**
 * The files of one log: `events.jsonl` is its beginning, `events.<n>.jsonl` its end, of which the last two are kept. So
 * files are only ever appended to or removed as a whole.
 */
export interface LogFiles {
  /** Blocks that can be read, in order of their ids. */
  readonly blocks: readonly Block[];
  /** Appends lines in order. @throws the system's error; what had been written before it can be read */
  append(lines: readonly Line[]): Promise<void>;
  /** Makes everything appended last beyond a power cut. */
  sync(): Promise<void>;
}

const segmentName = /^events(?:\.(\d+))?\.jsonl$/;

export function openLogFiles(dir: string, limits: LogLimits): LogFiles {
  return new Files(dir, limits);
}

class Files implements LogFiles {
  readonly blocks: Block[] = [];
  private readonly segments: Segment[] = [];
  private readonly unsynced = new Set<string>();

  constructor(
    private readonly dir: string,
    private readonly limits: LogLimits,
  ) {
    for (const number of segmentNumbers(dir)) {
      const path = segmentPath(dir, number);
      const { blocks, ...size } = scan(path);
      this.segments.push({ number, path, ...size });
      this.blocks.push(...blocks);
    }
  }

  async append(lines: readonly Line[]): Promise<void> {
    let rest = lines;
    while (rest.length > 0) {
      const segment = this.current();
      const count = howManyFit(segment, rest, this.limits);
      await this.appendTo(segment, rest.slice(0, count));
      rest = rest.slice(count);
      await this.dropOld();
    }
  }

  async sync(): Promise<void> {
    const paths = [...this.unsynced];
    await Promise.all(paths.map(syncFile));
    if (paths.length > 0) await syncDir(this.dir);
    for (const path of paths) this.unsynced.delete(path);
  }

  private current(): Segment {
    const last = this.segments.at(-1);
    if (last !== undefined && !isFull(last, this.limits)) return last;
    const number = last === undefined ? 0 : last.number + 1;
    const next = { number, path: segmentPath(this.dir, number), lines: 0, bytes: 0, torn: false };
    this.segments.push(next);
    return next;
  }

  private async appendTo(segment: Segment, lines: readonly Line[]): Promise<void> {
    const bytes = Buffer.concat(lines.map((line) => line.bytes));
    if (segment.torn) await cutTornLine(segment);
    segment.torn = true;
    await appendBytes(segment.path, bytes);
    segment.torn = false;
    this.unsynced.add(segment.path);
    const [first, last] = [lines[0]?.id ?? 0, lines.at(-1)?.id ?? 0];
    const { path, bytes: offset } = segment;
    addBlock(this.blocks, { path, offset, length: bytes.length, lines: lines.length, first, last });
    segment.lines += lines.length;
    segment.bytes += bytes.length;
  }

  /** Keeps the head and the last two files. */
  private async dropOld(): Promise<void> {
    if (this.segments.length <= 3) return;
    for (const { path } of this.segments.splice(1, this.segments.length - 3)) {
      const begin = this.blocks.findIndex((block) => block.path === path);
      const count = this.blocks.filter((block) => block.path === path).length;
      this.blocks.splice(begin, count);
      this.unsynced.delete(path);
      await rm(path, { force: true });
    }
  }
}

function segmentPath(dir: string, number: number): string {
  return join(dir, number === 0 ? 'events.jsonl' : `events.${number}.jsonl`);
}

function segmentNumbers(dir: string): readonly number[] {
  return readdirSync(dir)
    .map((name) => segmentName.exec(name))
    .flatMap((match) => (match === null ? [] : [Number(match[1] ?? 0)]))
    .sort((a, b) => a - b);
}

function bounds(segment: Segment, limits: LogLimits): { lines: number; bytes: number } {
  return segment.number === 0
    ? { lines: limits.headLines, bytes: limits.headBytes }
    : { lines: limits.tailLines, bytes: limits.tailBytes };
}

function isFull(segment: Segment, limits: LogLimits): boolean {
  const most = bounds(segment, limits);
  return segment.lines >= most.lines || segment.bytes >= most.bytes;
}

/** At least one, so that a line longer than a file finds its place. */
function howManyFit(segment: Segment, lines: readonly Line[], limits: LogLimits): number {
  const most = bounds(segment, limits);
  let { bytes } = segment;
  let count = 0;
  for (const line of lines) {
    bytes += line.bytes.length;
    if (count > 0 && (bytes > most.bytes || segment.lines + count >= most.lines || count >= blockLines))
      break;
    count += 1;
  }
  return count;
}

/** `added` behind `before`, as one block; undefined where they are not neighbours or would be too long together. */
function joinBlocks(before: Block | undefined, added: Block): Block | undefined {
  const joins =
    before?.path === added.path &&
    before.offset + before.length === added.offset &&
    before.lines + added.lines <= blockLines &&
    before.length + added.length <= blockBytes;
  if (!joins) return undefined;
  const length = before.length + added.length;
  return { ...before, length, lines: before.lines + added.lines, last: added.last };
}

function addBlock(blocks: Block[], added: Block): void {
  const joined = joinBlocks(blocks.at(-1), added);
  if (joined === undefined) blocks.push(added);
  else blocks[blocks.length - 1] = joined;
}

async function cutTornLine({ path, bytes }: Segment): Promise<void> {
  try {
    await truncate(path, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

async function appendBytes(path: string, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'a', 0o600);
  try {
    await handle.appendFile(bytes);
  } finally {
    await handle.close();
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Finds the lines of a file. A torn last line is left out; what is not a line of ours is never part of a block. */
function scan(path: string): { blocks: readonly Block[]; lines: number; bytes: number; torn: boolean } {
  const content = readFileSync(path);
  const blocks: Block[] = [];
  let lines = 0;
  let offset = 0;
  for (let end = content.indexOf(10); end >= 0; end = content.indexOf(10, offset)) {
    const id = Number(/^\{"id":(\d+)[,}]/.exec(content.toString('latin1', offset, offset + 24))?.[1] ?? 0);
    const length = end + 1 - offset;
    if (id > 0) addBlock(blocks, { path, offset, length, lines: 1, first: id, last: id });
    lines += 1;
    offset = end + 1;
  }
  return { blocks, lines, bytes: offset, torn: offset < content.length };
}
