import type { AppErrorData } from './errors';
import type { ArtifactSummary, SpawnerKind } from './jobs';
import type { ResolvedRepo } from './repo';

/** States of a session (contracts/jupyterhub.md section 7). `absent` and `deleted` have no record. */
export const sessionStates = ['creating', 'spawning', 'ready', 'stopping', 'stopped', 'failed'] as const;
export type SessionState = (typeof sessionStates)[number];

/** Limits of a session. Zero or absent means none. */
export interface SessionLimits {
  /** Bytes. */
  readonly memory?: number;
  /** Cores; fractions allowed. */
  readonly cpus?: number;
  readonly processes?: number;
  /** Seconds without activity after which Jupyter shuts itself down. */
  readonly idleSeconds?: number;
  /** Seconds after which the entry script ends the session, whatever it does. */
  readonly maxAgeSeconds?: number;
}

/** A port of a session's container that can be reached from outside it, beside the server's own. */
export interface PortMapping {
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp';
  readonly hostPort: number;
  /** Absent: loopback. */
  readonly hostIp?: string;
}

/** Where a person's edits live. */
export interface WorkFolder {
  /** `folder`: the person's own, in place. `volume`: filled once from the artifact, removed with the session. */
  readonly kind: 'folder' | 'volume';
  /** Absolute path on this machine. */
  readonly path: string;
}

/** A running, or stopped and resumable, server. This is what the API tells; it never holds the token. */
export interface Session {
  /** `[a-z][a-z0-9-]{0,19}`, unique among the owner's sessions. */
  readonly name: string;
  readonly state: SessionState;
  /** Why it is in this state, in one sentence. */
  readonly reason: string;
  readonly repo: ResolvedRepo;
  readonly spawner: SpawnerKind;
  readonly artifact: ArtifactSummary;
  readonly workFolder: WorkFolder;
  readonly limits: SessionLimits;
  /** `http://127.0.0.1:<port>/` while it runs; the token is asked for apart. */
  readonly url?: string;
  readonly urlPath?: string;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly lastActivity?: string;
  /** ISO time at which its maximum age ends it. */
  readonly deadline?: string;
  /** Exit code of the server, once it ended. */
  readonly exitCode?: number;
  readonly error?: AppErrorData;
}

/** What the owner needs to talk to a running session. */
export interface SessionConnection {
  readonly url: string;
  readonly token: string;
}
