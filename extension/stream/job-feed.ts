import type { BinderyClient } from '../../server/http/client/types';
import type { StreamEntry } from '../../server/protocol';
import type { PanelConnection, PanelEntry } from '../../webview/protocol';
import { AppError, Cancelled } from '../../server/protocol';
import type { Disposable, Emitter } from '../platform/emitter';
import { createEmitter } from '../platform/emitter';
import { omit } from '../platform/omit';
import type { Schedule } from './batch';
import { createBatcher } from './batch';

/** One job's stream in this window: followed once, kept, and told to whoever shows it. */
export interface JobFeed {
  readonly job: string;
  /** All entries so far. The agent caps a job's log, and so this. No token is ever in it. */
  readonly entries: readonly PanelEntry[];
  readonly connection: PanelConnection;
  /** Why the connection is lost. */
  readonly error: AppError | undefined;
  /** New entries, in batches. */
  readonly onEntries: Emitter<readonly PanelEntry[]>;
  /** The connection changed. */
  readonly onConnection: Emitter<PanelConnection>;
  /** Resolves when following ended, for whatever reason. */
  readonly ended: Promise<void>;
  dispose(): void;
}

export interface JobFeedDeps {
  readonly client: () => Promise<Pick<BinderyClient, 'follow'>>;
  readonly schedule: Schedule;
}

/** The entry without the token that the agent adds to `ready`: what needs it asks the agent anew. */
export function withoutToken(entry: StreamEntry): PanelEntry {
  return { cursor: entry.cursor, event: omit(entry.event, 'token') };
}

/** Begins to follow a job from its beginning. Lost connections are the client's business, until it gives up. */
export function followJob(job: string, deps: JobFeedDeps): JobFeed {
  const entries: PanelEntry[] = [];
  const onEntries = createEmitter<readonly PanelEntry[]>();
  const onConnection = createEmitter<PanelConnection>();
  const stop = new AbortController();
  let connection: PanelConnection = 'connecting';
  let error: AppError | undefined;

  const setConnection = (next: PanelConnection): void => {
    if (connection === next) return;
    connection = next;
    onConnection.fire(next);
  };
  const batcher = createBatcher<PanelEntry>((batch) => {
    entries.push(...batch);
    onEntries.fire(batch);
  }, deps.schedule);

  const run = async (): Promise<void> => {
    try {
      const client = await deps.client();
      for await (const entry of client.follow(job, { signal: stop.signal })) {
        setConnection('live');
        batcher.add(withoutToken(entry));
      }
      if (stop.signal.aborted) return;
      batcher.flush();
      setConnection('ended');
    } catch (thrown) {
      batcher.flush();
      if (stop.signal.aborted || Cancelled.is(thrown)) return;
      error = AppError.from(thrown);
      setConnection('lost');
    }
  };
  const ended = run();
  return {
    job,
    entries,
    onEntries,
    onConnection,
    ended,
    get connection() {
      return connection;
    },
    get error() {
      return error;
    },
    dispose: () => {
      stop.abort();
      batcher.dispose();
    },
  };
}

/** The feeds of this window, by job: panel, output channel and status bar share one. */
export interface JobFeeds extends Disposable {
  open(job: string): JobFeed;
}

export function createJobFeeds(deps: JobFeedDeps): JobFeeds {
  const feeds = new Map<string, JobFeed>();
  return {
    open: (job) => {
      const known = feeds.get(job);
      if (known && known.connection !== 'lost') return known;
      const feed = followJob(job, deps);
      feeds.set(job, feed);
      return feed;
    },
    dispose: () => {
      for (const feed of feeds.values()) feed.dispose();
      feeds.clear();
    },
  };
}
