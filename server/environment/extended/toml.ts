import { TomlError, parse } from 'smol-toml';
import type { Range } from '../../protocol';
import type { SourceText, TextSpan } from '../text';
import { rangeAt, spanAt } from '../text';
import { maxDepth, mistake, tooLarge } from './bounds';
import type { Mistake } from './types';

/** A table as data; values are looked at before they are believed. */
export type Table = Readonly<Record<string, unknown>>;

export type TomlReading = { readonly table: Table } | { readonly syntaxError: Mistake };

/**
 * A TOML file as data. Lock files have a megabyte: the parser that keeps every position would take a tenth of a second
 * and more, so places are found by `entries` and `fieldSpan`. Never throws.
 */
export function readToml(source: SourceText): TomlReading {
  const large = tooLarge(source);
  if (large !== undefined) return { syntaxError: large };
  try {
    return { table: parse(source.text, { maxDepth, integersAsBigInt: 'asNeeded' }) };
  } catch (error) {
    return { syntaxError: mistakeOf(error, source) };
  }
}

function mistakeOf(error: unknown, source: SourceText): Mistake {
  if (!(error instanceof TomlError)) return mistake(source, 'it is nested too deeply', 0);
  const detail = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
  const start = source.lineStarts[error.line - 1] ?? 0;
  return mistake(source, detail, start + error.column - 1);
}

/** The value of a key of a table, or undefined. */
export function valueOf(table: unknown, ...keys: readonly string[]): unknown {
  let value = table;
  for (const key of keys) {
    if (!isTable(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** The same where it is a text. */
export function textOf(table: unknown, ...keys: readonly string[]): string | undefined {
  const value = valueOf(table, ...keys);
  return typeof value === 'string' ? value : undefined;
}

/** The elements of a list; of anything else none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** One table of an array of tables with its place. */
export interface Entry {
  readonly table: Table;
  /** Its `name`, or its header, or, where neither can be told, the beginning of the file. */
  readonly range: Range;
}

/** The tables of the array `name`, each with the place of its `name` key. */
export function entries(source: SourceText, table: Table, name: string, limit: number): readonly Entry[] {
  const tables = listOf(valueOf(table, name)).slice(0, limit);
  const headers = headersOf(source, name);
  // Text that only looks like a header (in a string of several lines) makes the count differ: then no place is told.
  const placed = headers.length === listOf(valueOf(table, name)).length;
  return tables.filter(isTable).map((entry, index) => {
    const start = placed ? (headers[index] ?? 0) : 0;
    const end = headers[index + 1] ?? source.text.length;
    const range = placed ? fieldSpan(source, 'name', start, end)?.range : undefined;
    return { table: entry, range: range ?? rangeAt(source, start, start) };
  });
}

function headersOf({ text }: SourceText, name: string): number[] {
  const header = `[[${name}]]`;
  const found: number[] = [];
  for (let at = text.indexOf(header); at !== -1; at = text.indexOf(header, at + header.length)) {
    if (at === 0 || text.charAt(at - 1) === '\n') found.push(at);
  }
  return found;
}

/** Characters behind a table's beginning in which a key of it is looked for: an entry's name is at its top. */
const window = 4096;

/** Where the value of `key` stands that is written at the beginning of a line, quotes included. */
export function fieldSpan(
  source: SourceText,
  key: string,
  start = 0,
  end = source.text.length,
): TextSpan | undefined {
  const piece = source.text.slice(start, Math.min(end, start + window));
  const found = new RegExp(`^${key}[ \\t]*=[ \\t]*(\\S[^\\r\\n]*)`, 'm').exec(piece);
  const value = found?.[1]?.trimEnd();
  if (found === null || value === undefined) return undefined;
  const at = start + found.index + found[0].indexOf(value, key.length);
  return spanAt(source, at, at + value.length);
}

/** A text of the file with the place of its key's value; the beginning of the file where that is not found. */
export function located(source: SourceText, text: string, key: string, start = 0): TextSpan {
  return { text, range: fieldSpan(source, key, start)?.range ?? rangeAt(source, start, start) };
}
