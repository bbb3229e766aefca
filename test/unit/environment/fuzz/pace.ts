import { performance } from 'node:perf_hooks';

/**
 * Milliseconds of a fixed amount of work that takes about ten on a machine at rest: what a limit is a multiple of, so
 * that a busy or slow machine changes both alike.
 */
export function paceOfThisMachine(): number {
  const times = Array.from({ length: 5 }, () => timed(work));
  return Math.max(5, Math.min(...times));
}

function work(): void {
  const words = new Map<string, number>();
  for (let index = 0; index < 50_000; index += 1) {
    const word = `w${(index * 7919) % 10_007}`;
    words.set(word, (words.get(word) ?? 0) + word.length);
  }
}

/** Milliseconds that `run` takes. */
export function timed(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** The shortest of at most three runs: another process can make one of them long, and not shorten any. */
export function fastest(run: () => void, enough: number): number {
  let best = Infinity;
  for (let tries = 0; tries < 3 && best > enough; tries += 1) best = Math.min(best, timed(run));
  return best;
}
