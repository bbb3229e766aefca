import type { RepoRef } from '../protocol';
import { fromWebAddress } from '../spec/hosts';
import type { SourceText, TextSpan } from './text';
import { physicalLines, spanAt } from './text';

/** How a README is written. */
export type ReadmeFormat = 'markdown' | 'rest' | 'other';

/** A link by which a BinderHub launches a repository. */
export interface LaunchLink {
  /** The whole link as it is written. */
  readonly written: TextSpan;
  /** Its address, with HTML's `&amp;` read. */
  readonly url: string;
  /** Address of the hub, without a slash at its end: `https://mybinder.org`, `https://example.org/binder`. */
  readonly hub: TextSpan;
  readonly host: string;
  readonly repo: RepoRef;
  /** The ref as it is written; absent where none is, or where the provider has none. */
  readonly ref?: TextSpan;
  /** Behind the question mark: names and values as they are written. */
  readonly query: readonly LaunchParameter[];
}

export interface LaunchParameter {
  readonly name: string;
  readonly value: TextSpan;
}

/** README: launch links, DOIs, and where its title ends. */
export interface ReadmeFile {
  readonly source: SourceText;
  readonly format: ReadmeFormat;
  readonly launchLinks: readonly LaunchLink[];
  /** DOIs as they are written, without an address before them. */
  readonly dois: readonly TextSpan[];
  /** Line (zero-based) before which badges go: below the title, or the first one. */
  readonly badgeLine: number;
  /** Headings, without their marks. */
  readonly headings: readonly string[];
}

/** More links than any README has. */
const maxLinks = 200;

/** Finds what a README says of launching and citing. Never throws; in time linear in its length. */
export function readReadme(source: SourceText): ReadmeFile {
  const format = formatOf(source.path);
  const lines = proseLines(source, format);
  const launchLinks = lines.flatMap(({ text, start }) => linksIn(source, text, start)).slice(0, maxLinks);
  const dois = lines.flatMap(({ text, start }) =>
    [...text.matchAll(/\b10\.\d{4,9}\/[^\s"'<>)\]}|]+/g)].map(({ 0: doi, index }) => {
      const bare = doi.replace(/(?:\.svg)?[.,;:]*$/, '');
      return spanAt(source, start + index, start + index + bare.length);
    }),
  );
  return { source, format, launchLinks, dois, ...headingsOf(source, format) };
}

function formatOf(path: string): ReadmeFormat {
  if (/\.(?:md|markdown)$/i.test(path)) return 'markdown';
  return path.toLowerCase().endsWith('.rst') ? 'rest' : 'other';
}

interface Line {
  readonly text: string;
  readonly start: number;
  readonly number: number;
}

/** Without the lines of code blocks between fences: what stands there is an example. */
function proseLines(source: SourceText, format: ReadmeFormat): Line[] {
  const lines: Line[] = [];
  let fence: string | undefined;
  for (const line of physicalLines(source)) {
    const mark = format === 'markdown' ? /^\s{0,3}(```|~~~)/.exec(line.text)?.[1] : undefined;
    if (mark !== undefined && (fence === undefined || fence === mark)) {
      fence = fence === undefined ? mark : undefined;
    } else if (fence === undefined) lines.push(line);
  }
  return lines;
}

/** Lines longer than this are no prose; looking for links in them would take its time. */
const maxLineLength = 20_000;

function linksIn(source: SourceText, text: string, start: number): LaunchLink[] {
  if (text.length > maxLineLength || !text.includes('/v2/')) return [];
  return [...text.matchAll(/https?:\/\//g)].flatMap(({ index }) => {
    const end = endOf(text, index);
    const link = text.charAt(index - 1) === '`' ? undefined : launchLink(source, start + index, start + end);
    return link === undefined ? [] : [link];
  });
}

/** Where the link that begins at `from` ends: its delimiter decides, so that blanks within it are seen. */
function endOf(text: string, from: number): number {
  const before = text.charAt(from - 1);
  if (before === '"' || before === "'") return indexOr(text, before, from);
  if (before === '<') return indexOr(text, '>', from);
  if (before === '(' && text.charAt(from - 2) === ']') {
    const close = closingParenthesis(text, from);
    const titled = /\s+["'(]/.exec(text.slice(from, close));
    return titled === null ? close : from + titled.index;
  }
  const length = /^[^\s"'<>`)\]]+/.exec(text.slice(from))?.[0].length ?? 0;
  return from + length;
}

function indexOr(text: string, char: string, from: number): number {
  const found = text.indexOf(char, from);
  return found === -1 ? text.length : found;
}

function closingParenthesis(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '(') open += 1;
    if (char === ')') open -= 1;
    if (open === 0) return at;
  }
  return text.length;
}

function launchLink(source: SourceText, start: number, end: number): LaunchLink | undefined {
  const written = spanAt(source, start, end);
  const v2 = written.text.indexOf('/v2/');
  const url = written.text.replaceAll('&amp;', '&');
  if (v2 === -1 || !URL.canParse(url)) return undefined;
  const repo = repoOf(new URL(url));
  if (repo === undefined) return undefined;
  const mark = written.text.indexOf('?');
  const pathEnd = mark === -1 ? written.text.length : mark;
  const ref = refOf(source, start + v2 + '/v2/'.length, start + pathEnd);
  return {
    written,
    url,
    hub: spanAt(source, start, start + v2),
    host: new URL(url).host,
    repo,
    ...(ref !== undefined && repo.ref !== undefined && { ref }),
    query: mark === -1 ? [] : parametersOf(source, start + mark + 1, end),
  };
}

/** Examples such as `/v2/gh/<owner>/<name>/HEAD` name no repository. */
function repoOf(url: URL): RepoRef | undefined {
  try {
    return fromWebAddress(url);
  } catch {
    return undefined;
  }
}

/** What stands behind the repository: the second segment of a path, of GitHub and gists the third. */
function refOf(source: SourceText, start: number, end: number): TextSpan | undefined {
  const path = source.text.slice(start, end);
  const before = /^(?:gh|gist)\/[^/]+\/[^/]+\/|^(?:gl|git)\/[^/]+\//.exec(path)?.[0];
  const ref = before === undefined ? '' : path.slice(before.length).replace(/\/+$/, '');
  return before === undefined || ref === ''
    ? undefined
    : spanAt(source, start + before.length, start + before.length + ref.length);
}

function parametersOf(source: SourceText, start: number, end: number): LaunchParameter[] {
  const query = source.text.slice(start, end);
  return [...query.matchAll(/(?:^|&(?:amp;)?)([^=&]*)=?([^&]*)/g)].flatMap((match) => {
    const [all, name = '', value = ''] = match;
    const from = start + match.index + all.length - value.length;
    return name === '' ? [] : [{ name, value: spanAt(source, from, from + value.length) }];
  });
}

/** Badges stand below the title where one is the first thing in the file. */
function headingsOf(source: SourceText, format: ReadmeFormat): Pick<ReadmeFile, 'badgeLine' | 'headings'> {
  const lines = [...physicalLines(source)];
  const headings: string[] = [];
  let title: number | undefined;
  for (const { text, number } of lines) {
    const hashes = format === 'markdown' ? /^#{1,6}\s+(\S.*?)\s*#*$/.exec(text)?.[1] : undefined;
    const next = lines[number + 1]?.text ?? '';
    const underlined = text.trim() !== '' && /^(?:={3,}|-{3,}|~{3,})\s*$/.test(next) && /^\S/.test(text);
    if (hashes === undefined && !underlined) continue;
    headings.push(hashes ?? text.trim());
    title ??= underlined ? number + 2 : number + 1;
  }
  return { headings, badgeLine: title ?? 0 };
}
