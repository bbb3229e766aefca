import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessEntry } from './process-table';
import { processTable } from './process-table';

/** A process, told apart from a later one with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque: the kernel's start time of the process. */
  readonly startTime: string;
  /** Opaque: changes with each boot of the machine. */
  readonly bootId: string;
}

/** The identity of a running process, by default this one; undefined when there is none, or only a zombie of it. */
export async function identify(pid: number = process.pid): Promise<ProcessIdentity | undefined> {
  const table = processTable();
  const [entry, bootId] = await Promise.all([table.entry(pid), table.bootId()]);
  if (entry === undefined || entry.zombie) return undefined;
  return { pid, startTime: entry.startTime, bootId };
}

/** True while this very process runs. A zombie, a reused pid and a process of before the last boot are not alive. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  const found = await identify(identity.pid);
  return found?.startTime === identity.startTime && found.bootId === identity.bootId;
}

/** Sends `signal` to every process of the group that `leader` leads or led. False when none of it lives. */
export async function killGroup(leader: ProcessIdentity, signal: NodeJS.Signals): Promise<boolean> {
  return (await isOurs(leader)) && signalMembers(leader.pid, signal);
}

/**
 * Ends the whole group that `leader` leads or led: TERM, up to `graceMs` milliseconds, KILL. Returns when nothing of it
 * runs any more. A process that made a group or session of its own is not part of it.
 */
export async function endGroup(leader: ProcessIdentity, graceMs: number): Promise<void> {
  if (await isOurs(leader)) await endOwnGroup(leader.pid, graceMs);
}

/**
 * `endGroup` for the parent of the leader, who knows that the number is not yet somebody else's.
 * @throws Error when the system does not let go of it (another user's process, a file system that hangs)
 */
export async function endOwnGroup(group: number, graceMs: number): Promise<void> {
  if (!(await signalMembers(group, 'SIGTERM'))) return;
  if (await groupEnds(group, graceMs)) return;
  // What forks while it is killed may need more than one KILL.
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await signalMembers(group, 'SIGKILL');
    if (await groupEnds(group, 1000)) return;
  }
  throw new Error(`process group ${group} cannot be ended`);
}

/**
 * Whether the number of the group still means the one that `leader` made. The kernel gives it to no new process as long
 * as a member lives; so a leader that is gone can be told from one that was replaced.
 */
async function isOurs(leader: ProcessIdentity): Promise<boolean> {
  const table = processTable();
  const [now, bootId] = await Promise.all([table.entry(leader.pid), table.bootId()]);
  return bootId === leader.bootId && (now === undefined || now.startTime === leader.startTime);
}

/** Processes of the group that run; zombies, which nobody may ever collect, do not. */
async function members(group: number): Promise<readonly number[]> {
  const table = processTable();
  if (process.platform === 'win32') return descendants(await table.all(), group);
  if (!signalOne(-group, 0)) return [];
  const all = await table.all();
  return all.filter((entry) => entry.group === group && !entry.zombie).map((entry) => entry.pid);
}

/** Windows has no process groups: what stands in for one is the tree below the leader. */
function descendants(all: readonly ProcessEntry[], root: number): readonly number[] {
  const found = all.filter((entry) => entry.pid === root).map((entry) => entry.pid);
  for (const parent of found) {
    const children = all.filter((entry) => entry.parent === parent && !found.includes(entry.pid));
    found.push(...children.map((entry) => entry.pid));
  }
  return found;
}

async function signalMembers(group: number, signal: NodeJS.Signals): Promise<boolean> {
  const pids = await members(group);
  if (pids.length === 0) return false;
  if (process.platform !== 'win32') return signalOne(-group, signal);
  for (const pid of pids) signalOne(pid, signal);
  return true;
}

/** False when there is nothing to signal. */
function signalOne(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    // EPERM: it is there, but runs with another user's rights by now.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Milliseconds between two looks at a group that is ending. */
const lookMilliseconds = 20;

async function groupEnds(group: number, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while ((await members(group)).length > 0) {
    if (Date.now() >= deadline) return false;
    await delay(lookMilliseconds);
  }
  return true;
}
