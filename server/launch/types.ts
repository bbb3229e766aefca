import type { ArtifactSummary, Emit, Plan, Session, SpawnerKind } from '../protocol';

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
