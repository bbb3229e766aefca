import { setTimeout as delay } from 'node:timers/promises';

/** Asks until the answer is not undefined or false. @throws Error that names `what` after `seconds` */
export async function until<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${seconds} seconds in vain: ${what}`);
    await delay(100);
  }
}
