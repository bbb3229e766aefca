// Processes that a run left behind. A run's folder is in the environment, the command line or the working directory of
// everything it starts, however detached; that is how they are found (Linux only; elsewhere nothing is found).
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

const read = (get) => {
  try {
    return get();
  } catch {
    return ''; // it ended, or belongs to somebody else
  }
};

/** @returns {{ pid: number, command: string }[]} */
export function processesOf(folder) {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ pid: Number(name), command: commandOf(name), belongs: belongs(name, folder) }))
    .filter(({ belongs, command }) => belongs && command !== '');
}

/** Empty for a process that has ended and only waits for its parent to notice. */
const commandOf = (pid) =>
  read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
    .replaceAll('\0', ' ')
    .trim();

const belongs = (pid, folder) =>
  [
    read(() => readFileSync(`/proc/${pid}/environ`, 'utf8')),
    read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
    read(() => readlinkSync(`/proc/${pid}/cwd`)),
  ].some((text) => text.includes(folder));
