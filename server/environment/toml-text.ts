import { ParseError, getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import type { AST } from 'toml-eslint-parser';
import type { Position, Range } from '../protocol';
import type { SourceText, TextSpan } from './text';
import { positionAt, rangeAt } from './text';

/** Where and why a file is not of the language that its name says. */
export interface SyntaxFault {
  readonly detail: string;
  readonly position: Position;
}

/** A table or a key by its full name. Tables stand for themselves too: an empty `[project]` counts. */
export interface TomlEntry {
  readonly path: readonly string[];
  /** Of the last part of the name. */
  readonly keyRange: Range;
  /** Absent for tables. */
  readonly value?: AST.TOMLContentNode;
}

/** The tables and keys of a TOML file in their order; keys of inline tables count like those of tables. */
export interface TomlText {
  readonly source: SourceText;
  /** Then there are no entries. */
  readonly syntaxError?: SyntaxFault;
  readonly entries: readonly TomlEntry[];
  /** The first entry of each name. */
  readonly byName: ReadonlyMap<string, TomlEntry>;
  /** The whole file as JavaScript has it; an empty object where it is not TOML. */
  readonly values: () => Readonly<Record<string, unknown>>;
}

/** In UTF-16 units. Larger files are refused: reading hostile ones would take seconds, and real ones are far smaller. */
const maxLength = 256 * 1024;

/** Reads a TOML file. Never throws. */
export function readToml(source: SourceText): TomlText {
  if (source.text.length > maxLength) return broken(source, 'it is larger than 256 KiB.', 0);
  try {
    const ast = parseTOML(source.text);
    const [top] = ast.body;
    const entries = top.body.flatMap((node) => flatten(source, [], node));
    // The first of equal names stands last in what the map is made of.
    const byName = new Map([...entries].reverse().map((entry) => [nameOf(entry.path), entry]));
    return { source, entries, byName, values: () => getStaticTOMLValue(ast) };
  } catch (error) {
    if (error instanceof ParseError) return broken(source, `${error.message}.`, placeOf(error, source));
    return broken(source, 'it is nested too deeply.', 0);
  }
}

/** The value of a key as text, with the place of the value (quotes included); undefined where it is no string. */
export function tomlString({ source }: TomlText, { value }: TomlEntry): TextSpan | undefined {
  if (value === undefined) return undefined;
  const held = getStaticTOMLValue(value);
  return typeof held === 'string' ? { text: held, range: rangeAt(source, ...value.range) } : undefined;
}

/** The value of a key as it is written, with its place; undefined for tables. */
export function tomlWritten({ source }: TomlText, { value }: TomlEntry): TextSpan | undefined {
  if (value === undefined) return undefined;
  return { text: source.text.slice(...value.range), range: rangeAt(source, ...value.range) };
}

/** The texts of a list, each with its place (quotes included); what is no string is left out. None where it is no list. */
export function tomlStrings({ source }: TomlText, { value }: TomlEntry): TextSpan[] {
  if (value?.type !== 'TOMLArray') return [];
  return value.elements.flatMap((element) => {
    const held = getStaticTOMLValue(element);
    return typeof held === 'string' ? [{ text: held, range: rangeAt(source, ...element.range) }] : [];
  });
}

/** The value of a key as JavaScript has it; undefined for tables. */
export function tomlValue({ value }: TomlEntry): unknown {
  return value === undefined ? undefined : getStaticTOMLValue(value);
}

/** The key with exactly this name, where there is one. */
export function tomlEntry({ byName }: TomlText, ...path: readonly string[]): TomlEntry | undefined {
  return byName.get(nameOf(path));
}

/** The keys directly in a table, in their order. */
export function tomlKeys({ entries }: TomlText, ...table: readonly string[]): TomlEntry[] {
  return entries.filter(
    (entry) =>
      entry.path.length === table.length + 1 &&
      table.every((part, index) => entry.path[index] === part) &&
      table.length > 0,
  );
}

/** NUL may not stand in a TOML file. */
function nameOf(path: readonly string[]): string {
  return path.join('\0');
}

function broken(source: SourceText, detail: string, offset: number): TomlText {
  return {
    source,
    syntaxError: { detail, position: positionAt(source, offset) },
    entries: [],
    byName: new Map(),
    values: () => ({}),
  };
}

/** The parser tells of a missing value at the beginning of what comes next, often a line too late. */
function placeOf({ message, index }: ParseError, source: SourceText): number {
  const late = message.startsWith('Unspecified values') || message.endsWith('must be on the same line');
  return late ? source.text.slice(0, index).trimEnd().length : index;
}

function flatten(
  source: SourceText,
  prefix: readonly string[],
  node: AST.TOMLTable | AST.TOMLKeyValue,
): TomlEntry[] {
  const path = [...prefix, ...node.key.keys.map(keyName)];
  const keyRange = rangeAt(source, ...(node.key.keys.at(-1) ?? node.key).range);
  const below = (child: AST.TOMLKeyValue): TomlEntry[] => flatten(source, path, child);
  if (node.type === 'TOMLTable') return [{ path, keyRange }, ...node.body.flatMap(below)];
  const inline = node.value.type === 'TOMLInlineTable' ? node.value.body : [];
  return [{ path, keyRange, value: node.value }, ...inline.flatMap(below)];
}

function keyName(part: AST.TOMLBare | AST.TOMLQuoted): string {
  return part.type === 'TOMLBare' ? part.name : part.value;
}
