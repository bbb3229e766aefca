import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makePrivateDir, writeFileAtomic } from '../platform/files';
import { AppError } from '../protocol';
import { checkKey, isKey } from './keys';
import type { StoreLogger } from './options';
import type { RecordStore } from './types';

/** Where records of one kind are: `<dir>/<key><suffix>`. */
export interface RecordPlace {
  readonly dir: string;
  /** `.json`, or `/session.json` where each record has a folder of its own. */
  readonly suffix: string;
  readonly logger?: StoreLogger | undefined;
}

/** Records as files that are replaced as a whole. Changes of one record take place one after the other. */
export interface Records<T> extends RecordStore<T> {
  /** Reads, changes and writes a record, undisturbed by other changes. @throws what `change` throws */
  change(key: string, change: (old: T | undefined) => T): Promise<T>;
}

export function createRecords<T extends object>({ dir, suffix, logger }: RecordPlace): Records<T> {
  const inOrder = createQueues();
  const told = new Set<string>();
  const fileOf = (key: string): string => join(dir, `${checkKey(key)}${suffix}`);

  const write = async (key: string, value: T): Promise<void> => {
    const file = fileOf(key);
    await makePrivateDir(dirname(file));
    await writeFileAtomic(file, `${JSON.stringify(value, null, 2)}\n`);
  };
  const readable = async (key: string): Promise<T | undefined> => {
    try {
      return await readRecord<T>(fileOf(key));
    } catch (error) {
      if (!told.has(key)) logger?.warn({ err: error, key }, 'a record cannot be read and is left out');
      told.add(key);
      return undefined;
    }
  };
  return {
    get: async (key) => (isKey(key) ? readRecord<T>(fileOf(key)) : undefined),
    put: async (key, value) => inOrder(key, () => write(key, value)),
    delete: async (key) => inOrder(key, () => rm(fileOf(key), { force: true })),
    async list() {
      const records = await Promise.all((await keysIn(dir, suffix)).map(readable));
      return records.filter((record) => record !== undefined);
    },
    change: async (key, change) =>
      inOrder(key, async () => {
        const value = change(await readRecord<T>(fileOf(key)));
        await write(key, value);
        return value;
      }),
  };
}

/** Runs tasks with the same key one after the other. */
function createQueues(): <R>(key: string, task: () => Promise<R>) => Promise<R> {
  const last = new Map<string, Promise<unknown>>();
  return (key, task) => {
    const result = (last.get(key) ?? Promise.resolve()).then(task);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    last.set(key, settled);
    void settled.then(() => last.get(key) === settled && last.delete(key));
    return result;
  };
}

/** Keys that have a file, in order. */
async function keysIn(dir: string, suffix: string): Promise<readonly string[]> {
  const names = await readdir(dir).catch(() => []);
  const keys = suffix.startsWith('/')
    ? names
    : names.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length));
  return keys.filter(isKey).sort();
}

/** @throws AppError state-corrupt */
async function readRecord<T extends object>(path: string): Promise<T | undefined> {
  try {
    const value = JSON.parse(await readFile(path, 'utf8')) as unknown;
    if (typeof value !== 'object' || value === null) throw new Error('it holds no JSON object');
    return value as T;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new AppError('state-corrupt', { path, detail: message }, { cause: error });
  }
}
