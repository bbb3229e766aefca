import { readdir, readFile } from 'node:fs/promises';
import { endOwnGroup } from '../../platform/process';
import { processTable } from '../../platform/process-table';

const graceMilliseconds = 2000;

/**
 * Ends programs that a killed builder left running: those whose environment names `dir`, which no other attempt shares
 * (all that a build starts has its temporary folder there). Only Linux tells another process's environment; elsewhere
 * they run out by themselves, in a folder that nobody uses any more.
 */
export async function endOrphans(dir: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const groups = new Set<number>();
  for (const name of await readdir('/proc').catch((): string[] => [])) {
    if (!/^\d+$/.test(name)) continue;
    const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
    if (!environment.includes(`${dir}/`)) continue;
    const entry = await processTable().entry(Number(name));
    if (entry !== undefined && entry.group > 1) groups.add(entry.group);
  }
  await Promise.all([...groups].map((group) => endOwnGroup(group, graceMilliseconds)));
}
