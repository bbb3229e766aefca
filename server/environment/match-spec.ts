import type { LogicalLine } from './logical-lines';
import { spanOf } from './logical-lines';
import type { TextSpan } from './text';

/** `name='value'` in the brackets of a MatchSpec; the value without its quotes. */
export interface MatchSpecField {
  readonly name: TextSpan;
  readonly value: TextSpan;
}

/** A conda package as `[channel::]name[ version[ build]]`, each part with its place. */
export interface MatchSpec {
  readonly channel?: TextSpan;
  readonly name: TextSpan;
  /** With its operators: `=3.11`, `>=1.0,<2`, `1.26.*`. */
  readonly version?: TextSpan;
  readonly build?: TextSpan;
  readonly fields: readonly MatchSpecField[];
}

/** How much a version spec leaves open: nothing at all, one series, a range, everything. */
export type VersionFreedom = 'exact' | 'series' | 'range' | 'any';

/** Reads a MatchSpec; undefined for what conda cannot read as one. Linear in the length of the line. */
export function readMatchSpec(line: LogicalLine): MatchSpec | undefined {
  const whole = trimmed(line.text, 0, line.text.length);
  const bracket = line.text.lastIndexOf(']') === whole.end - 1 ? line.text.indexOf('[') : -1;
  const fields = bracket === -1 ? [] : readFields(line, bracket + 1, whole.end - 1);
  if (fields === undefined) return undefined;
  const body = trimmed(line.text, whole.start, bracket === -1 ? whole.end : bracket);
  const colons = line.text.slice(body.start, body.end).lastIndexOf('::');
  const nameAt = colons === -1 ? body.start : body.start + colons + 2;
  const length = /^[A-Za-z0-9_*][A-Za-z0-9_.*-]*/.exec(line.text.slice(nameAt, body.end))?.[0].length;
  if (length === undefined) return undefined;
  const rest = trimmed(line.text, nameAt + length, body.end);
  if (rest.start < rest.end && !/[\s=<>!~]/.test(line.text.charAt(nameAt + length))) return undefined;
  return {
    ...(colons === -1 ? {} : { channel: spanOf(line, body.start, body.start + colons) }),
    name: spanOf(line, nameAt, nameAt + length),
    ...versionAndBuild(line, rest),
    fields,
  };
}

/** How much of the version is left open. The build string, where there is one, belongs to an exact version. */
export function versionFreedom(spec: MatchSpec): VersionFreedom {
  const version = specVersion(spec)?.text;
  if (version === undefined || version === '*') return 'any';
  const bare = version.replace(/^==?\s*/, '');
  if (/[<>!~|,]/.test(bare)) return 'range';
  if (bare.includes('*')) return 'series';
  return version.startsWith('=') && !version.startsWith('==') && spec.build === undefined
    ? 'series'
    : 'exact';
}

/** The version that is asked for, with its operators, wherever in the spec it stands. */
export function specVersion({ version, fields }: MatchSpec): TextSpan | undefined {
  return version ?? fields.find(({ name }) => name.text === 'version')?.value;
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

function trimmed(text: string, start: number, end: number): Piece {
  const piece = text.slice(start, end);
  const from = start + piece.length - piece.trimStart().length;
  return { start: from, end: Math.max(from, start + piece.trimEnd().length) };
}

/** The build string stands behind the last `=` or blank that separates, which none does next to an operator. */
function versionAndBuild(
  line: LogicalLine,
  { start, end }: Piece,
): { readonly version?: TextSpan; readonly build?: TextSpan } {
  if (start === end) return {};
  const text = line.text.slice(start, end);
  const match = /[\s=]([A-Za-z0-9_.*]+)$/.exec(text);
  const before = match === null ? '' : text.slice(0, match.index).trimEnd();
  if (match === null || before === '' || /[=<>!~|,]$/.test(before))
    return { version: spanOf(line, start, end) };
  const [, build = ''] = match;
  return {
    version: spanOf(line, start, start + before.length),
    build: spanOf(line, end - build.length, end),
  };
}

/** `key=value` pairs with commas between them; a quoted value may hold commas. */
function readFields(line: LogicalLine, start: number, end: number): MatchSpecField[] | undefined {
  const fields: MatchSpecField[] = [];
  const pattern = /\s*([a-z_0-9]+)\s*=\s*(?:'([^']*)'|"([^"]*)"|([^\s,'"]+))\s*(,|$)/y;
  const text = line.text.slice(start, end);
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [all, name = '', single, double, bare] = match;
    const value = single ?? double ?? bare ?? '';
    const nameStart = start + at + all.indexOf(name);
    const valueStart = start + at + all.indexOf(value, all.indexOf('=') + 1);
    fields.push({
      name: spanOf(line, nameStart, nameStart + name.length),
      value: spanOf(line, valueStart, valueStart + value.length),
    });
    if (match[5] === '') break;
  }
  return fields;
}
