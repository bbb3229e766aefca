import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../platform/files';
import { AppError } from '../protocol';
import type { Leases } from './types';

/** Version of what the state root holds and how. Raised together with a new entry of `migrations`. */
export const schemaVersion = 1;

/** `migrations[n]` brings a root from version n to n + 1; each must bear being killed and run again. */
const migrations: Readonly<Record<number, (root: string) => Promise<void>>> = {};

/** @throws AppError state-too-new, state-corrupt, lease-held */
export async function bringUpToDate(root: string, leases: Leases): Promise<void> {
  const path = join(root, 'schema.json');
  const found = await readVersion(path);
  if (found === undefined) return writeVersion(path, schemaVersion);
  if (found > schemaVersion)
    throw new AppError('state-too-new', { path, theirs: found, ours: schemaVersion });
  if (found < schemaVersion) await migrate(root, path, found, leases);
}

async function migrate(root: string, path: string, from: number, leases: Leases): Promise<void> {
  const lease = await leases.tryAcquire('schema');
  if (lease === undefined) {
    const pid = (await leases.holder('schema'))?.pid ?? 0;
    throw new AppError('lease-held', { what: root, pid });
  }
  try {
    for (let version = from; version < schemaVersion; version += 1) {
      await migrations[version]?.(root);
      await writeVersion(path, version + 1);
    }
  } finally {
    await lease.release();
  }
}

async function readVersion(path: string): Promise<number | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const version = parseVersion(text);
  if (version === undefined)
    throw new AppError('state-corrupt', { path, detail: 'it holds no schemaVersion' });
  return version;
}

function parseVersion(text: string): number | undefined {
  try {
    const { schemaVersion: version } = JSON.parse(text) as { schemaVersion?: unknown };
    return typeof version === 'number' && Number.isInteger(version) ? version : undefined;
  } catch {
    return undefined;
  }
}

async function writeVersion(path: string, version: number): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify({ schemaVersion: version })}\n`);
}
