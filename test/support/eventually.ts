import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `condition` holds, looking often; fails with `what` after `seconds`. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what: string,
  seconds = 10,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await delay(10);
  }
}
