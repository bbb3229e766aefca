import type { SourceText, TextSpan } from './text';
import { rangeAt } from './text';
import type { Range } from '../protocol';
import { jsonGet, jsonString, readJson } from './json-text';
import type { JsonNode, JsonText } from './json-text';
import { pipfileHashes } from './pipfile-hash';
import type { SyntaxFault, TomlText } from './toml-text';
import { readToml, tomlEntry, tomlKeys, tomlString, tomlValue, tomlWritten } from './toml-text';

/** `python_version` or `python_full_version`: a text, or something else, which breaks the plan. */
export interface PythonRequire extends TextSpan {
  readonly isText: boolean;
}

/** What a Pipfile or its lock says of Python, in the order in which it counts. */
export interface PipfileRequires {
  readonly full?: PythonRequire;
  readonly short?: PythonRequire;
  /** `requires` is there and is no table. */
  readonly notTable?: TextSpan;
}

/** A package of a Pipfile or of its lock. */
export interface PipfilePackage {
  readonly section: 'default' | 'develop';
  readonly name: TextSpan;
  /** `==2.1.0`, `*`; absent where a path, a URL or a repository is named instead. */
  readonly version?: TextSpan;
  /** The whole value; the name again where it is a table of its own. */
  readonly value: TextSpan;
}

/** Pipfile. */
export interface PipfileFile {
  readonly source: SourceText;
  readonly syntaxError?: SyntaxFault;
  readonly requires: PipfileRequires;
  readonly packages: readonly PipfilePackage[];
  /** Addresses of package indexes. */
  readonly indexes: readonly TextSpan[];
  /** The hashes of its contents that pipenv may have written into a lock; undefined where that cannot be told. */
  readonly hashes: () => readonly string[] | undefined;
}

/** Pipfile.lock. */
export interface PipfileLockFile {
  readonly source: SourceText;
  readonly syntaxError?: SyntaxFault;
  readonly requires: PipfileRequires;
  readonly packages: readonly PipfilePackage[];
  /** Of the Pipfile that it was made from. */
  readonly pipfileHash?: TextSpan;
}

/** Reads Pipfile. Never throws. */
export function readPipfile(source: SourceText): PipfileFile {
  const toml = readToml(source);
  const { syntaxError } = toml;
  if (syntaxError !== undefined)
    return { source, syntaxError, requires: {}, packages: [], indexes: [], hashes: () => undefined };
  const indexes = toml.entries.filter(
    ({ path }) => path.length === 2 && path[0] === 'source' && path[1] === 'url',
  );
  return {
    source,
    requires: tomlRequires(toml),
    packages: [
      ...tomlPackages(toml, 'packages', 'default'),
      ...tomlPackages(toml, 'dev-packages', 'develop'),
    ],
    indexes: indexes.map((entry) => tomlString(toml, entry)).filter((url) => url !== undefined),
    hashes: () => pipfileHashes(toml.values()),
  };
}

/** Reads Pipfile.lock. Never throws. */
export function readPipfileLock(source: SourceText): PipfileLockFile {
  const json = readJson(source);
  const nothing = { source, requires: {}, packages: [] };
  if (json.syntaxError !== undefined) return { ...nothing, syntaxError: json.syntaxError };
  if (json.root?.kind !== 'object') {
    const position = rangeAt(source, 0, 0).start;
    return { ...nothing, syntaxError: { detail: 'it is no JSON object.', position } };
  }
  const pipfileHash = jsonString(json, jsonGet(json.root, '_meta', 'hash', 'sha256'));
  return {
    source,
    requires: jsonRequires(json, jsonGet(json.root, '_meta', 'requires')),
    packages: [...jsonPackages(json, 'default'), ...jsonPackages(json, 'develop')],
    ...(pipfileHash === undefined ? {} : { pipfileHash }),
  };
}

function tomlRequires(toml: TomlText): PipfileRequires {
  const at = (key: string): PythonRequire | undefined => {
    const entry = tomlEntry(toml, 'requires', key);
    if (entry === undefined) return undefined;
    const text = tomlString(toml, entry);
    if (text !== undefined) return { ...text, isText: true };
    const written = tomlWritten(toml, entry);
    return isFalsy(tomlValue(entry)) || written === undefined ? undefined : { ...written, isText: false };
  };
  const whole = tomlEntry(toml, 'requires');
  const isTable = whole?.value === undefined || whole.value.type === 'TOMLInlineTable';
  const notTable = whole === undefined || isTable ? undefined : tomlWritten(toml, whole);
  return requiresOf(at('python_full_version'), at('python_version'), notTable);
}

function jsonRequires(json: JsonText, requires: JsonNode | undefined): PipfileRequires {
  const at = (key: string): PythonRequire | undefined => {
    const node = jsonGet(requires, key);
    if (node === undefined || (node.kind === 'value' && isFalsy(node.value))) return undefined;
    const text = jsonString(json, node);
    return text === undefined ? { ...written(json, node), isText: false } : { ...text, isText: true };
  };
  const notTable = requires === undefined || requires.kind === 'object' ? undefined : written(json, requires);
  return requiresOf(at('python_full_version'), at('python_version'), notTable);
}

function requiresOf(
  full: PythonRequire | undefined,
  short: PythonRequire | undefined,
  notTable: TextSpan | undefined,
): PipfileRequires {
  return {
    ...(full === undefined ? {} : { full }),
    ...(short === undefined ? {} : { short }),
    ...(notTable === undefined ? {} : { notTable }),
  };
}

function tomlPackages(toml: TomlText, table: string, section: PipfilePackage['section']): PipfilePackage[] {
  return tomlKeys(toml, table).flatMap((entry) => {
    const name = { text: entry.path.at(-1) ?? '', range: entry.keyRange };
    const value = tomlWritten(toml, entry) ?? name;
    const inner = tomlEntry(toml, table, name.text, 'version');
    const version = tomlString(toml, entry) ?? (inner === undefined ? undefined : tomlString(toml, inner));
    return [{ section, name, value, ...(version === undefined ? {} : { version }) }];
  });
}

function jsonPackages(json: JsonText, section: PipfilePackage['section']): PipfilePackage[] {
  const table = jsonGet(json.root, section);
  if (table?.kind !== 'object') return [];
  return table.members.map(({ name, nameStart, nameEnd, value }) => {
    const version = jsonString(json, jsonGet(value, 'version'));
    return {
      section,
      name: { text: name, range: rangeOf(json, nameStart, nameEnd) },
      value: written(json, value),
      ...(version === undefined ? {} : { version }),
    };
  });
}

function written(json: JsonText, { start, end }: JsonNode): TextSpan {
  return { text: json.source.text.slice(start, end), range: rangeOf(json, start, end) };
}

function rangeOf({ source }: JsonText, start: number, end: number): Range {
  return rangeAt(source, start, end);
}

function isFalsy(value: unknown): boolean {
  return value === '' || value === 0 || value === false || value === null;
}
