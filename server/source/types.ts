import type { Checkout, Emit, RepoRef, ResolvedRepo } from '../protocol';

/** What fetching needs from outside. */
export interface SourceContext {
  /** Messages for the job's log: `fetching`, with git's own progress as tool output. */
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

/**
 * Resolves and fetches repositories. Local folders are resolved in place and never written into; what is fetched lands
 * in folders of the state root that only this stage removes.
 */
export interface Source {
  /**
   * Finds out which immutable thing `repo` names now.
   * @throws AppError unknown-repository, unknown-ref, network, provider-not-supported, invalid-spec
   */
  resolve(repo: RepoRef, context: SourceContext): Promise<ResolvedRepo>;
  /**
   * Puts the repository on disk (or points at the local folder) and computes its contentId.
   * @throws AppError fetch-failed, network, disk-full, subdir-missing; Cancelled
   */
  fetch(repo: ResolvedRepo, context: SourceContext): Promise<Checkout>;
  /** Lets a checkout go. A fetched one may then be removed; a local folder is left alone. */
  release(checkout: Checkout): Promise<void>;
}
