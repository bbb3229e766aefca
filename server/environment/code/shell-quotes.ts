/** Backslashes that stand for nothing in double quotes unless one of these follows; a line break is dropped with it. */
const inDouble = /\\(\r?\n|[$`"\\])/g;

/** What stands between double quotes, said plainly. */
export function unquoteDouble(inside: string): string {
  return inside.replace(inDouble, (_, next: string) => (next.endsWith('\n') ? '' : next));
}

const leaves: Readonly<Record<string, (written: string) => string>> = {
  word: (written) =>
    written.replace(/\\(\r?\n|[^])/g, (_, next: string) => (next.endsWith('\n') ? '' : next)),
  raw_string: (written) => written.slice(1, -1),
  ansi_c_string: (written) => written.slice(2, -1),
  number: (written) => written,
  variable_name: (written) => written,
  regex: (written) => written,
  extglob_pattern: (written) => written,
};

/** What a word or a piece of one says that has no parts: undefined for nodes of any other type. */
export function unquoteLeaf(type: string, written: string): string | undefined {
  return Object.hasOwn(leaves, type) ? leaves[type]?.(written) : undefined;
}
