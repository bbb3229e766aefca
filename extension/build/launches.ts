import type { JobRecord, LaunchRequest } from '../../server/protocol';
import type { BinderyClient } from '../../server/http/client/types';
import type { Settings } from '../platform/config';
import type { Emitter, Disposable } from '../platform/emitter';
import { createEmitter } from '../platform/emitter';
import type { JobFeed, JobFeeds } from '../stream/job-feed';
import type { Store } from '../sessions/store';
import { runningJobsOf } from './folders';
import type { JobView } from './job-view';
import { applyEvents, jobShape, jobView } from './job-view';
import type { Memory } from './memory';

export type LaunchKind = 'launch' | 'build-only';

/** A job that this window follows for one of its folders. */
export interface FollowedJob {
  readonly folder: string;
  readonly view: JobView;
  readonly feed: JobFeed;
}

/** Starts, joins and follows the jobs of this window's folders. */
export interface Launches extends Disposable {
  /** Joins the folder's running job of this kind, or asks the agent for a new one. */
  start(folder: string, kind: LaunchKind, options: Pick<LaunchRequest, 'urlPath'>): Promise<FollowedJob>;
  /** Follows a job that exists, into the store. The same job is followed once. */
  readonly follow: (folder: string, record: JobRecord) => Promise<FollowedJob>;
  cancel(folder: string): Promise<void>;
  /** A job is followed now that was not before. */
  readonly onFollow: Emitter<FollowedJob>;
  /** A followed job ended, and this is the first time that this workspace hears of it. */
  readonly onEnd: Emitter<FollowedJob>;
}

export interface LaunchesDeps {
  readonly client: () => Promise<BinderyClient>;
  readonly feeds: JobFeeds;
  readonly store: Store;
  readonly memory: Memory;
  readonly settings: (folder: string) => BuildSettings;
}

/** What a person set of how to build. */
type BuildSettings = Pick<Settings, 'engine' | 'toolchain'>;

function requestFor(folder: string, settings: BuildSettings, urlPath: string | undefined): LaunchRequest {
  return {
    repo: { provider: 'local', spec: folder },
    ...(settings.engine === undefined ? {} : { engine: settings.engine }),
    ...(settings.toolchain === undefined ? {} : { toolchain: settings.toolchain }),
    ...(urlPath === undefined ? {} : { urlPath }),
  };
}

/** Keeps the store's view of a job up to date from its feed, and tells its end once. */
function projectFeed(folder: string, record: JobRecord, feed: JobFeed, deps: LaunchesDeps): Projection {
  const known = deps.store.get(folder)?.job;
  let view = known?.id === record.id ? known : jobView(record);
  const apply = (entries: JobFeed['entries']): void => {
    view = applyEvents(
      view,
      entries.map(({ event }) => event),
    );
    deps.store.setJob(folder, view);
  };
  deps.store.setJob(folder, view);
  apply(feed.entries);
  return { listener: feed.onEntries.listen(apply), view: () => view };
}
interface Projection {
  readonly listener: Disposable;
  readonly view: () => JobView;
}

export function createLaunches(deps: LaunchesDeps): Launches {
  const onFollow = createEmitter<FollowedJob>();
  const onEnd = createEmitter<FollowedJob>();
  const followed = new Map<string, Projection>();

  const follow = async (folder: string, record: JobRecord): Promise<FollowedJob> => {
    const feed = deps.feeds.open(record.id);
    const known = followed.get(record.id);
    if (known) return { folder, feed, view: known.view() };
    const projection = projectFeed(folder, record, feed, deps);
    followed.set(record.id, projection);
    await deps.memory.remember(folder, record.id);
    const job = (): FollowedJob => ({ folder, feed, view: projection.view() });
    onFollow.fire(job());
    void feed.ended.then(async () => {
      projection.listener.dispose();
      followed.delete(record.id);
      if (feed.connection === 'lost') deps.store.setJob(folder, { ...projection.view(), lost: true });
      if (projection.view().ended && (await deps.memory.tell(folder, record.id))) onEnd.fire(job());
    });
    return job();
  };

  return {
    onFollow,
    onEnd,
    follow,
    start: async (folder, kind, { urlPath }) => {
      const client = await deps.client();
      const running = runningJobsOf(await client.jobs(), folder).find((job) => jobShape(job) === kind);
      if (running) return follow(folder, running);
      const request = requestFor(folder, deps.settings(folder), urlPath);
      return follow(folder, await (kind === 'launch' ? client.launch(request) : client.build(request)));
    },
    cancel: async (folder) => {
      const job = deps.store.get(folder)?.job;
      if (job && !job.ended) await (await deps.client()).cancel(job.id);
    },
    dispose: () => {
      for (const { listener } of followed.values()) listener.dispose();
      followed.clear();
    },
  };
}
