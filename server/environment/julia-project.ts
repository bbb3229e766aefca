import type { Range } from '../protocol';
import type { SourceText, TextSpan } from './text';
import { physicalLines, spanAt } from './text';
import type { SyntaxFault, TomlText } from './toml-text';
import { readToml, tomlEntry, tomlKeys, tomlString, tomlWritten } from './toml-text';

/** A package that a Julia project depends on. */
export interface JuliaDependency {
  readonly name: TextSpan;
  readonly uuid?: TextSpan;
  /** Of `[compat]`; absent where every version will do. */
  readonly compat?: TextSpan;
}

/** Project.toml, or JuliaProject.toml. */
export interface JuliaProjectFile {
  readonly source: SourceText;
  readonly syntaxError?: SyntaxFault;
  readonly name?: TextSpan;
  readonly dependencies: readonly JuliaDependency[];
  /** The lines that begin these tables, where they stand as tables. */
  readonly tables: { readonly deps?: Range; readonly compat?: Range };
  /** `julia` in `[compat]`; as written where it is no text, which breaks the plan. */
  readonly julia?: TextSpan & { readonly isText: boolean };
}

/** Manifest.toml: which exact packages Pkg installs. It does not choose Julia itself. */
export interface JuliaManifestFile {
  readonly source: SourceText;
  readonly syntaxError?: SyntaxFault;
  /** The Julia that made it. */
  readonly juliaVersion?: TextSpan;
  readonly packages: readonly TextSpan[];
  /** The identifiers of the packages, by name. */
  readonly uuids: ReadonlyMap<string, string>;
}

/** REQUIRE, the format of Julia before 1.0, which can no longer be built. */
export interface JuliaRequireFile {
  readonly source: SourceText;
  readonly packages: readonly { readonly name: TextSpan; readonly versions: readonly TextSpan[] }[];
}

/** Reads Project.toml. Never throws. */
export function readJuliaProject(source: SourceText): JuliaProjectFile {
  const toml = readToml(source);
  if (toml.syntaxError !== undefined)
    return { source, syntaxError: toml.syntaxError, dependencies: [], tables: {} };
  const compat = tomlEntry(toml, 'compat', 'julia');
  const text = compat === undefined ? undefined : tomlString(toml, compat);
  const written = compat === undefined ? undefined : tomlWritten(toml, compat);
  const nameEntry = tomlEntry(toml, 'name');
  const name = nameEntry === undefined ? undefined : tomlString(toml, nameEntry);
  return {
    source,
    ...(name === undefined ? {} : { name }),
    dependencies: tomlKeys(toml, 'deps').map((entry) => {
      const uuid = tomlString(toml, entry);
      const limit = tomlEntry(toml, 'compat', entry.path.at(-1) ?? '');
      const versions = limit === undefined ? undefined : tomlString(toml, limit);
      return {
        name: { text: entry.path.at(-1) ?? '', range: entry.keyRange },
        ...(uuid === undefined ? {} : { uuid }),
        ...(versions === undefined ? {} : { compat: versions }),
      };
    }),
    tables: { ...tableOf(toml, 'deps'), ...tableOf(toml, 'compat') },
    ...(text !== undefined && { julia: { ...text, isText: true } }),
    ...(text === undefined && written !== undefined && { julia: { ...written, isText: false } }),
  };
}

function tableOf(toml: TomlText, name: 'deps' | 'compat'): JuliaProjectFile['tables'] {
  const entry = tomlEntry(toml, name);
  return entry === undefined || entry.value !== undefined ? {} : { [name]: entry.keyRange };
}

/** Reads Manifest.toml, of either format. Never throws. */
export function readJuliaManifest(source: SourceText): JuliaManifestFile {
  const toml = readToml(source);
  if (toml.syntaxError !== undefined)
    return { source, syntaxError: toml.syntaxError, packages: [], uuids: new Map() };
  const entry = tomlEntry(toml, 'julia_version');
  const juliaVersion = entry === undefined ? undefined : tomlString(toml, entry);
  const packages = toml.entries
    .filter(
      ({ path, value }) =>
        value === undefined && (path.length === 2 ? path[0] === 'deps' : path.length === 1),
    )
    .filter(({ path }) => path.at(-1) !== 'deps');
  const uuids = packages.flatMap(({ path }) => {
    const uuid = tomlEntry(toml, ...path, 'uuid');
    const text = uuid === undefined ? undefined : tomlString(toml, uuid)?.text;
    return text === undefined ? [] : [[path.at(-1) ?? '', text] as const];
  });
  return {
    source,
    ...(juliaVersion === undefined ? {} : { juliaVersion }),
    packages: packages.map(({ path, keyRange }) => ({ text: path.at(-1) ?? '', range: keyRange })),
    uuids: new Map(uuids),
  };
}

/** Reads REQUIRE: a package a line, versions behind it, `#` begins a comment. */
export function readJuliaRequire(source: SourceText): JuliaRequireFile {
  const packages = [...physicalLines(source)].flatMap((line) => {
    const words = [...(line.text.split('#')[0] ?? '').matchAll(/\S+/g)].map((match) =>
      spanAt(source, line.start + match.index, line.start + match.index + match[0].length),
    );
    const [name, ...versions] = words.filter(({ text }) => !text.startsWith('@'));
    return name === undefined ? [] : [{ name, versions }];
  });
  return { source, packages };
}
