import type { BinderyClient, FollowOptions } from '../../../server/http/client/types';
import type { JobEvent, JobRecord, Session, StreamEntry } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import type { Schedule } from '../../../extension/stream/batch';
import type { Translate } from '../../../extension/platform/vs';

/** English, with `{0}` replaced, as the editor does without a translation. */
export const plain: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (hole, index: string) => String(args[Number(index)] ?? hole));

/** A clock that a test moves on: what was scheduled runs when `tick` is called. */
export function manualSchedule(): { schedule: Schedule; tick: () => void } {
  let work: (() => void)[] = [];
  return {
    schedule: (next) => {
      work.push(next);
      return { dispose: () => void (work = work.filter((each) => each !== next)) };
    },
    tick: () => {
      const due = work;
      work = [];
      for (const each of due) each();
    },
  };
}

export function event(id: number, body: Partial<JobEvent> = {}): JobEvent {
  return { job: 'job1', id, at: '2026-11-21T10:00:00.000Z', phase: 'building', ...body };
}

export function entry(id: number, body: Partial<JobEvent> = {}): StreamEntry {
  return { cursor: `${id}.0`, event: event(id, body) };
}

export function record(id: string, more: Partial<JobRecord> = {}): JobRecord {
  return {
    id,
    kind: 'launch',
    buildOnly: false,
    state: 'running',
    createdAt: '2026-11-21T10:00:00.000Z',
    request: { repo: { provider: 'local', spec: '/work' } },
    ...more,
  };
}

export function session(name: string, more: Partial<Session> = {}): Session {
  const artifact = {
    kind: 'prefix',
    key: 'k',
    engine: 'host',
    location: '/p',
    environmentHash: 'e',
    contentId: 'c',
  } as const;
  return {
    name,
    state: 'ready',
    reason: 'It answers.',
    repo: { provider: 'local', spec: '/work', displayName: 'work' },
    spawner: 'process',
    artifact: { ...artifact, toolchains: [], builtAt: '', lastUsedAt: '' },
    workFolder: { kind: 'folder', path: '/work' },
    limits: {},
    url: 'http://127.0.0.1:9999/',
    createdAt: '2026-11-21T10:00:00.000Z',
    ...more,
  };
}

/** A stream that a test feeds; every reader gets it from its beginning, as the agent's logs are read. */
export class Feed<T> {
  private readonly items: T[] = [];
  private readonly wakes = new Set<() => void>();
  private over = false;
  private error: Error | undefined;

  push(...items: T[]): void {
    this.items.push(...items);
    this.wake();
  }

  end(error?: Error): void {
    this.over = true;
    this.error = error;
    this.wake();
  }

  async *read(signal?: AbortSignal): AsyncGenerator<T> {
    signal?.addEventListener('abort', () => this.wake());
    for (let index = 0; ;) {
      if (signal?.aborted) return;
      const item = this.items[index];
      if (item !== undefined) {
        index += 1;
        yield item;
      } else if (this.error) throw this.error;
      else if (this.over) return;
      else await new Promise<void>((resolve) => this.wakes.add(resolve));
    }
  }

  private wake(): void {
    for (const wake of this.wakes) wake();
    this.wakes.clear();
  }
}

/** An agent's client with the jobs and streams that a test gives it; what it was asked is written down. */
export class FakeClient implements BinderyClient {
  readonly hello = { name: 'bindery', version: '0', protocolVersion: 1, pid: 1, draining: false } as const;
  readonly asked: string[] = [];
  readonly streams = new Map<string, Feed<StreamEntry>>();
  readonly watches = new Map<string, Feed<Session>>();
  records: JobRecord[] = [];
  all: Session[] = [];

  stream(job: string): Feed<StreamEntry> {
    const known = this.streams.get(job) ?? new Feed<StreamEntry>();
    this.streams.set(job, known);
    return known;
  }
  watching(name: string): Feed<Session> {
    const known = this.watches.get(name) ?? new Feed<Session>();
    this.watches.set(name, known);
    return known;
  }
  build(): Promise<JobRecord> {
    return this.begin('build', true);
  }
  launch(): Promise<JobRecord> {
    return this.begin('launch', false);
  }
  job(id: string): Promise<JobRecord> {
    const found = this.records.find((each) => each.id === id);
    return found ? Promise.resolve(found) : Promise.reject(new AppError('job-not-found', { id }));
  }
  jobs(): Promise<readonly JobRecord[]> {
    return Promise.resolve(this.records);
  }
  follow(id: string, options?: FollowOptions): AsyncIterable<StreamEntry> {
    this.asked.push(`follow ${id}`);
    return this.stream(id).read(options?.signal);
  }
  modules(folder: string): Promise<undefined> {
    this.asked.push(`modules ${folder}`);
    return Promise.resolve(undefined);
  }
  cancel(id: string): Promise<JobRecord> {
    this.asked.push(`cancel ${id}`);
    return this.job(id);
  }
  sessions(): Promise<readonly Session[]> {
    return Promise.resolve(this.all);
  }
  session(name: string): Promise<Session> {
    const found = this.all.find((each) => each.name === name);
    return found ? Promise.resolve(found) : Promise.reject(new AppError('session-not-found', { name }));
  }
  watchSession(name: string, options?: FollowOptions): AsyncIterable<Session> {
    this.asked.push(`watch ${name}`);
    return this.watching(name).read(options?.signal);
  }
  startSession(name: string): Promise<JobRecord> {
    return this.begin(`start ${name}`, false);
  }
  stopSession(name: string): Promise<Session> {
    this.asked.push(`stop ${name}`);
    return this.session(name);
  }
  deleteSession(): Promise<void> {
    return Promise.resolve();
  }
  connection(): Promise<{ url: string; token: string }> {
    return Promise.resolve({ url: 'http://127.0.0.1:9999/', token: 'secret' });
  }
  prune(): Promise<never> {
    return Promise.reject(new Error('not part of these tests'));
  }

  log(): Promise<string> {
    return Promise.resolve('');
  }
  close(): void {
    this.asked.push('close');
  }

  private begin(what: string, buildOnly: boolean): Promise<JobRecord> {
    const job = record(`job${this.records.length + 1}`, { buildOnly });
    this.asked.push(what);
    this.records = [...this.records, job];
    return Promise.resolve(job);
  }
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
