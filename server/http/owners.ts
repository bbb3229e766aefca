import { ownerGraceSeconds } from '../protocol';

/**
 * Who stays for what. Something that has owners (a job, a session of a foreground command) ends once the last of them
 * is gone and none is back within the grace.
 */
export interface Owners {
  /**
   * An owner is there; call what is returned when it goes away. The first owner's `end` is the one that counts. Held and
   * let go at once, `key` waits for its first owner.
   */
  hold(key: string, end: () => Promise<void>): () => void;
  /** What `key` names has ended by itself: nothing is left to end. */
  forget(key: string): void;
  /** True while `key` has an owner, waits for one to come back, or is being ended. */
  has(key: string): boolean;
  /** Number of keys for which `has` is true. */
  readonly size: number;
  /** Ends nothing any more: the agent itself is going away. */
  dispose(): void;
}

interface Entry {
  holders: number;
  timer: NodeJS.Timeout | undefined;
  readonly end: () => Promise<void>;
}

/** @param onError told of an `end` that failed */
export function createOwners(
  onError: (error: unknown, key: string) => void,
  graceSeconds: number = ownerGraceSeconds,
): Owners {
  const entries = new Map<string, Entry>();

  const finish = async (key: string, entry: Entry): Promise<void> => {
    try {
      await entry.end();
    } catch (error) {
      onError(error, key);
    } finally {
      if (entry.holders === 0) entries.delete(key);
    }
  };
  const startGrace = (key: string, entry: Entry): void => {
    entry.timer = setTimeout(() => void finish(key, entry), graceSeconds * 1000);
  };
  const entryOf = (key: string, end: () => Promise<void>): Entry => {
    const entry = entries.get(key) ?? { holders: 0, timer: undefined, end };
    entries.set(key, entry);
    return entry;
  };

  return {
    hold: (key, end) => {
      const entry = entryOf(key, end);
      clearTimeout(entry.timer);
      entry.holders += 1;
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        entry.holders -= 1;
        if (entry.holders === 0 && entries.get(key) === entry) startGrace(key, entry);
      };
    },
    forget: (key) => {
      clearTimeout(entries.get(key)?.timer);
      entries.delete(key);
    },
    has: (key) => entries.has(key),
    get size() {
      return entries.size;
    },
    dispose: () => {
      for (const entry of entries.values()) clearTimeout(entry.timer);
      entries.clear();
    },
  };
}
