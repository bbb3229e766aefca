/**
 * The patterns of .dockerignore and .containerignore (contracts/repo2docker.md section 5). They are Docker's, not git's:
 * each is relative to the root of what is built, also when its file is in `binder/`; `*` and `?` stop at slashes; `**`
 * is any number of folders; a pattern covers all below what it names; `!` takes back; the last that fits decides.
 */
export interface IgnoreRules {
  /** True when nothing at or below `path` (relative, with `/`) is copied, as far as the patterns say. */
  ignores(path: string): boolean;
  /** False when a folder that is ignored may still hold something that a `!` takes back. */
  readonly prunes: boolean;
}

interface Rule {
  readonly keeps: boolean;
  readonly expression: RegExp;
}

/** @param lines lines of all ignore files, in order */
export function ignoreRules(lines: readonly string[]): IgnoreRules {
  const rules = lines.flatMap(readRule);
  return {
    ignores(path) {
      const rule = rules.findLast(({ expression }) => expression.test(path));
      return rule !== undefined && !rule.keeps;
    },
    prunes: !rules.some(({ keeps }) => keeps),
  };
}

function readRule(line: string): readonly Rule[] {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return [];
  const keeps = text.startsWith('!');
  const pattern = cleanPath(keeps ? text.slice(1).trim() : text);
  const expression = pattern === '' ? undefined : expressionOf(pattern);
  return expression === undefined ? [] : [{ keeps, expression }];
}

/** Without `.`, doubled slashes and those at the ends; `..` goes up, but not above the root. */
function cleanPath(pattern: string): string {
  const parts: string[] = [];
  for (const part of pattern.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Undefined for a set of characters that runs backwards, such as `[z-a]`: it fits nothing. */
function expressionOf(pattern: string): RegExp | undefined {
  let source = '';
  for (let at = 0; at < pattern.length;) {
    const [text, length] = translate(pattern, at);
    source += text;
    at += length;
  }
  try {
    return new RegExp(`^${source}(?:/.*)?$`, 's');
  } catch {
    return undefined;
  }
}

/** One element of a pattern: as a regular expression, and how many characters it takes. */
function translate(pattern: string, at: number): readonly [string, number] {
  if (pattern.startsWith('**/', at)) return ['(?:.*/)?', 3];
  if (pattern.startsWith('**', at)) return ['.*', 2];
  const char = pattern[at] ?? '';
  if (char === '*') return ['[^/]*', 1];
  if (char === '?') return ['[^/]', 1];
  const set = char === '[' ? /^\[(\^?)((?:\\.|[^\]\\])+)\]/.exec(pattern.slice(at)) : null;
  if (set !== null) return [characterSet(set[1] ?? '', set[2] ?? ''), set[0].length];
  if (char === '\\' && at + 1 < pattern.length) return [quote(pattern[at + 1] ?? ''), 2];
  return [quote(char), 1];
}

function characterSet(negated: string, members: string): string {
  const escaped = members.replace(/\\(.)|[[\]\\^]/g, (found, char?: string) => `\\${char ?? found}`);
  return `(?!/)[${negated}${escaped}]`;
}

function quote(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
