import { randomBytes } from 'node:crypto';
import { link, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateDir, writeFileAtomic } from '../platform/files';
import { identify, isAlive } from '../platform/process';
import { checkKey } from './keys';
import type { Lease, Leases, ProcessIdentity } from './types';

/** What a lease's file says. Without a holder it was let go. */
interface LeaseFile {
  readonly holder?: ProcessIdentity;
}

/** One turn of holding a lease. */
interface Turn {
  readonly number: number;
  readonly file: LeaseFile;
}

/**
 * Leases as files `<name>.<turn>.json`. The highest turn counts; it is over when its holder let go or died. Whoever
 * wants the lease then makes the next turn's file, complete and only if it is not there (a hard link), so that of two
 * who race for a dead lease one wins. The highest turn's file is never removed, also not on release: one who looked
 * before and makes a turn that is already past finds a higher one and withdraws.
 */
export function createLeases(dir: string): Leases {
  return {
    async tryAcquire(name) {
      checkKey(name);
      await makePrivateDir(dir);
      const self = await identify();
      if (self === undefined) throw new Error('this process cannot be told from others');
      for (;;) {
        const last = await highestTurn(dir, name);
        if (await isHeld(last)) return undefined;
        const number = (last?.number ?? 0) + 1;
        if (await claim(dir, name, number, self)) return lease(dir, name, number);
      }
    },
    async holder(name) {
      const turn = await highestTurn(dir, checkKey(name));
      return (await isHeld(turn)) ? turn?.file.holder : undefined;
    },
  };
}

function lease(dir: string, name: string, number: number): Lease {
  return { name, release: () => writeTurn(turnFile(dir, name, number), {}) };
}

async function isHeld(turn: Turn | undefined): Promise<boolean> {
  return turn?.file.holder !== undefined && isAlive(turn.file.holder);
}

function turnFile(dir: string, name: string, number: number): string {
  return join(dir, `${name}.${number}.json`);
}

async function writeTurn(path: string, file: LeaseFile): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(file)}\n`);
}

/** Numbers of the turns that have a file, lowest first. */
async function turnNumbers(dir: string, name: string): Promise<readonly number[]> {
  const names = await readdir(dir).catch(() => []);
  return names
    .filter((file) => file.startsWith(`${name}.`) && /^\d+\.json$/.test(file.slice(name.length + 1)))
    .map((file) => Number.parseInt(file.slice(name.length + 1), 10))
    .sort((a, b) => a - b);
}

async function highestTurn(dir: string, name: string): Promise<Turn | undefined> {
  for (;;) {
    const number = (await turnNumbers(dir, name)).at(-1);
    if (number === undefined) return undefined;
    const file = await readTurn(turnFile(dir, name, number));
    // Gone: a higher turn has begun since the folder was read.
    if (file !== undefined) return { number, file };
  }
}

/** Undefined when it is gone. What cannot be read was not written here (files appear complete) and holds nothing. */
async function readTurn(path: string): Promise<LeaseFile | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as LeaseFile;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : {};
  }
}

/** Makes the turn's file. False when somebody else made it, or when the turn is already past. */
async function claim(dir: string, name: string, number: number, holder: ProcessIdentity): Promise<boolean> {
  const path = turnFile(dir, name, number);
  const draft = join(dir, `${name}.${randomBytes(6).toString('hex')}.draft`);
  await writeTurn(draft, { holder });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const turns = await turnNumbers(dir, name);
  const past = turns.some((turn) => turn > number);
  const old = past ? [number] : turns.filter((turn) => turn < number);
  await Promise.all(old.map((turn) => rm(turnFile(dir, name, turn), { force: true })));
  return !past;
}
