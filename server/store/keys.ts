import { randomBytes } from 'node:crypto';

/** Crockford's digits: no letter that reads like another, and in the order of their values. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz';

/** Digits of the time: 9 of 5 bits hold milliseconds until the year 3084. */
const timeDigits = 9;
/** Digits of chance: 30 bits, for jobs made within one millisecond. */
const randomDigits = 6;

/** A short id, safe in URLs and file names, that sorts by the time at which it was made. */
export function makeId(now: Date): string {
  let time = now.getTime();
  let text = '';
  for (let place = 0; place < timeDigits; place += 1) {
    text = `${digits[time % 32] ?? ''}${text}`;
    time = Math.floor(time / 32);
  }
  const chance = [...randomBytes(randomDigits)].map((byte) => digits[byte % 32] ?? '').join('');
  return text + chance;
}

/**
 * True for names that may become part of a path: no separators, no leading dot, nothing a file system could take for
 * something else.
 */
export function isKey(key: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(key) && !key.endsWith('.');
}

/** @throws Error when `key` could lead out of its folder: a mistake of the caller, not of a person */
export function checkKey(key: string): string {
  if (!isKey(key)) throw new Error(`not a key of the store: ${JSON.stringify(key)}`);
  return key;
}
