import { defaultPython, supportedPythons } from '../environment/pythons';
import { defaultR, resolveR, supportedRSeries } from '../environment/r-version';
import type { Platform } from '../protocol';
import type { LintCode } from './messages';
import { renderLintMessage } from './messages';

/** Something that can be written at a place of a line. */
export interface Completion {
  readonly label: string;
  /** What it does, in English. Of a rule its page says that. */
  readonly detail?: string;
  /** Where in the line it begins; it goes to the cursor. */
  readonly start: number;
  /** What is written, where it is not the label. */
  readonly text?: string;
  readonly kind: 'key' | 'value' | 'rule';
}

/** What completions depend on. */
export interface CompletionContext {
  readonly path: string;
  /** The lines before the cursor's, without their breaks. */
  readonly above: readonly string[];
  /** The line up to the cursor. */
  readonly line: string;
  readonly platform: Platform;
  /** ISO date. */
  readonly today: string;
  readonly rules: readonly string[];
}

/** What can be written at the cursor; nothing where that is somebody else's to say. */
export function completionsAt(context: CompletionContext): Completion[] {
  const suppressed = ruleCompletions(context);
  if (suppressed.length > 0) return suppressed;
  const name = context.path.slice(context.path.lastIndexOf('/') + 1);
  if (name === 'runtime.txt') return context.above.length > 0 ? [] : runtimeCompletions(context);
  return /^environment\.ya?ml$/.test(name) ? environmentCompletions(context) : [];
}

/** Ids of rules in a comment that switches them off. */
function ruleCompletions({ line, rules }: CompletionContext): Completion[] {
  const comment = /bindery-lint:\s*disable(?:-file)?\s*=\s*(?:[\w*-]+\s*,\s*)*([\w-]*)$/.exec(line);
  if (comment === null) return [];
  const start = line.length - (comment[1] ?? '').length;
  return rules.map((label) => ({ label, start, kind: 'rule' }));
}

function runtimeCompletions({ line, platform, today }: CompletionContext): Completion[] {
  if (!/^[\w.-]*$/.test(line)) return [];
  const pythons = newestFirst(supportedPythons(platform)).map((version) => ({
    label: `python-${version}`,
    detail: detailOf(
      version === defaultPython ? 'lint-complete-python-default' : 'lint-complete-python',
      version,
    ),
  }));
  const rs = newestFirst(supportedRSeries).map((series) => ({
    label: `r-${series}-${today}`,
    detail: detailOf(resolveR(series) === defaultR ? 'lint-complete-r-default' : 'lint-complete-r', series),
  }));
  return [...pythons, ...rs].map((each) => ({ ...each, start: 0, kind: 'value' }));
}

const keys = ['name', 'channels', 'dependencies'] as const;

function environmentCompletions(context: CompletionContext): Completion[] {
  const { line, above } = context;
  if (/^[a-z]*$/.test(line)) {
    const there = new Set(above.map((text) => /^(\w+):/.exec(text)?.[1]));
    return keys
      .filter((key) => !there.has(key))
      .map((key) => ({
        label: key,
        text: key === 'name' ? `${key}: ` : `${key}:\n  - `,
        detail: renderLintMessage(`lint-complete-${key}`),
        start: 0,
        kind: 'key',
      }));
  }
  const item = /^\s*-\s+([\w.=-]*)$/.exec(line);
  if (item === null) return [];
  const start = line.length - (item[1] ?? '').length;
  return itemsOf(context).map((each) => ({ ...each, start }));
}

/** What may stand in the list that the cursor is in. */
function itemsOf({ above, line, platform }: CompletionContext): Omit<Completion, 'start'>[] {
  const indent = /^\s*/.exec(line)?.[0].length ?? 0;
  const owner = above.findLast((text) => {
    const key = /^(\s*)(?:-\s+)?[\w]+:\s*(?:#.*)?$/.exec(text);
    return key !== null && (key[1]?.length ?? 0) <= indent;
  });
  if (owner?.startsWith('channels:') === true) {
    return ['conda-forge', 'bioconda'].map((label) => ({
      label,
      detail: renderLintMessage('lint-complete-channel'),
      kind: 'value',
    }));
  }
  if (owner?.startsWith('dependencies:') !== true) return [];
  const pythons = newestFirst(supportedPythons(platform)).map((version) => ({
    label: `python=${version}`,
    detail: detailOf(
      version === defaultPython ? 'lint-complete-python-default' : 'lint-complete-python',
      version,
    ),
    kind: 'value' as const,
  }));
  const nested = `pip:\n${' '.repeat(indent + 4)}- `;
  return [
    ...pythons,
    { label: 'pip:', text: nested, detail: renderLintMessage('lint-complete-pip'), kind: 'key' },
  ];
}

function detailOf(code: LintCode, version: string): string {
  return renderLintMessage(code, { version });
}

function newestFirst(versions: readonly string[]): string[] {
  return [...versions].reverse();
}
