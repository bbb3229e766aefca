import type { ArtifactSummary, BuiltModules, EventBody, JobEvent, JobRecord, Session } from '../protocol';
import type { Facts } from './facts';

/**
 * The state root: plain files, readable by anyone, written only by the agent or `serve`. A folder copied while running is
 * a valid backup: records are replaced by write, fsync, rename; logs are only ever appended to; a torn last line of a
 * log is dropped on reading (design section 6, "State").
 *
 *   schema.json              {schemaVersion}
 *   agent.json               who runs the agent: pid, identity, socket (absent when nobody does)
 *   jobs/<id>/record.json    JobRecord          jobs/<id>/events.jsonl   its log
 *   sessions/<name>/...      session.json, token (mode 600), log, exit.json, work/
 *   artifacts/<key>.json     ArtifactSummary
 *   modules/<hash>.json      ModuleRecord, by environmentHash
 *   facts/<hash>.json        what moves and was looked up: base digests, versions, snapshot dates
 *   prefixes/<key>/          environments of the host engine, with COMPLETE written last
 *   leases/<name>.json       who holds what
 *   cache/                   what can be fetched again: uv, package caches, git mirrors
 */
export interface Store {
  readonly root: string;
  readonly jobs: JobStore;
  readonly sessions: RecordStore<Session>;
  readonly artifacts: RecordStore<ArtifactSummary>;
  /** By environmentHash. */
  readonly modules: RecordStore<ModuleRecord>;
  readonly facts: Facts;
  readonly leases: Leases;
  /** Absolute path below the root, its parent folders made. */
  path(...parts: string[]): string;
}

/** What a built environment told of itself. */
export interface ModuleRecord {
  /** Distributions by the Python modules that they bring. */
  readonly modules: BuiltModules;
}

/** Small JSON records by key, one file each. */
export interface RecordStore<T> {
  get(key: string): Promise<T | undefined>;
  put(key: string, value: T): Promise<void>;
  delete(key: string): Promise<void>;
  /** All that can be read; unreadable ones are reported once on the logger and left where they are. */
  list(): Promise<readonly T[]>;
}

/** Jobs and their logs. */
export interface JobStore {
  /** Makes a job with a fresh id (sortable by time) in state `waiting`. */
  create(record: Omit<JobRecord, 'id' | 'createdAt' | 'state'>): Promise<JobRecord>;
  get(id: string): Promise<JobRecord | undefined>;
  list(): Promise<readonly JobRecord[]>;
  update(id: string, change: Partial<JobRecord>): Promise<JobRecord>;
  /**
   * Appends to the job's log and wakes its followers. Returns the event as stored, at once; it is on disk before a
   * terminal event is delivered. The log keeps its first and last lines within the cap and counts what it left out.
   */
  append(id: string, body: EventBody): JobEvent;
  /**
   * Events with an id above `after`, those there are and those to come, each once and in order. Ends after the job's
   * terminal event or when `signal` fires. A slow reader reads from disk: nothing is buffered for it without bound.
   */
  follow(id: string, after: number, signal: AbortSignal): AsyncIterable<JobEvent>;
  /** Removes an ended job with its log. False when it still runs or somebody follows it. */
  delete(id: string): Promise<boolean>;
  /** Waits until everything appended so far is on disk. */
  flush(id: string): Promise<void>;
}

/** A process, told apart from a later one with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque: the kernel's start time of the process. */
  readonly startTime: string;
  /** Opaque: changes with each boot of the machine. */
  readonly bootId: string;
}

/** A held lease; let go by `release`, or by the death of its holder. */
export interface Lease {
  readonly name: string;
  release(): Promise<void>;
}

export interface Leases {
  /** The lease, or undefined when a living process holds it. One whose holder died is taken over. */
  tryAcquire(name: string): Promise<Lease | undefined>;
  /** Who holds it, if a living process does. */
  holder(name: string): Promise<ProcessIdentity | undefined>;
}
