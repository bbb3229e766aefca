import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../platform/files';
import type { ProcessIdentity } from '../platform/process';
import type { Plan, PortMapping } from '../protocol';
import { AppError } from '../protocol';

/** Absolute paths of what is in a session's folder, beside its record (store/types.ts). */
export function sessionFiles(dir: string): {
  readonly token: string;
  readonly log: string;
  readonly exit: string;
  readonly launch: string;
  readonly process: string;
  readonly handOver: string;
  readonly jupyter: string;
  readonly overlay: string;
  readonly home: string;
  readonly work: string;
} {
  const below = (name: string): string => path.join(dir, name);
  return {
    token: below('token'),
    log: below('server.log'),
    /** Written last by the entry script: where it is, nothing of the session runs any more. */
    exit: below('exit.json'),
    launch: below('launch.json'),
    process: below('process.json'),
    handOver: below('handing-over'),
    jupyter: below('jupyter'),
    overlay: below('overlay'),
    home: below('home'),
    work: below('work'),
  };
}

/** What the entry script says about the end of a session. */
export interface ExitRecord {
  /** Null when a signal ended the server. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly reason:
    'exited' | 'killed' | 'stopped' | 'max-age' | 'start-did-not-hand-over' | 'could-not-start';
  /** False when a start script ended, or was ended, before it handed over. */
  readonly handedOver: boolean;
  readonly endedAt: string;
}

/** What starting a session again takes, beside its record. */
export interface LaunchRecord {
  readonly plan: Plan;
  /** As asked for; 0 means a free one. */
  readonly port: number;
  readonly publish?: readonly PortMapping[];
}

/** A session's process, as recorded before anything of it could run. */
export interface ProcessRecord {
  readonly identity: ProcessIdentity;
  readonly url: string;
}

export const readExitRecord = (dir: string): Promise<ExitRecord | undefined> =>
  readJson<ExitRecord>(sessionFiles(dir).exit);

export const readLaunchRecord = (dir: string): Promise<LaunchRecord | undefined> =>
  readJson<LaunchRecord>(sessionFiles(dir).launch);

export const readProcessRecord = (dir: string): Promise<ProcessRecord | undefined> =>
  readJson<ProcessRecord>(sessionFiles(dir).process);

export const writeLaunchRecord = (dir: string, record: LaunchRecord): Promise<void> =>
  writeJson(sessionFiles(dir).launch, record);

export const writeProcessRecord = (dir: string, record: ProcessRecord): Promise<void> =>
  writeJson(sessionFiles(dir).process, record);

/** Forgets how the session ran before, so that it is not taken for how it runs now. */
export async function forgetLastRun(dir: string): Promise<void> {
  const files = sessionFiles(dir);
  for (const file of [files.process, files.exit, files.handOver]) await rm(file, { force: true });
}

/** Makes the session's token, of 256 random bits. Without a line break: Jupyter takes the file as it is. */
export const writeToken = (file: string): Promise<void> =>
  writeFileAtomic(file, randomBytes(32).toString('hex'));

/** The session's token; undefined when there is none (any more). */
export const readToken = (file: string): Promise<string | undefined> => readText(file);

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function readJson<T>(file: string): Promise<T | undefined> {
  const text = await readText(file);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch (error) {
    throw new AppError('state-corrupt', { path: file, detail: String(error) }, { cause: error });
  }
}

const writeJson = (file: string, value: unknown): Promise<void> =>
  writeFileAtomic(file, `${JSON.stringify(value, null, 2)}\n`);
