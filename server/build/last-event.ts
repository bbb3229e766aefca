import { readFile } from 'node:fs/promises';
import type { JobEvent } from '../protocol';

/** The last whole event of a job's log on disk; undefined when there is none. A torn last line is passed over. */
export async function lastStoredEvent(file: string): Promise<JobEvent | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  for (const line of text.split('\n').reverse()) {
    const event = parse(line);
    if (event !== undefined) return event;
  }
  return undefined;
}

function parse(line: string): JobEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'phase' in value ? (value as JobEvent) : undefined;
  } catch {
    return undefined;
  }
}
