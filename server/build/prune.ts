import type { PruneKind, PruneReason, PruneRequest } from '../protocol';

/** Something that Bindery made and could remove. */
export interface PruneItem {
  /** Unique; what others name it by. */
  readonly id: string;
  readonly kind: PruneKind;
  readonly name: string;
  /** What its removal frees, without what it shares with what it needs. */
  readonly bytes: number;
  /** ISO time. */
  readonly lastUsedAt: string;
  /** Ids of what it is built upon: those stay as long as it stays. */
  readonly needs: readonly string[];
  /** True for what must stay: a session, a running build or a pin holds it. */
  readonly held: boolean;
  /** True for what nothing can use again. */
  readonly superseded: boolean;
  /** Removes it, unless it came to be used since it was looked at. False when it had to stay. */
  remove(): Promise<boolean>;
}

export interface ChosenItem {
  readonly item: PruneItem;
  readonly reason: PruneReason;
}

/** Days without use after which something goes when no other limit is given. */
const unusedDays = 30;
const dayMilliseconds = 24 * 3600 * 1000;

/**
 * What is to go, in the order of removal: least recently used first, and nothing before what is built upon it. An item
 * is as recently used as the most recent of those that need it.
 */
export function choosePruned(
  items: readonly PruneItem[],
  request: Pick<PruneRequest, 'all' | 'keepBytes'>,
  now: Date,
): readonly ChosenItem[] {
  const users = usersOf(items);
  const line = inOrder(items, users);
  const chosen = new Map<string, ChosenItem>();
  const pass = (reasonOf: (item: PruneItem, used: number) => PruneReason | undefined): void => {
    for (const { item, used } of line) {
      const free = !item.held && !chosen.has(item.id) && users(item).every(({ id }) => chosen.has(id));
      const reason = free ? reasonOf(item, used) : undefined;
      if (reason !== undefined) chosen.set(item.id, { item, reason });
    }
  };
  const oldest = now.getTime() - unusedDays * dayMilliseconds;
  pass((item, used) =>
    item.superseded ? 'superseded' : request.all === true ? 'all' : used < oldest ? 'old' : undefined,
  );
  const { keepBytes } = request;
  if (keepBytes !== undefined) {
    let left = total(items) - total([...chosen.values()].map(({ item }) => item));
    pass((item) => {
      if (left <= keepBytes || item.bytes === 0) return undefined;
      left -= item.bytes;
      return 'limit';
    });
  }
  return [...chosen.values()];
}

/** Bytes of all of them. */
export function total(items: readonly Pick<PruneItem, 'bytes'>[]): number {
  return items.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Who is built upon an item. */
function usersOf(items: readonly PruneItem[]): (item: PruneItem) => readonly PruneItem[] {
  const users = new Map<string, PruneItem[]>();
  for (const item of items) {
    for (const id of item.needs) users.set(id, [...(users.get(id) ?? []), item]);
  }
  return ({ id }) => users.get(id) ?? [];
}

interface Placed {
  readonly item: PruneItem;
  /** Milliseconds since the epoch. */
  readonly used: number;
}

function inOrder(
  items: readonly PruneItem[],
  users: (item: PruneItem) => readonly PruneItem[],
): readonly Placed[] {
  const usedOf = (item: PruneItem): number =>
    Math.max(Date.parse(item.lastUsedAt), ...users(item).map(usedOf));
  const placed = items.map((item) => ({ item, used: usedOf(item) }));
  // What needs another comes before it where both were used at the same time.
  return placed.sort((a, b) => a.used - b.used || b.item.needs.length - a.item.needs.length);
}
