import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What the kernel tells of one process. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Process group. 0 on Windows, which has none. */
  readonly group: number;
  /** Opaque; differs between two processes that had the same pid. */
  readonly startTime: string;
  /** Ended, but not yet collected by its parent. Nothing of it runs. */
  readonly zombie: boolean;
}

/** One reader per kind of kernel. */
interface Reader {
  bootId(): Promise<string>;
  entry(pid: number): Promise<ProcessEntry | undefined>;
  all(): Promise<readonly ProcessEntry[]>;
}

/** The processes of this machine: /proc on Linux, `ps` on other Unix systems, PowerShell on Windows. */
export function processTable(platform: NodeJS.Platform = process.platform): Reader {
  if (platform === 'linux') return linux;
  return platform === 'win32' ? windows : unix;
}

/**
 * Reads a line of /proc/<pid>/stat. The command's name, in parentheses, may itself hold spaces and parentheses: the
 * fields begin behind the last one.
 */
export function parseStat(text: string): ProcessEntry | undefined {
  const end = text.lastIndexOf(')');
  const pid = Number.parseInt(text, 10);
  const fields = text.slice(end + 2).split(' ');
  const [state, parent, group] = fields;
  // Field 22 of proc(5), counted from 1; the pid and the name come before `fields`.
  const startTime = fields[19];
  if (end < 0 || Number.isNaN(pid) || startTime === undefined) return undefined;
  const zombie = state === 'Z' || state === 'X';
  return { pid, parent: Number(parent), group: Number(group), startTime, zombie };
}

const linux: Reader = {
  bootId: async () => (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim(),
  async entry(pid) {
    try {
      return parseStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return undefined;
    }
  },
  async all() {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const entries = await Promise.all(pids.map((pid) => linux.entry(Number(pid))));
    return entries.filter((entry) => entry !== undefined);
  },
};

const exec = promisify(execFile);

async function output(command: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C' };
  return (await exec(command, args, { env, maxBuffer: 16 * 1024 * 1024 })).stdout;
}

/** Reads a line of `ps -o pid=,ppid=,pgid=,stat=,lstart=`. */
export function parsePsLine(line: string): ProcessEntry | undefined {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line);
  const [, pid, parent, group, state, startTime] = match ?? [];
  if (state === undefined || startTime === undefined) return undefined;
  const zombie = state.startsWith('Z');
  return { pid: Number(pid), parent: Number(parent), group: Number(group), startTime, zombie };
}

const psColumns = 'pid=,ppid=,pgid=,stat=,lstart=';

const unix: Reader = {
  bootId: async () => (await output('sysctl', ['-n', 'kern.bootsessionuuid'])).trim(),
  async entry(pid) {
    try {
      return parsePsLine(await output('ps', ['-o', psColumns, '-p', String(pid)]));
    } catch {
      return undefined;
    }
  },
  async all() {
    const lines = (await output('ps', ['-A', '-o', psColumns])).split('\n');
    return lines.map(parsePsLine).filter((entry) => entry !== undefined);
  },
};

async function powershell(script: string): Promise<string> {
  return output('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]);
}

async function windowsProcesses(filter: string): Promise<readonly ProcessEntry[]> {
  const columns = '"$($_.ProcessId) $($_.ParentProcessId) $($_.CreationDate.Ticks)"';
  const lines = (
    await powershell(`Get-CimInstance Win32_Process ${filter} | ForEach-Object { ${columns} }`)
  ).split('\n');
  return lines.flatMap((line) => {
    const [pid, parent, startTime] = line.trim().split(' ');
    if (startTime === undefined) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: 0, startTime, zombie: false }];
  });
}

const windows: Reader = {
  bootId: async () =>
    (await powershell('(Get-CimInstance Win32_OperatingSystem).LastBootUpTime.Ticks')).trim(),
  entry: async (pid) => (await windowsProcesses(`-Filter "ProcessId=${pid}"`))[0],
  all: async () => windowsProcesses(''),
};
