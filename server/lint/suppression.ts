import type { NotebookFile } from '../environment/code/notebook';
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
const skipTag = 'bindery-lint-skip';

/** What a file switches off: rules everywhere in it, and rules by place. */
export interface Suppressions {
  readonly file: readonly string[];
  /** By line, zero-based; of a notebook by cell, then by line. Everything is switched off in a cell that is `skipped`. */
  readonly cells: ReadonlyMap<string | undefined, ReadonlyMap<number, readonly string[]> | 'skipped'>;
}

/** What the comments of a text switch off; undefined where that is nothing, as in most files. */
export function readSuppressions(source: SourceText): Suppressions | undefined {
  const { lines, file } = inText(source);
  if (lines.size === 0 && file.length === 0) return undefined;
  return { file, cells: new Map([[undefined, lines]]) };
}

/** The same of a notebook, by comments and tags of its cells. */
export function notebookSuppressions({ cells }: NotebookFile): Suppressions | undefined {
  const found = cells.map(({ source, tags }) => {
    const { lines, file } = inText(source);
    return { file, cell: source.cell, lines: tags.includes(skipTag) ? ('skipped' as const) : lines };
  });
  if (found.every(({ file, lines }) => file.length === 0 && lines !== 'skipped' && lines.size === 0))
    return undefined;
  return {
    file: found.flatMap(({ file }) => file),
    cells: new Map(found.map(({ cell, lines }) => [cell, lines])),
  };
}

function inText(source: SourceText): { readonly lines: Map<number, string[]>; readonly file: string[] } {
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

/** True where the finding's own file switches its rule off there. */
export function isSuppressed({ rule, range }: Finding, { cells, file }: Suppressions): boolean {
  const lines = cells.get(range?.cell);
  if (lines === 'skipped' || fits(rule, file)) return true;
  return range !== undefined && fits(rule, lines?.get(range.start.line) ?? []);
}
