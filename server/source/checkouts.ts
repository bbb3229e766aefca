import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateDir, removeTree, writeFileAtomic } from '../platform/files';
import type { ProcessIdentity } from '../platform/process';
import { identify, isAlive } from '../platform/process';
import type { Emit, EventBody } from '../protocol';
import { Cancelled } from '../protocol';

/**
 * Fetched commits, below one folder: `<address and commit>/repo` with `COMPLETE` beside it. They are made under another
 * name and renamed, so that what is there is whole, whoever was killed at whatever moment and however many processes
 * fetch the same commit at once.
 */
export interface Checkouts {
  /**
   * The folder of the commit, made by `fill` where it is not there. Those who ask at the same time share one filling;
   * it is cancelled when the last of them is. The folder stays until everyone who got it has let it go, and then some.
   * @throws what `fill` throws; Cancelled
   */
  take(want: Wanted): Promise<{ readonly dir: string; readonly reused: boolean }>;
  /** Ends the use of a folder that `take` gave, told by itself or by a folder in it. Others are left alone. */
  letGo(dir: string): void;
}

export interface Wanted {
  readonly url: string;
  readonly commit: string;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly fill: (dir: string, emit: Emit, signal: AbortSignal) => Promise<void>;
}

/** Milliseconds after its last use at which a commit that nobody holds may be removed. */
const keptMilliseconds = 7 * 24 * 60 * 60 * 1000;

/** A filling that several may wait for. */
interface Filling {
  readonly done: Promise<void>;
  readonly listeners: Set<Emit>;
  readonly controller: AbortController;
}

export function createCheckouts(root: string, now: () => Date = () => new Date()): Checkouts {
  const fillings = new Map<string, Filling>();
  const held = new Map<string, number>();

  const begin = (name: string, { commit, fill }: Wanted): Filling => {
    const controller = new AbortController();
    const listeners = new Set<Emit>();
    const tell = (event: EventBody): void => listeners.forEach((emit) => emit(event));
    const make = (dir: string): Promise<void> => fill(dir, tell, controller.signal);
    const forget = (): void => {
      if (fillings.get(name) === filling) fillings.delete(name);
    };
    // Who comes while it is being cancelled begins another one.
    controller.signal.addEventListener('abort', forget, { once: true });
    const filling = { done: makeWhole(root, name, commit, make).finally(forget), listeners, controller };
    fillings.set(name, filling);
    return filling;
  };
  return {
    async take(want) {
      const name = nameOf(want.url, want.commit);
      const dir = join(root, name, 'repo');
      held.set(name, (held.get(name) ?? 0) + 1);
      try {
        const reused = await isComplete(root, name);
        if (!reused) {
          await share(fillings.get(name) ?? begin(name, want), want);
          await removeOld(root, now(), (other) => held.has(other));
        }
        await utimes(join(root, name, 'COMPLETE'), now(), now());
        return { dir, reused };
      } catch (error) {
        drop(held, name);
        throw error;
      }
    },
    letGo(dir) {
      if (!dir.startsWith(join(root, '/'))) return;
      const [name = ''] = dir.slice(root.length + 1).split(/[\\/]/);
      drop(held, name);
    },
  };
}

function nameOf(url: string, commit: string): string {
  return `${createHash('sha256').update(url).digest('hex').slice(0, 12)}-${commit}`;
}

function drop(held: Map<string, number>, name: string): void {
  const left = (held.get(name) ?? 1) - 1;
  if (left > 0) held.set(name, left);
  else held.delete(name);
}

async function isComplete(root: string, name: string): Promise<boolean> {
  return stat(join(root, name, 'COMPLETE')).then(
    () => true,
    () => false,
  );
}

/** Waits with others. Who leaves leaves the rest alone; the last one ends it and waits until nothing is left. */
async function share({ done, listeners, controller }: Filling, { emit, signal }: Wanted): Promise<void> {
  const listener: Emit = (event) => emit(event);
  listeners.add(listener);
  let leave = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => {
      listeners.delete(listener);
      if (listeners.size > 0) reject(new Cancelled());
      else controller.abort();
    };
  });
  left.catch(() => undefined);
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  try {
    await Promise.race([done, left]);
  } finally {
    signal.removeEventListener('abort', leave);
    listeners.delete(listener);
  }
}

async function makeWhole(
  root: string,
  name: string,
  commit: string,
  make: (dir: string) => Promise<void>,
): Promise<void> {
  await makePrivateDir(root);
  const part = join(root, await partName());
  try {
    await mkdir(part, { mode: 0o700 });
    await make(join(part, 'repo'));
    await writeFileAtomic(join(part, 'COMPLETE'), `${commit}\n`);
    await rename(part, join(root, name));
  } catch (error) {
    await removeTree(part);
    // Another process was faster: what it made is as good.
    if (!(await isComplete(root, name))) throw error;
  }
}

/** Tells whose it is, so that what a killed process left can be removed. */
async function partName(): Promise<string> {
  const self = await identify();
  const holder = Buffer.from(JSON.stringify(self)).toString('base64url');
  return `part-${randomBytes(4).toString('hex')}.${holder}`;
}

async function removeOld(root: string, now: Date, isHeld: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(root)) {
    if (name.startsWith('part-')) {
      if (!(await isAlive(holderOf(name)))) await removeTree(join(root, name));
    } else if (!isHeld(name) && (await isOld(join(root, name, 'COMPLETE'), now))) {
      await removeWhole(root, name);
    }
  }
}

/** Half-removed it must not be taken for whole. */
async function removeWhole(root: string, name: string): Promise<void> {
  const part = join(root, await partName());
  await rename(join(root, name), part);
  await removeTree(part);
}

function holderOf(name: string): ProcessIdentity {
  const text = Buffer.from(name.split('.')[1] ?? '', 'base64url').toString();
  try {
    return JSON.parse(text) as ProcessIdentity;
  } catch {
    return { pid: 0, startTime: '', bootId: '' };
  }
}

async function isOld(path: string, now: Date): Promise<boolean> {
  return stat(path).then(
    ({ mtimeMs }) => now.getTime() - mtimeMs > keptMilliseconds,
    () => false,
  );
}
