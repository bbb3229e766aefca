import type { Disposable } from '../platform/emitter';

/** Most entries in one message to the page, so that no message takes long to copy and to draw. */
export const batchSize = 2000;

/** Milliseconds that entries wait for others: fast enough to look live, seldom enough to stay cheap. */
export const batchDelay = 50;

/** Runs `work` later, once. */
export type Schedule = (work: () => void) => Disposable;

export const scheduleBatch: Schedule = (work) => {
  const timer = setTimeout(work, batchDelay);
  return { dispose: () => clearTimeout(timer) };
};

export interface Batcher<T> {
  add(item: T): void;
  /** Delivers what waits, now. */
  flush(): void;
  /** Drops what waits. */
  dispose(): void;
}

/** Collects items and delivers them together, in order, each once. */
export function createBatcher<T>(deliver: (items: readonly T[]) => void, schedule: Schedule): Batcher<T> {
  let waiting: T[] = [];
  let timer: Disposable | undefined;

  const clear = (): T[] => {
    timer?.dispose();
    timer = undefined;
    const items = waiting;
    waiting = [];
    return items;
  };
  const flush = (): void => {
    const items = clear();
    if (items.length > 0) deliver(items);
  };
  return {
    add: (item) => {
      waiting.push(item);
      timer ??= schedule(flush);
    },
    flush,
    dispose: () => void clear(),
  };
}

/** `items` in pieces of at most `size`, in order; one empty piece when there is nothing. */
export function pieces<T>(items: readonly T[], size: number = batchSize): (readonly T[])[] {
  if (items.length === 0) return [[]];
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
