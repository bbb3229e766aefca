import type {
  BuiltModules,
  EventCursor,
  Hello,
  JobRecord,
  LaunchRequest,
  PruneAnswer,
  PruneRequest,
  Session,
  SessionConnection,
  StreamEntry,
} from '../../protocol';

/** The program that runs the agent, and how. */
export interface AgentProgram {
  readonly file: string;
  /** Arguments before `agent`; usually the path of dist/bindery.js. */
  readonly args: readonly string[];
  /** Added to the environment of the agent, for example ELECTRON_RUN_AS_NODE. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ConnectOptions {
  /** Decides where the state root and thus the socket is; inherited by an agent that is started. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Starts an agent where none answers. False: that is `agent-unreachable`. */
  readonly start: boolean;
  readonly program: AgentProgram;
  /** Seconds that an agent started from here stays when nobody is connected and nothing runs. */
  readonly linger: number;
  /** Seconds an agent may take to answer its first request, or an older one to end. Default 15. */
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
}

export interface FollowOptions {
  /** Goes on behind this cursor; absent: from the beginning. */
  readonly cursor?: EventCursor;
  /** Makes this watcher an owner: when the last owner goes away, the job is cancelled. */
  readonly owner?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * The agent's API for one client. Every method rejects with the AppError that the agent answered, with
 * `agent-unreachable` when it is gone for good, and with Cancelled when its signal fired. An agent that went away
 * between two calls is started again (where `start` was given); calls that start something are not repeated.
 */
export interface BinderyClient {
  /** Who answered when this client connected. */
  readonly hello: Hello;
  /** Builds up to the artifact; answers at once with the job to follow. */
  build(request: LaunchRequest): Promise<JobRecord>;
  /** Builds where needed and starts a session; answers at once with the job to follow. */
  launch(request: LaunchRequest): Promise<JobRecord>;
  job(id: string): Promise<JobRecord>;
  jobs(): Promise<readonly JobRecord[]>;
  /**
   * The job's stream, each entry once and in order, over lost connections and restarted agents alike. Ends after the
   * terminal event, or without one when `signal` fires. Nothing is buffered without bound for a slow reader.
   */
  follow(id: string, options?: FollowOptions): AsyncIterable<StreamEntry>;
  cancel(id: string): Promise<JobRecord>;
  /** What the environment has that was last built for a folder; undefined where that is not known. */
  modules(folder: string): Promise<BuiltModules | undefined>;
  sessions(): Promise<readonly Session[]>;
  session(name: string): Promise<Session>;
  /** The session whenever it changed, beginning with now; ends when it runs no more. */
  watchSession(name: string, options?: Omit<FollowOptions, 'cursor'>): AsyncIterable<Session>;
  /** Starts a stopped session again; answers at once with the job to follow. */
  startSession(name: string, options?: { readonly foreground?: boolean }): Promise<JobRecord>;
  stopSession(name: string): Promise<Session>;
  deleteSession(name: string): Promise<void>;
  /** URL and token of a running session. */
  connection(name: string): Promise<SessionConnection>;
  /** Removes what nothing needs; see PruneRequest. */
  prune(request: PruneRequest): Promise<PruneAnswer>;
  /** The end of the session's server log. */
  log(name: string): Promise<string>;
  /** Closes this client's connections. Streams that are being followed end. */
  close(): void;
}
