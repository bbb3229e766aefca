import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Everything that the extension wrote to its log channel in this editor, in any of its windows. */
export function extensionLog(dataDir: string): string {
  return readdirSync(path.join(dataDir, 'logs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'Bindery.log')
    .map((file) => readFileSync(path.join(dataDir, 'logs', file), 'utf8'))
    .join('');
}

/** Milliseconds that each activation of the extension took, as it measured them itself. */
export function activationTimes(log: string): number[] {
  return [...log.matchAll(/activated in ([\d.]+) ms/g)].map(([, time]) => Number(time));
}
