/**
 * The patterns of .gitignore files (gitignore's manual page): each counts from the folder of its file; one without a
 * slash fits at any depth, one that ends in a slash fits folders only; `*` and `?` stop at slashes and `**` does not; `!`
 * takes back, the last that fits decides, and nothing below an ignored folder comes back. What git tracks although a
 * pattern fits it cannot be told from the files alone.
 */
export interface GitIgnore {
  /** For a path relative to the repository, with `/`. */
  ignores(path: string, isFolder: boolean): boolean;
}

interface Pattern {
  readonly takesBack: boolean;
  readonly foldersOnly: boolean;
  /** Between slashes; the first is `**` where the pattern fits at any depth. */
  readonly parts: readonly string[];
}

/** @param texts contents of the .gitignore files, by the folder that each stands in ('' is the root) */
export function readGitIgnore(texts: ReadonlyMap<string, string>): GitIgnore {
  const patterns = new Map([...texts].map(([folder, text]) => [folder, text.split(/\r?\n/).flatMap(read)]));
  const folders = new Map<string, boolean>();
  const decide = (path: string, isFolder: boolean): boolean => {
    const parent = parentOf(path);
    return (parent !== undefined && isIgnoredFolder(parent)) || fits(patterns, path, isFolder);
  };
  const isIgnoredFolder = (folder: string): boolean => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const ignored = decide(folder, true);
    folders.set(folder, ignored);
    return ignored;
  };
  return {
    ignores: (path, isFolder) => {
      if (patterns.size === 0) return false;
      return isFolder ? isIgnoredFolder(path) : decide(path, false);
    },
  };
}

/** The folder that a path is in; undefined for the root's own entries. */
function parentOf(path: string): string | undefined {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? undefined : path.slice(0, slash);
}

/** Patterns of the nearest folder count first, and in one file the last ones. */
function fits(patterns: ReadonlyMap<string, readonly Pattern[]>, path: string, isFolder: boolean): boolean {
  for (let folder = parentOf(path); ; folder = parentOf(folder)) {
    const own = patterns.get(folder ?? '') ?? [];
    const parts = path.slice(folder === undefined ? 0 : folder.length + 1).split('/');
    const decisive = own.findLast(
      (pattern) => (isFolder || !pattern.foldersOnly) && fitsParts(pattern.parts, parts),
    );
    if (decisive !== undefined) return !decisive.takesBack;
    if (folder === undefined) return false;
  }
}

function read(line: string): Pattern[] {
  const text = line.replace(/(?<!\\)\s+$/, '');
  if (text === '' || text.startsWith('#')) return [];
  const takesBack = text.startsWith('!');
  const body = takesBack ? text.slice(1) : text;
  const foldersOnly = body.endsWith('/');
  const path = foldersOnly ? body.slice(0, -1) : body;
  const parts = path.replace(/^\//, '').split('/');
  if (parts.length > 50 || parts.some((part) => part === '')) return [];
  return [{ takesBack, foldersOnly, parts: path.includes('/') ? parts : ['**', ...parts] }];
}

/** In time linear in both: `**` is tried greedily from the left, and only the last one is ever tried again. */
function fitsParts(pattern: readonly string[], path: readonly string[]): boolean {
  let [at, on, restart, restartOn] = [0, 0, -1, 0];
  while (on < path.length) {
    const part = pattern[at];
    if (part === '**') {
      if (at === pattern.length - 1) return true;
      [restart, restartOn] = [at + 1, on];
      at += 1;
    } else if (part !== undefined && fitsName(part, path[on] ?? '')) {
      [at, on] = [at + 1, on + 1];
    } else if (restart === -1) {
      return false;
    } else {
      restartOn += 1;
      [at, on] = [restart, restartOn];
    }
  }
  return at === pattern.length;
}

/** The same for the stars in one name. */
function fitsName(pattern: string, name: string): boolean {
  let [at, on, restart, restartOn] = [0, 0, -1, 0];
  while (on < name.length) {
    const length = pattern.startsWith('*', at) ? 0 : fitsCharacter(pattern, at, name.charAt(on));
    if (pattern.startsWith('*', at)) {
      [restart, restartOn] = [at + 1, on];
      at += 1;
    } else if (length > 0) {
      [at, on] = [at + length, on + 1];
    } else if (restart === -1) {
      return false;
    } else {
      restartOn += 1;
      [at, on] = [restart, restartOn];
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

/** How much of the pattern at `at` the character takes; 0 where it does not fit. */
function fitsCharacter(pattern: string, at: number, character: string): number {
  const first = pattern.charAt(at);
  if (first === '?') return 1;
  if (first === '\\') return pattern.charAt(at + 1) === character ? 2 : 0;
  if (first !== '[') return first === character ? 1 : 0;
  const end = pattern.indexOf(']', at + (/^\[[!^]?\]/.test(pattern.slice(at, at + 3)) ? 3 : 1));
  if (end === -1) return character === '[' ? 1 : 0;
  const members = pattern.slice(at + 1, end);
  const negated = /^[!^]/.test(members);
  return isMember(negated ? members.slice(1) : members, character) === negated ? 0 : end - at + 1;
}

function isMember(members: string, character: string): boolean {
  for (let at = 0; at < members.length; at += 1) {
    const from = members.charAt(at);
    const to = members.charAt(at + 1) === '-' && at + 2 < members.length ? members.charAt(at + 2) : from;
    if (character >= from && character <= to) return true;
    if (to !== from) at += 2;
  }
  return false;
}
