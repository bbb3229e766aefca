import { physicalLines, sourceText } from '../../environment/text';
import type { SourceText } from '../../environment/text';
import type { RepoView } from '../../environment/view';
import { readNotebook } from '../../environment/code/notebook';
import type { Finding, Range, Severity } from '../../protocol';
import { fileKind } from '../model';

/** How words are set off on a terminal; each gives the text back where that is not wanted. */
export interface Emphasis {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly fail: (text: string) => string;
  readonly warn: (text: string) => string;
}

/** Characters of a line that are shown: lines of notebooks and of data files may be long. */
const maxLine = 160;

/** Rules about secrets: their lines are not repeated into logs. */
const silentRules = new Set([
  'nb-secret',
  'docker-secret-in-env',
  'req-index-private',
  'env-channel-url-insecure',
]);

/** Lines of one finding that are shown. */
const maxLines = 3;

/** Findings as a compiler tells them: place, severity, sentence, the piece of the file, what to do. */
export function textReport(
  findings: readonly Finding[],
  view: RepoView,
  emphasis: Emphasis,
  fixHint: string,
): string {
  const sources = new Map<string, SourceText | undefined>();
  const sourceAt = (file: string, range: Range): SourceText | undefined => {
    const key = `${file}\0${range.cell ?? ''}`;
    if (!sources.has(key)) sources.set(key, readSource(view, file, range));
    return sources.get(key);
  };
  return findings
    .map((finding) => {
      const { file, range, severity, message, rule, fixes } = finding;
      const head = `${emphasis.bold(placeOf(file, range))} ${label(severity, emphasis)}: ${message} ${emphasis.dim(`[${rule}]`)}`;
      const source = range === undefined || silentRules.has(rule) ? undefined : sourceAt(file, range);
      const excerpt = range === undefined || source === undefined ? [] : excerptOf(source, range, emphasis);
      const related = (finding.related ?? []).map(
        (place) => `    ${emphasis.dim('see:')} ${placeOf(place.file, place.range)} ${place.message}`,
      );
      const mends = fixes.map(
        ({ title, safe }) => `    ${emphasis.dim('fix:')} ${title}${safe ? emphasis.dim(fixHint) : ''}`,
      );
      return [head, ...excerpt, ...related, ...mends].join('\n');
    })
    .join('\n\n');
}

/** `file:line:column`, counted from one; in notebooks the cell too. */
export function placeOf(file: string, range: Range | undefined): string {
  if (range === undefined) return file === '' ? 'repository' : file;
  const cell = range.cell === undefined ? '' : `cell ${Number(range.cell) + 1}:`;
  return `${file}:${cell}${range.start.line + 1}:${range.start.column + 1}`;
}

function label(severity: Severity, { fail, warn, bold }: Emphasis): string {
  if (severity === 'error') return fail(severity);
  return severity === 'warning' ? warn(severity) : bold(severity);
}

function readSource(view: RepoView, file: string, range: Range): SourceText | undefined {
  const content = view.read(file);
  if (content === undefined) return undefined;
  if (range.cell === undefined) return fileKind(file) === 'notebook' ? undefined : sourceText(file, content);
  return readNotebook(file, content).cells.find(({ index }) => String(index) === range.cell)?.source;
}

/** The lines that a range covers, each with its number, the first marked below. */
function excerptOf(source: SourceText, { start, end }: Range, emphasis: Emphasis): string[] {
  const last = Math.min(end.line, start.line + maxLines - 1);
  const lines: string[] = [];
  const width = String(last + 1).length;
  for (const { text, number } of physicalLines(source)) {
    if (number < start.line) continue;
    if (number > last) break;
    lines.push(`  ${emphasis.dim(`${String(number + 1).padStart(width)} |`)} ${visible(text)}`);
    if (number === start.line && start.column < maxLine) {
      const until = end.line === start.line ? Math.min(end.column, maxLine) : Math.min(text.length, maxLine);
      const marks = '^'.repeat(Math.max(1, until - start.column));
      const indent = visible(text.slice(0, start.column)).replace(/[^\t]/g, ' ');
      lines.push(`  ${emphasis.dim(`${' '.repeat(width)} |`)} ${indent}${emphasis.warn(marks)}`);
    }
  }
  if (end.line > last) lines.push(`  ${' '.repeat(width)} ${emphasis.dim('…')}`);
  return lines;
}

/** Cut, and without what could move a terminal's cursor. */
function visible(text: string): string {
  const shown = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
  return shown.length > maxLine ? `${shown.slice(0, maxLine)}…` : shown;
}
