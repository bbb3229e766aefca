import type { Range } from '../protocol';
import type { LogicalLine } from './logical-lines';
import { spanOf } from './logical-lines';
import { recogniseOption } from './pip-options';
import { parseRequirement } from './requirement';
import type { Requirement } from './requirement';
import type { TextSpan } from './text';

/** An option with its value, named as pip's reference names it: `--requirement` also where `-r` is written. */
export interface LineOption {
  readonly name: string;
  readonly written: TextSpan;
  readonly value?: TextSpan;
}

interface LineBase {
  readonly range: Range;
  /** In the order written; for a requirement those behind it, such as `--hash`. */
  readonly options: readonly LineOption[];
  readonly comment?: TextSpan;
}

/** One logical line of a requirements file. */
export type RequirementLine =
  | (LineBase & { readonly kind: 'blank' })
  /** Only options; those that include files and set indexes among them. */
  | (LineBase & { readonly kind: 'options' })
  /** A package by name, PEP 508. */
  | (LineBase & { readonly kind: 'requirement'; readonly requirement: Requirement })
  /** A path or URL without a name, or what an environment variable makes of the line. */
  | (LineBase & { readonly kind: 'location'; readonly editable: boolean; readonly location: TextSpan })
  /** pip refuses it, and with it the whole file. */
  | (LineBase & { readonly kind: 'invalid' });

interface Word {
  readonly start: number;
  readonly end: number;
}

/** Reads one logical line. */
export function parseRequirementLine(line: LogicalLine): RequirementLine {
  const words = wordsOf(line.text);
  const first = words[0];
  const last = words.at(-1);
  const range = spanOf(line, first?.start ?? 0, last?.end ?? 0).range;
  const base = { range, options: [], ...(line.comment === undefined ? {} : { comment: line.comment }) };
  if (first === undefined || last === undefined) return { ...base, kind: 'blank' };
  const firstOption = words.findIndex(({ start }) => line.text.charAt(start) === '-');
  const bodyWords = firstOption === -1 ? words : words.slice(0, firstOption);
  const options = readOptions(line, words.slice(bodyWords.length));
  if (options === undefined) return { ...base, kind: 'invalid' };
  const bodyEnd = bodyWords.at(-1)?.end;
  const withOptions = { ...base, options };
  return bodyEnd === undefined
    ? optionsLine(withOptions)
    : { ...withOptions, ...parseBody(line, first.start, bodyEnd) };
}

function optionsLine(base: LineBase): RequirementLine {
  const editable = base.options.find(({ name }) => name === '--editable')?.value;
  return editable === undefined
    ? { ...base, kind: 'options' }
    : { ...base, kind: 'location', editable: true, location: editable };
}

type Body =
  | { readonly kind: 'requirement'; readonly requirement: Requirement }
  | { readonly kind: 'location'; readonly editable: false; readonly location: TextSpan }
  | { readonly kind: 'invalid' };

function parseBody(line: LogicalLine, start: number, end: number): Body {
  const body = line.text.slice(start, end);
  const location = { kind: 'location', editable: false, location: spanOf(line, start, end) } as const;
  if (/^[a-z][a-z0-9+.-]*:\//i.test(body) || body.startsWith('.') || body.startsWith('/')) return location;
  const requirement = parseRequirement(line, start, end);
  if (requirement !== undefined) return { kind: 'requirement', requirement };
  const decidedElsewhere =
    body.includes('/') || body.includes('${') || /\.(whl|zip|tar|gz|bz2|xz|tgz)\b/i.test(body);
  return decidedElsewhere ? location : { kind: 'invalid' };
}

/** The options that `words` write, or undefined where pip knows one of them not. */
function readOptions(line: LogicalLine, words: readonly Word[]): LineOption[] | undefined {
  const options: LineOption[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    const written = recogniseOption(line.text.slice(word.start, word.end));
    if (written === undefined) return undefined;
    const { option, valueAt } = written;
    const span = spanOf(line, word.start, word.end);
    if (!option.takesValue) {
      options.push({ name: option.name, written: span });
      continue;
    }
    const value =
      valueAt === undefined ? words[(index += 1)] : { start: word.start + valueAt, end: word.end };
    if (value === undefined) return undefined;
    options.push({ name: option.name, written: span, value: unquoted(line, value) });
  }
  return options;
}

function unquoted(line: LogicalLine, { start, end }: Word): TextSpan {
  const first = line.text.charAt(start);
  const quoted = end - start >= 2 && (first === '"' || first === "'") && line.text.charAt(end - 1) === first;
  return quoted ? spanOf(line, start + 1, end - 1) : spanOf(line, start, end);
}

/** Words between blanks; a quoted stretch inside a word may hold blanks. A quote that is never closed is a character. */
function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    if (isBlank(text, at)) at += 1;
    else {
      const end = wordEnd(text, at);
      words.push({ start: at, end });
      at = end;
    }
  }
  return words;
}

function wordEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isBlank(text, at)) {
    const char = text.charAt(at);
    const closing = char === '"' || char === "'" ? text.indexOf(char, at + 1) : -1;
    at = closing === -1 ? at + 1 : closing + 1;
  }
  return at;
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff;
}

/**
 * The package that stands at an address or in a folder, as their names tell: `name` of `git+https://host/name.git@v1`, of
 * `./name`, of `name-1.0-py3-none-any.whl`, of `#egg=name`; undefined where they tell none. As it is written there.
 */
export function packageAtLocation(location: string): string | undefined {
  const egg = /#egg=([\w.-]+)/.exec(location)?.[1];
  const [address = ''] = location.split(/[#?]/);
  // Behind an @ in the last part stands a ref.
  const name = egg ?? /([\w.-]+?)(?:\.git)?\/?$/.exec(address.replace(/@[^/]*$/, ''))?.[1];
  return /^([\w.]+?)-\d[^/]*\.(?:whl|zip|tar\.gz)$/.exec(name ?? '')?.[1] ?? name;
}
