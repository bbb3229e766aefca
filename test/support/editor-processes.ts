import { readFileSync, readdirSync } from 'node:fs';

/** One living process: its id and its command line. */
export interface LivingProcess {
  readonly pid: number;
  readonly command: string;
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // it ended, or belongs to somebody else
  }
}

/**
 * Living processes (not zombies) that have `marker` in their environment or command line, however detached they are.
 * A folder of the test's own is a good marker: BINDERY_HOME is inherited by all that the agent starts.
 */
export function processesWith(marker: string): LivingProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ name, command: read(name, 'cmdline').replaceAll('\0', ' ').trim() }))
    .filter(
      ({ name, command }) =>
        command !== '' && (command.includes(marker) || read(name, 'environ').includes(marker)),
    )
    .map(({ name, command }) => ({ pid: Number(name), command }));
}
