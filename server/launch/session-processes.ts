import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessIdentity } from '../platform/process';
import { isAlive } from '../platform/process';
import { processTable } from '../platform/process-table';
import { sessionMark } from './process-command';

const lookMilliseconds = 25;
/** For the entry script to end what is left after it was told that it must be now. */
const lastWordMilliseconds = 5000;

/**
 * Ends a session that runs under an entry script: asks it, after `graceSeconds` tells it that it must be now (a second
 * TERM), and if even the script does not end, kills it and everything below it.
 */
export async function endEntry(entry: ProcessIdentity, graceSeconds: number): Promise<void> {
  for (const milliseconds of [graceSeconds * 1000, lastWordMilliseconds]) {
    if (!(await isAlive(entry))) return;
    send(entry.pid, 'SIGTERM');
    if (await untilDead(entry, milliseconds)) return;
  }
  const pids = await descendants(entry.pid);
  if (!(await isAlive(entry))) return;
  for (const pid of [entry.pid, ...pids]) send(pid, 'SIGKILL');
  await untilDead(entry, lastWordMilliseconds);
}

/** Ends what runs on without its entry script, because that was killed. Only Linux tells; nothing is done elsewhere. */
export async function endStrays(dir: string): Promise<void> {
  for (let attempt = 0; attempt < lastWordMilliseconds / lookMilliseconds; attempt += 1) {
    const pids = await strays(dir);
    if (pids.length === 0) return;
    // They were told by the kernel when the script died (PDEATHSIG); most are about to end.
    for (const pid of pids) send(pid, attempt < 40 ? 'SIGTERM' : 'SIGKILL');
    await delay(lookMilliseconds);
  }
}

async function strays(dir: string): Promise<readonly number[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const marked = await Promise.all(pids.map(async (pid) => ((await isMarked(pid, dir)) ? [pid] : [])));
  return marked.flat();
}

/** A zombie's environment is empty; that of another user cannot be read. Neither is ours to end. */
async function isMarked(pid: number, dir: string): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  return text.split('\0').includes(`${sessionMark}=${dir}`);
}

async function descendants(root: number): Promise<readonly number[]> {
  const all = await processTable().all();
  const found = [root];
  for (const parent of found) {
    found.push(...all.filter((entry) => entry.parent === parent).map((entry) => entry.pid));
  }
  return found.slice(1);
}

async function untilDead(identity: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (await isAlive(identity)) {
    if (Date.now() >= end) return false;
    await delay(lookMilliseconds);
  }
  return true;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
