import type {
  ArtifactSummary,
  Emit,
  EventCursor,
  JobRecord,
  LaunchRequest,
  Plan,
  PortMapping,
  Session,
  SessionConnection,
  SpawnerKind,
  StreamEntry,
} from '../protocol';

/** What a spawner needs to start a session; it is written beside the session so that a restart can resume it. */
export interface SpawnSpec {
  readonly session: Session;
  /** The plan whose environment variables, start script and layout apply. */
  readonly plan: Plan;
  readonly artifact: ArtifactSummary;
  /** Folder of the session in the state root: token, log, exit record, runtime folders of Jupyter. */
  readonly dir: string;
  /** Mode 600. The only place the token is stored. */
  readonly tokenFile: string;
  /** Port on loopback; 0 means a free one. */
  readonly port: number;
  /** Further ports of a container. */
  readonly publish?: readonly PortMapping[];
  /** Seconds in which the server must answer its first request. */
  readonly startTimeout: number;
}

/** What a spawner knows about a session without asking the session. */
export type SpawnState =
  | { readonly alive: true; readonly url: string }
  | {
      readonly alive: false;
      readonly exitCode?: number;
      readonly endedAt?: string;
      readonly reason?: string;
    };

/** Starts, finds and ends sessions of one kind. It holds no state of its own: what exists is asked of the system. */
export interface Spawner {
  readonly kind: SpawnerKind;
  /**
   * Starts the server and returns once it answers with its token.
   * @throws AppError port-taken, session-ended-early, session-never-answered, start-did-not-hand-over; Cancelled. In
   * each case nothing of the session is left running.
   */
  start(spec: SpawnSpec, emit: Emit, signal: AbortSignal): Promise<{ readonly url: string }>;
  /** Whether it lives, found from the session's record and folder alone (after a restart of the agent, or the engine). */
  inspect(session: Session, dir: string): Promise<SpawnState>;
  /** Asks it to end, and makes sure after `graceSeconds`. Returns when nothing of it runs any more. */
  stop(session: Session, dir: string, graceSeconds: number): Promise<void>;
}

export type { StreamEntry } from '../protocol';

/** Launches: resolve, fetch, plan, build (joined), spawn. Also what `bindery build` asks for, ending at the artifact. */
export interface LaunchService {
  /** Answers at once with a job that goes on by itself. */
  start(request: LaunchRequest, until: 'artifact' | 'session'): Promise<JobRecord>;
  /** Starts a stopped session again, from the artifact it had; a job whose stream ends in `ready`. */
  resume(name: string, foreground: boolean): Promise<JobRecord>;
  /** Ends the job. Of a shared build it only lets go. Ended jobs stay as they are. */
  cancel(id: string): Promise<JobRecord>;
  /**
   * The stream of any job from behind `cursor` ('' for its beginning). On `ready` the session's URL and token are added
   * on delivery. Ends after the terminal event.
   */
  follow(id: string, cursor: EventCursor, signal: AbortSignal): AsyncIterable<StreamEntry>;
  /** Number of launches that run now. */
  readonly running: number;
  /** At the start of an agent: launches that died with the last one become `failed`, with the reason. */
  reconcile(): Promise<void>;
  shutdown(): Promise<void>;
}

/** The sessions of one user. */
export interface SessionService {
  /** With states as they really are now: asked of the spawners, written back when they changed. */
  list(): Promise<readonly Session[]>;
  /** @throws AppError session-not-found */
  get(name: string): Promise<Session>;
  stop(name: string): Promise<Session>;
  /** Stops it and removes its record and its volume; never a person's own folder. */
  delete(name: string): Promise<void>;
  /** @throws AppError session-not-found, session-wrong-state */
  connection(name: string): Promise<SessionConnection>;
  /** Absolute path of its server's log. */
  logFile(name: string): Promise<string>;
  /** Makes records agree with what exists, after a restart of agent, engine or machine. */
  reconcile(): Promise<void>;
}
