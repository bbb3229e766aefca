/** What garbage collection is to keep. Without `all` and `keepBytes`: what was used in the last 30 days. */
export interface PruneRequest {
  /** Removes nothing and tells what would go. */
  readonly dryRun?: boolean;
  /** Everything that nothing needs. */
  readonly all?: boolean;
  /** Bytes that may stay; beyond, the least recently used goes, whatever its age. */
  readonly keepBytes?: number;
}

export const pruneKinds = ['image', 'environment', 'content', 'prefix', 'tools', 'base', 'log'] as const;
export type PruneKind = (typeof pruneKinds)[number];

/** `old`: not used for 30 days. `superseded`: nothing can use it again. `limit`: to come below `keepBytes`. */
export const pruneReasons = ['old', 'superseded', 'limit', 'all'] as const;
export type PruneReason = (typeof pruneReasons)[number];

/** Something that was removed, or would be. */
export interface PrunedItem {
  readonly kind: PruneKind;
  /** An image's reference, a folder's path, a job's id. */
  readonly name: string;
  /** What it takes on the disk, without what it shares. */
  readonly bytes: number;
  /** ISO time. */
  readonly lastUsedAt: string;
  readonly reason: PruneReason;
}

/** `POST prune`: what went and what stays. */
export interface PruneAnswer {
  readonly dryRun: boolean;
  readonly removed: readonly PrunedItem[];
  readonly freedBytes: number;
  /** Of what Bindery made and can remove at all. */
  readonly keptBytes: number;
  /** Engines that did not answer, whose images were not looked at. */
  readonly unseen: readonly string[];
}
