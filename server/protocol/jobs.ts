import type { AppErrorData } from './errors';
import type { RepoRef, ResolvedRepo } from './repo';
import type { PortMapping } from './sessions';
import type { Dialect, Toolchain, ToolchainKind } from './plan';

export type EngineKind = 'docker' | 'host';
export type SpawnerKind = 'process' | 'docker';

/** What an engine made: an image or a prefix. Kept as a record as long as it can be started. */
export interface ArtifactSummary {
  readonly kind: 'image' | 'prefix';
  readonly key: string;
  readonly engine: EngineKind;
  /** The image's reference, or the prefix's path. */
  readonly location: string;
  readonly environmentHash: string;
  readonly contentId: string;
  readonly toolchains: readonly Toolchain[];
  /** ISO times. */
  readonly builtAt: string;
  readonly lastUsedAt: string;
  /** Of what was just built upon an environment that was there already: when that was made. */
  readonly environmentBuiltAt?: string;
  /** True for one that garbage collection must keep, whatever its age. */
  readonly pinned?: boolean;
}

/** Names of the policies of places where sessions run (server/launch/presets.ts). */
export const presetNames = ['none', 'mybinder', 'egi-replay', 'ska'] as const;
export type PresetName = (typeof presetNames)[number];

/** Everything a client may say about a build or a launch. `POST /api/v1/builds` and `/launches` take it. */
export interface LaunchRequest {
  readonly repo: RepoRef;
  /** Absent: docker where an engine answers, host otherwise. */
  readonly engine?: EngineKind;
  /** Absent: managed, and system with a warning where the exact version cannot be had. */
  readonly toolchain?: ToolchainKind;
  /** Which files count; absent: `binder`. */
  readonly dialect?: Dialect;
  /** Whose policies hold; absent: those of the agent. */
  readonly preset?: PresetName;
  /** The person has seen what a fetched repository's code may read, and wants it run. */
  readonly trust?: boolean;
  /** Make a session of its own content instead of working in the person's folder. Local folders only. */
  readonly copy?: boolean;
  /** Resolve moving facts (base digest, versions) anew. */
  readonly refresh?: boolean;
  /** The session's name; absent: one is made from the repository's. */
  readonly name?: string;
  /** Path under the session's URL to open, for example `lab/tree/index.ipynb`. */
  readonly urlPath?: string;
  /** Port on loopback to listen on; absent: a free one. */
  readonly port?: number;
  /** Further ports of the session to publish. Only where sessions are containers. */
  readonly publish?: readonly PortMapping[];
  /** Bytes of memory that the session may take, instead of what the preset gives. */
  readonly memory?: number;
  /** Put the image into the configured registry once it is there. */
  readonly push?: boolean;
  /** Images whose layers a build may take. */
  readonly cacheFrom?: readonly string[];
  /** End the session when the client that asked for it goes away. Set by a command that stays in the foreground. */
  readonly foreground?: boolean;
}

export type JobKind = 'build' | 'launch';
export type JobState = 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** A job as the API shows it; its log is told apart. */
export interface JobRecord {
  readonly id: string;
  readonly kind: JobKind;
  /** A launch that ends when the artifact is there (`bindery build`). */
  readonly buildOnly: boolean;
  readonly state: JobState;
  readonly createdAt: string;
  readonly endedAt?: string;
  readonly request?: LaunchRequest;
  readonly repo?: ResolvedRepo;
  /** What it makes, or starts from. */
  readonly artifactKey?: string;
  /** Of a launch: the build it joined, the session it started. */
  readonly build?: string;
  readonly session?: string;
  readonly error?: AppErrorData;
}
