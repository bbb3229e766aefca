import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { JobEvent } from '../protocol';
import { AppError } from '../protocol';
import type { Block, LogFiles } from './log-files';

/** Parsed blocks that are kept, so that many who read the same stretch share one reading of it. */
const keptBlocks = 16;

export interface BlockReader {
  /**
   * The events of the first block that has any behind `after`; undefined when no block has.
   * @throws AppError state-corrupt when the file no longer holds what was written
   */
  read(after: number): Promise<readonly JobEvent[] | undefined>;
}

export function createBlockReader(files: LogFiles): BlockReader {
  const parsed = new Map<Block, Promise<readonly JobEvent[]>>();
  const load = (block: Block): Promise<readonly JobEvent[]> => {
    const known = parsed.get(block);
    if (known !== undefined) return known;
    const events = readBlock(block);
    parsed.set(block, events);
    events.catch(() => parsed.delete(block));
    for (const old of [...parsed.keys()].slice(0, -keptBlocks)) parsed.delete(old);
    return events;
  };
  return {
    async read(after) {
      for (;;) {
        const block = files.blocks.find(({ last }) => last > after);
        if (block === undefined) return undefined;
        try {
          return checkBlock(block, await load(block), after);
        } catch (error) {
          // Its file was removed meanwhile, because the log became too long.
          if (files.blocks.includes(block)) throw error;
        }
      }
    },
  };
}

function checkBlock({ path }: Block, events: readonly JobEvent[], after: number): readonly JobEvent[] {
  if ((events.at(-1)?.id ?? 0) > after) return events;
  throw new AppError('state-corrupt', { path, detail: `the events behind ${after} are gone` });
}

async function readBlock({ path, offset, length }: Block): Promise<readonly JobEvent[]> {
  const handle = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await handle.read(bytes, 0, length, offset);
    return bytes.toString('utf8', 0, bytesRead).split('\n').flatMap(parseEvent);
  } finally {
    await handle.close();
  }
}

/** The last event of a log that is being opened. */
export function lastEvent(files: LogFiles): JobEvent | undefined {
  const block = files.blocks.at(-1);
  if (block === undefined) return undefined;
  const file = openSync(block.path, 'r');
  try {
    const bytes = Buffer.alloc(block.length);
    readSync(file, bytes, 0, block.length, block.offset);
    return bytes.toString('utf8').split('\n').flatMap(parseEvent).at(-1);
  } finally {
    closeSync(file);
  }
}

/** What a failing disk made unreadable is left out, as a gap. */
function parseEvent(line: string): readonly JobEvent[] {
  try {
    return [JSON.parse(line) as JobEvent];
  } catch {
    return [];
  }
}
