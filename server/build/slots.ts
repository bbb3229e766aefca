import { Cancelled } from '../protocol';

/** Where one who waits stands in the line. */
export interface QueuePlace {
  /** From 1. */
  readonly position: number;
  /** How many wait. */
  readonly of: number;
}

/** A fixed number of places, given in turn to all who ask. */
export interface Slots {
  /**
   * Runs `work` as soon as a place is free. `owner` says who asks: owners take turns, whatever number of requests each
   * has in the line; the requests of one owner are served in their order. `onQueue` is told the place whenever it
   * changes.
   * @throws Cancelled when `signal` fires before a place was free
   */
  run<T>(request: SlotRequest, work: () => Promise<T>): Promise<T>;
}

export interface SlotRequest {
  readonly owner: string;
  readonly signal: AbortSignal;
  readonly onQueue: (place: QueuePlace) => void;
}

interface Waiting {
  readonly owner: string;
  readonly proceed: () => void;
  readonly onQueue: (place: QueuePlace) => void;
  told: number;
}

/** `count` places. */
export function createSlots(count: number): Slots {
  let line: Waiting[] = [];
  let free = count;
  const turns = createTurns();

  function tellLine(): void {
    line = turns.order(line);
    line.forEach((waiting, index) => {
      if (waiting.told === index + 1) return;
      waiting.told = index + 1;
      waiting.onQueue({ position: index + 1, of: line.length });
    });
  }

  function take({ owner, signal, onQueue }: SlotRequest): Promise<void> {
    if (signal.aborted) return Promise.reject(new Cancelled());
    if (free > 0) {
      free -= 1;
      turns.serve(owner);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        line = line.filter((other) => other !== entry);
        tellLine();
        reject(new Cancelled());
      };
      const proceed = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const entry: Waiting = { owner, proceed, onQueue, told: 0 };
      signal.addEventListener('abort', giveUp, { once: true });
      line.push(entry);
      tellLine();
    });
  }

  function giveBack(): void {
    const next = line.shift();
    if (next === undefined) {
      free += 1;
      return;
    }
    turns.serve(next.owner);
    next.proceed();
    tellLine();
  }

  return {
    async run(request, work) {
      await take(request);
      try {
        return await work();
      } finally {
        giveBack();
      }
    },
  };
}

/** Whose turn it is. */
interface Turns {
  /** Notes that this owner got a place. */
  serve(owner: string): void;
  /** The line as it will be served; of one owner's requests, and of owners whose turn comes together, the earlier first. */
  order(line: readonly Waiting[]): Waiting[];
}

/**
 * Turns are numbered rounds. In each, every owner who waits gets one place; who has just come joins the round that is
 * being served, so that nobody has an advantage from having waited for nothing before.
 */
function createTurns(): Turns {
  let round = 0;
  const nextRound = new Map<string, number>();
  const roundOf = (owner: string): number => Math.max(round, nextRound.get(owner) ?? 0);
  return {
    serve(owner) {
      round = roundOf(owner);
      nextRound.set(owner, round + 1);
      for (const [other, next] of nextRound) if (next <= round) nextRound.delete(other);
    },
    order(line) {
      const before = new Map<string, number>();
      const ranked = line.map((waiting) => {
        const earlier = before.get(waiting.owner) ?? 0;
        before.set(waiting.owner, earlier + 1);
        return { waiting, round: roundOf(waiting.owner) + earlier };
      });
      // Sorting is stable: within a round the line's own order holds.
      return ranked.sort((a, b) => a.round - b.round).map(({ waiting }) => waiting);
    },
  };
}
