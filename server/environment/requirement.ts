import type { LogicalLine } from './logical-lines';
import { spanOf } from './logical-lines';
import { parseSpecifiers } from './pep440';
import type { TextSpan } from './text';

/** One clause of a version: `>=`, `2.0`. */
export interface VersionClause {
  readonly operator: string;
  readonly version: TextSpan;
}

/** A package by name (PEP 508). The version's and the marker's inner grammar is left to pip. */
export interface Requirement {
  readonly name: TextSpan;
  readonly extras: readonly TextSpan[];
  readonly clauses: readonly VersionClause[];
  /** Of `name @ url`. */
  readonly url?: TextSpan;
  /** Of `; python_version < "3.9"`, without the semicolon. */
  readonly marker?: TextSpan;
}

/**
 * True where pip can read the version of a clause: PEP 440, `.*` only behind `==` and `!=`, a local label likewise. Texts
 * that an environment variable makes are taken as readable.
 */
export function isReadableClause({ operator, version: { text } }: VersionClause): boolean {
  if (text.includes('${') || operator === '===') return true;
  if (text.includes('+') && operator !== '==' && operator !== '!=') return false;
  return parseSpecifiers(operator + text) !== undefined;
}

/** The requirement that stands at `[start, end)` of the line, or undefined where it is none that pip can read. */
export function parseRequirement(line: LogicalLine, start: number, end: number): Requirement | undefined {
  const cursor: Cursor = { line, at: start, end };
  const name = take(cursor, /[A-Za-z0-9][A-Za-z0-9._-]*/y);
  if (name === undefined || !/[A-Za-z0-9]$/.test(name.text.slice(-1))) return undefined;
  const extras = takeExtras(cursor);
  if (extras === undefined) return undefined;
  if (take(cursor, /@/y) !== undefined) return withUrl(cursor, name, extras);
  const clauses = takeClauses(cursor);
  if (clauses === undefined) return undefined;
  const marker = takeMarker(cursor);
  if (cursor.at < cursor.end) return undefined;
  return { name, extras, clauses, ...(marker === undefined ? {} : { marker }) };
}

interface Cursor {
  readonly line: LogicalLine;
  at: number;
  readonly end: number;
}

/** The match of a sticky pattern at the cursor, with blanks before it skipped. */
function take(cursor: Cursor, pattern: RegExp): TextSpan | undefined {
  const { text } = cursor.line;
  while (cursor.at < cursor.end && /\s/.test(text.charAt(cursor.at))) cursor.at += 1;
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(text)?.[0];
  if (found === undefined || found === '' || cursor.at + found.length > cursor.end) return undefined;
  const span = spanOf(cursor.line, cursor.at, cursor.at + found.length);
  cursor.at += found.length;
  return span;
}

function takeExtras(cursor: Cursor): TextSpan[] | undefined {
  const extras: TextSpan[] = [];
  if (take(cursor, /\[/y) === undefined) return extras;
  while (take(cursor, /\]/y) === undefined) {
    const extra = take(cursor, /[A-Za-z0-9][A-Za-z0-9._-]*/y);
    if (extra === undefined) return undefined;
    extras.push(extra);
    take(cursor, /,/y);
  }
  return extras;
}

function takeClauses(cursor: Cursor): VersionClause[] | undefined {
  const clauses: VersionClause[] = [];
  const parenthesis = take(cursor, /\(/y) !== undefined;
  for (;;) {
    const operator = take(cursor, /===|==|~=|!=|<=|>=|<|>/y);
    if (operator === undefined) break;
    const version = take(cursor, /[^\s,;()]+/y);
    if (version === undefined || /^[=<>~!]/.test(version.text)) return undefined;
    clauses.push({ operator: operator.text, version });
    if (take(cursor, /,/y) === undefined) break;
  }
  return parenthesis && take(cursor, /\)/y) === undefined ? undefined : clauses;
}

function withUrl(cursor: Cursor, name: TextSpan, extras: TextSpan[]): Requirement | undefined {
  const url = take(cursor, /\S+/y);
  if (url === undefined) return undefined;
  const marker = takeMarker(cursor);
  return { name, extras, clauses: [], url, ...(marker === undefined ? {} : { marker }) };
}

function takeMarker(cursor: Cursor): TextSpan | undefined {
  if (take(cursor, /;/y) === undefined) return undefined;
  const { text } = cursor.line;
  while (cursor.at < cursor.end && /\s/.test(text.charAt(cursor.at))) cursor.at += 1;
  const marker = spanOf(cursor.line, cursor.at, cursor.end);
  cursor.at = cursor.end;
  return marker;
}
