import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateDir, removeTree } from '../platform/files';
import type { EventBody, JobEvent, JobRecord } from '../protocol';
import { AppError, isTerminal } from '../protocol';
import type { EventLog } from './event-log';
import { createEventLog } from './event-log';
import { isKey, makeId } from './keys';
import { lastEvent } from './log-blocks';
import { openLogFiles } from './log-files';
import type { LogLimits, StoreLogger } from './options';
import type { Records } from './records';
import { createRecords } from './records';
import type { JobStore } from './types';

export interface JobStoreOptions {
  readonly dir: string;
  readonly now: () => Date;
  readonly limits: LogLimits;
  readonly logger?: StoreLogger | undefined;
}

/** Jobs as folders `<dir>/<id>/` with `record.json` and the files of the log. */
export function createJobStore(options: JobStoreOptions): JobStore {
  const { dir, now, logger } = options;
  const records = createRecords<JobRecord>({ dir, suffix: '/record.json', logger });
  const logs = createLogs(options);
  return {
    async create(fields) {
      const id = await makeJobDir(dir, now);
      const record: JobRecord = { ...fields, id, createdAt: now().toISOString(), state: 'waiting' };
      await records.put(id, record);
      return record;
    },
    get: (id) => records.get(id),
    list: () => records.list(),
    update: (id, change) => changeJob(records, id, change),
    append: (id, body) => logs.append(id, body),
    follow: (id, after, signal) => follow(logs, id, after, signal),
    async delete(id) {
      const record = isKey(id) ? await records.get(id) : undefined;
      if (record?.endedAt === undefined || logs.isOpen(id)) return false;
      await removeTree(join(dir, id));
      return true;
    },
    flush: (id) => logs.use(id, (log) => log.flush()),
  };
}

/** @throws AppError job-not-found */
function changeJob(records: Records<JobRecord>, id: string, change: Partial<JobRecord>): Promise<JobRecord> {
  if (!isKey(id)) return Promise.reject(new AppError('job-not-found', { id }));
  return records.change(id, (old) => {
    if (old === undefined) throw new AppError('job-not-found', { id });
    return { ...old, ...change };
  });
}

async function makeJobDir(dir: string, now: () => Date): Promise<string> {
  await makePrivateDir(dir);
  for (;;) {
    const id = makeId(now());
    try {
      await mkdir(join(dir, id), { mode: 0o700 });
      return id;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

async function* follow(logs: Logs, id: string, after: number, signal: AbortSignal): AsyncGenerator<JobEvent> {
  const release = logs.hold(id);
  try {
    const log = logs.get(id);
    // A number that was never given out would wait for ever.
    let position = Math.min(after, log.published);
    while (!signal.aborted) {
      const events = await log.read(position);
      for (const event of events) {
        position = event.id;
        yield event;
        if (isAborted(signal)) return;
      }
      if (events.length > 0 || position < log.published) continue;
      if (log.ended) return;
      await log.more(signal);
    }
  } finally {
    release();
  }
}

/** Asked anew after each event: whoever takes events may take long. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Open logs: those that are being written or followed. */
interface Logs {
  /** @throws AppError job-not-found */
  get(id: string): EventLog;
  append(id: string, body: EventBody): JobEvent;
  use<R>(id: string, task: (log: EventLog) => Promise<R>): Promise<R>;
  /** True for a log that is being written or followed. */
  isOpen(id: string): boolean;
  /** Keeps the log open until the returned function is called. */
  hold(id: string): () => void;
}

function createLogs(options: JobStoreOptions): Logs {
  const open = new Map<string, EventLog>();
  const holders = new Map<string, number>();
  const get = (id: string): EventLog => {
    const log = open.get(id) ?? openLog(options, id);
    open.set(id, log);
    return log;
  };
  const hold = (id: string): (() => void) => {
    holders.set(id, (holders.get(id) ?? 0) + 1);
    return () => {
      const left = (holders.get(id) ?? 1) - 1;
      if (left > 0) holders.set(id, left);
      else holders.delete(id);
      if (left <= 0 && open.get(id)?.ended === true) open.delete(id);
    };
  };
  const use = async <R>(id: string, task: (log: EventLog) => Promise<R>): Promise<R> => {
    const release = hold(id);
    try {
      return await task(get(id));
    } finally {
      release();
    }
  };
  const append = (id: string, body: EventBody): JobEvent => {
    const log = get(id);
    const event = log.append(body);
    // A log that ended is closed when its last event is written and nobody follows it.
    if (log.closing) {
      use(id, () => log.flush()).catch((error: unknown) =>
        options.logger?.warn({ err: error, job: id }, 'the end of a log could not be synced'),
      );
    }
    return event;
  };
  return { get, append, use, hold, isOpen: (id) => open.has(id) };
}

/** @throws AppError job-not-found */
function openLog({ dir, limits, now, logger }: JobStoreOptions, id: string): EventLog {
  const folder = join(dir, id);
  if (!isKey(id) || !existsSync(join(folder, 'record.json'))) throw new AppError('job-not-found', { id });
  const { kind, buildOnly } = JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8')) as JobRecord;
  const files = openLogFiles(folder, limits);
  const ends = kind === 'launch' && buildOnly ? 'build-only' : kind;
  const isLast = (event: EventBody): boolean => isTerminal(event.phase, ends);
  return createEventLog({ job: id, files, isTerminal: isLast, now, logger }, lastEvent(files));
}
