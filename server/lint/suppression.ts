import { physicalLines } from '../environment/text';
import type { SourceText } from '../environment/text';
import type { Finding } from '../protocol';

/**
 * Comments that switch rules off:
 *   `# bindery-lint: disable=<rules>`            on its line, or on the next one where it stands alone
 *   `# bindery-lint: disable-file=<rules>`       in the whole file (in a notebook: in the whole notebook)
 * Rules are ids, `*` at the end fits many, several stand with commas between them.
 */
const comment = /(?:#|\/\/|<!--|%)\s*bindery-lint:\s*(disable|disable-file)\s*=\s*([\w*,\s-]+)/g;

/** Tag of a notebook's cell in which nothing is reported. */
export const skipTag = 'bindery-lint-skip';

interface Suppressions {
  /** By line, zero-based. */
  readonly lines: ReadonlyMap<number, readonly string[]>;
  readonly file: readonly string[];
}

/** What the comments of one text switch off. */
export function readSuppressions(source: SourceText): Suppressions {
  const lines = new Map<number, string[]>();
  const file: string[] = [];
  if (!source.text.includes('bindery-lint:')) return { lines, file };
  for (const { text, number } of physicalLines(source)) {
    for (const match of text.matchAll(comment)) {
      const rules = (match[2] ?? '').split(/[\s,]+/).filter((rule) => rule !== '');
      if (match[1] === 'disable-file') file.push(...rules);
      else {
        const alone = text.slice(0, match.index).trim() === '';
        const line = alone ? number + 1 : number;
        lines.set(line, [...(lines.get(line) ?? []), ...rules]);
      }
    }
  }
  return { lines, file };
}

/** True where a rule's id fits one of the patterns. */
export function fits(rule: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? rule.startsWith(pattern.slice(0, -1)) : rule === pattern,
  );
}

/** True where a comment of the finding's own file switches its rule off there. */
export function isSuppressed({ rule, range }: Finding, { lines, file }: Suppressions): boolean {
  if (fits(rule, file)) return true;
  return range !== undefined && fits(rule, lines.get(range.start.line) ?? []);
}
