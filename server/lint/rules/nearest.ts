/** Letters to add, drop or replace, and neighbours to swap. */
export function editDistance(left: string, right: string): number {
  let before: readonly number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let index = 0; index < left.length; index += 1) {
    const next = [index + 1];
    for (let at = 0; at < right.length; at += 1) {
      const replaced = (row[at] ?? 0) + (left.charAt(index) === right.charAt(at) ? 0 : 1);
      const isSwap =
        index > 0 &&
        at > 0 &&
        left.charAt(index) === right.charAt(at - 1) &&
        left.charAt(index - 1) === right.charAt(at);
      const swapped = isSwap ? (before[at - 1] ?? 0) + 1 : Infinity;
      next.push(Math.min(replaced, swapped, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row.at(-1) ?? 0;
}

/** The one of `names` that is nearest to what is written, if it is one or two letters away; case and `_` do not count. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replaceAll('_', '-');
  let best: string | undefined;
  let least = 3;
  for (const name of names) {
    if (Math.abs(name.length - written.length) > 2) continue;
    const distance = editDistance(plain(written), plain(name));
    // Of a short name little is left after two changes.
    if (distance < least && distance * 3 < name.length) [best, least] = [name, distance];
  }
  return best;
}
