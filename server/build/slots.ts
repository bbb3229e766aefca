import { Cancelled } from '../protocol';

/** A fixed number of places, given in the order of asking. */
export interface Slots {
  /**
   * Runs `work` as soon as a place is free. `onQueue` is told the place in the line, from 1, whenever it changes.
   * @throws Cancelled when `signal` fires before a place was free
   */
  run<T>(signal: AbortSignal, onQueue: (position: number) => void, work: () => Promise<T>): Promise<T>;
}

interface Waiting {
  readonly proceed: () => void;
  readonly onQueue: (position: number) => void;
}

/** `count` places. */
export function createSlots(count: number): Slots {
  const line: Waiting[] = [];
  let free = count;

  const tellLine = (): void => line.forEach((waiting, index) => waiting.onQueue(index + 1));

  function take(signal: AbortSignal, onQueue: (position: number) => void): Promise<void> {
    if (signal.aborted) return Promise.reject(new Cancelled());
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        line.splice(line.indexOf(entry), 1);
        tellLine();
        reject(new Cancelled());
      };
      const proceed = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const entry: Waiting = { proceed, onQueue };
      signal.addEventListener('abort', giveUp, { once: true });
      line.push(entry);
      onQueue(line.length);
    });
  }

  function giveBack(): void {
    const next = line.shift();
    if (next === undefined) free += 1;
    else {
      next.proceed();
      tellLine();
    }
  }

  return {
    async run(signal, onQueue, work) {
      await take(signal, onQueue);
      try {
        return await work();
      } finally {
        giveBack();
      }
    },
  };
}
