import type { AppErrorData } from './errors';
import type { JobEvent } from './events';
import type { JobRecord } from './jobs';
import type { Session, SessionConnection } from './sessions';

/**
 * Version of everything in this folder. A client and an agent with different numbers do not talk: the newer client
 * asks the older agent to drain and starts its own (docs/architecture.md, "One agent").
 */
export const protocolVersion = 1;

/** Path templates of the API, relative to the agent's address. `:name` stands for one encoded segment. */
export const routes = {
  hello: '/api/v1/',
  drain: '/api/v1/drain',
  prune: '/api/v1/prune',
  builds: '/api/v1/builds',
  launches: '/api/v1/launches',
  jobs: '/api/v1/jobs',
  job: '/api/v1/jobs/:id',
  jobEvents: '/api/v1/jobs/:id/events',
  jobCancel: '/api/v1/jobs/:id/cancel',
  modules: '/api/v1/modules',
  sessions: '/api/v1/sessions',
  session: '/api/v1/sessions/:name',
  sessionStart: '/api/v1/sessions/:name/start',
  sessionStop: '/api/v1/sessions/:name/stop',
  sessionConnection: '/api/v1/sessions/:name/connection',
  sessionEvents: '/api/v1/sessions/:name/events',
  sessionLog: '/api/v1/sessions/:name/log',
} as const;

/** Fills a path template. */
export function routePath(route: keyof typeof routes, params: Readonly<Record<string, string>> = {}): string {
  return routes[route].replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

/** `GET hello`: who answers, asked before anything else. */
export interface Hello {
  readonly name: 'bindery';
  readonly version: string;
  readonly protocolVersion: number;
  readonly pid: number;
  readonly draining: boolean;
}

/** Body of every answer with a status of 400 or more. */
export interface ErrorBody {
  readonly error: AppErrorData;
}

/**
 * `GET jobEvents` is a server-sent event stream. Each frame's `id` is a cursor: `<launch event id>.<build event id>`
 * for launches, whose stream has the events of their build spliced in at the place where they joined it; `<event id>`
 * for builds. Send it back as `Last-Event-ID` to go on behind it. After the terminal event the
 * stream says so by an event named `end`; a connection that closes without one was lost.
 * `?watch=owner` makes this connection the job's owner: when the last owner goes away and none is back within
 * `ownerGraceSeconds`, the job is cancelled.
 *
 * `GET sessionEvents` is the same for a session: a frame with the Session whenever it changed, beginning with how it is
 * now; the stream ends when the session runs no more. With `?watch=owner` the session is stopped when its last owner
 * goes away. That is how a foreground command holds its session: it owns the launch, and once that is `ready` it owns
 * the session. What was asked for with `foreground: true` and finds no owner within the grace ends too.
 */
export type EventCursor = string;

/** Name of the event that closes an event stream for good. */
export const streamEnd = 'end';

/** How long a job or session waits for its owner to come back (a lost connection, a restarted agent). */
export const ownerGraceSeconds = 2;

/** One entry of a job's stream; in a launch's, the events of its build are spliced in where it joined it. */
export interface StreamEntry {
  /** Where to go on from. */
  readonly cursor: EventCursor;
  readonly event: JobEvent;
}

export interface JobAnswer {
  readonly job: JobRecord;
}
export interface JobsAnswer {
  readonly jobs: readonly JobRecord[];
}
/** Modules of Python, and for each the distributions of the package index that bring it. */
export type BuiltModules = Readonly<Record<string, readonly string[]>>;

/**
 * `GET modules?folder=…`: what the environment has that was last built for a folder of this machine, by its absolute path;
 * null where none was built, or where its environment could not be asked.
 */
export interface ModulesAnswer {
  readonly modules: BuiltModules | null;
}
export interface SessionAnswer {
  readonly session: Session;
}
export interface SessionsAnswer {
  readonly sessions: readonly Session[];
}
export interface ConnectionAnswer {
  readonly connection: SessionConnection;
}

/** `DELETE session` stops the session and removes its record and its volume. A person's own folder is never removed. */
export type Deleted = Readonly<Record<string, never>>;
