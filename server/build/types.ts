import type { BuildBounds } from './bounds';
import type { ModuleMap } from './modules';
import type { ArtifactSummary, Checkout, Emit, EngineKind, Plan, ToolchainKind } from '../protocol';

/** How an engine stands, for `doctor`, for choosing the default, and for a build's first event. */
export interface EngineStatus {
  readonly available: boolean;
  /** One line: version and address, or why it is not available. */
  readonly detail: string;
  /** Which bounds the engine really enforces. */
  readonly bounds: { readonly memory: boolean; readonly cpu: boolean; readonly processes: boolean };
}

/** A plan whose moving facts are pinned, with the identities that follow (design section 4). */
export interface PinnedPlan {
  readonly plan: Plan;
  readonly environmentHash: string;
  readonly artifactKey: string;
  /** Images whose layers may be taken, where an engine can. No part of any identity: they change nothing but time. */
  readonly cacheFrom?: readonly string[];
}

export interface PinOptions {
  /** Absent: managed, and system with a warning where the exact version cannot be had. */
  readonly toolchain?: ToolchainKind;
  readonly refresh: boolean;
  readonly cacheFrom?: readonly string[];
}

/** What carries a plan out. One implementation per kind of artifact. */
export interface Engine {
  readonly kind: EngineKind;
  probe(signal?: AbortSignal): Promise<EngineStatus>;
  /**
   * Resolves what moves (base digest, Python) and computes the identities. Says loudly, as a `warning` event, when the
   * Python that will run is not the one asked for.
   * @throws AppError engine-unavailable, base-image-missing, python-missing, host-cannot, host-lacks-packages
   */
  pin(
    plan: Plan,
    checkout: Checkout,
    options: PinOptions,
    emit: Emit,
    signal: AbortSignal,
  ): Promise<PinnedPlan>;
  /** The finished artifact of this key, if it still exists and is whole. */
  find(artifactKey: string): Promise<ArtifactSummary | undefined>;
  /**
   * Makes the artifact. Reports steps and output on `emit`; leaves nothing half-made that a later build could take for
   * whole, whatever moment it is killed at.
   * @throws AppError step-failed and the others of its group; Cancelled
   */
  build(pinned: PinnedPlan, checkout: Checkout, emit: Emit, signal: AbortSignal): Promise<ArtifactSummary>;
  remove(artifact: ArtifactSummary): Promise<void>;
  /**
   * Puts the artifact into the configured registry. Absent where this engine makes nothing that could be pushed.
   * @throws AppError no-registry, push-failed; Cancelled
   */
  push?(artifact: ArtifactSummary, emit: Emit, signal: AbortSignal): Promise<void>;
  /**
   * Which distributions bring which Python modules, asked of the artifact itself; undefined where it has no Python.
   * @throws Cancelled, and what the engine's own programs throw
   */
  modules?(artifact: ArtifactSummary, signal: AbortSignal): Promise<ModuleMap | undefined>;
  /** Sets what caps all builds of this engine together, where that can be done, and says what holds now. */
  bound?(signal: AbortSignal): Promise<BuildBounds>;
}

/** One participant's hold on a shared build. */
export interface BuildTicket {
  /** Id of the build's job: its log is the build stream. */
  readonly job: string;
  /** False when somebody else had asked for the same artifact before. */
  readonly first: boolean;
  /** The artifact; rejects with the build's AppError, or with Cancelled once this participant left. */
  readonly done: Promise<ArtifactSummary>;
}

/** Builds, each shared by all who ask for the same artifactKey at the same time. */
export interface BuildService {
  /**
   * Joins the running build of `pinned.artifactKey`, or starts one. When `signal` fires this participant leaves; the
   * build itself is cancelled only when the last one has left. Where all places are taken it waits in a line in which
   * owners take turns; `owner` says whose turn it takes.
   */
  join(
    pinned: PinnedPlan,
    checkout: Checkout,
    engine: Engine,
    signal: AbortSignal,
    owner?: string,
  ): Promise<BuildTicket>;
  /** Number of builds that run now. */
  readonly running: number;
  /** At the start of an agent: marks builds that died with the last one as failed, and clears what they left. */
  reconcile(): Promise<void>;
  /** Cancels everything and waits until nothing of it runs. */
  shutdown(): Promise<void>;
}
