import { ParseError, getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import type { AST } from 'toml-eslint-parser';
import type { Position } from '../protocol';
import type { SourceText, TextSpan } from './text';
import { positionAt, rangeAt } from './text';

/** What pyproject.toml says that matters to a build. */
export interface PyprojectFile {
  readonly source: SourceText;
  /** Where and why it is not TOML; then nothing else is known of it. */
  readonly syntaxError?: { readonly detail: string; readonly position: Position };
  readonly hasProject: boolean;
  readonly hasBuildSystem: boolean;
  /** The value of `requires-python` in `[project]`; its range includes the quotes. */
  readonly requiresPython?: TextSpan;
  /** `requires-python` is there and is no string. */
  readonly requiresPythonNotText?: TextSpan;
}

/** In UTF-16 units. Larger files are refused: reading hostile ones would take seconds, and real ones are far smaller. */
const maxLength = 256 * 1024;

/** Reads pyproject.toml. Never throws. */
export function readPyproject(source: SourceText): PyprojectFile {
  if (source.text.length > maxLength) return broken(source, 'it is larger than 256 KiB.', 0);
  try {
    return fromTables(source, parseTOML(source.text).body[0]);
  } catch (error) {
    if (error instanceof ParseError) return broken(source, `${error.message}.`, placeOf(error, source));
    return broken(source, 'it is nested too deeply.', 0);
  }
}

function broken(source: SourceText, detail: string, offset: number): PyprojectFile {
  const syntaxError = { detail, position: positionAt(source, offset) };
  return { source, syntaxError, hasProject: false, hasBuildSystem: false };
}

/** The parser tells of a missing value at the beginning of what comes next, often a line too late. */
function placeOf({ message, index }: ParseError, source: SourceText): number {
  const late = message.startsWith('Unspecified values') || message.endsWith('must be on the same line');
  return late ? source.text.slice(0, index).trimEnd().length : index;
}

/** True when pip can install the repository: both tables are there (contracts/repo2docker.md section 3). */
export function isInstallable(file: PyprojectFile): boolean {
  return file.hasProject && file.hasBuildSystem;
}

function fromTables(source: SourceText, top: AST.TOMLTopLevelTable): PyprojectFile {
  const entries = top.body.flatMap((node) => flatten([], node));
  const under = (name: string): boolean => entries.some(({ path }) => path[0] === name);
  const found = entries.find(
    ({ path }) => path.length === 2 && path[0] === 'project' && path[1] === 'requires-python',
  );
  const base = { source, hasProject: under('project'), hasBuildSystem: under('build-system') };
  if (found?.value === undefined) return base;
  const value = getStaticTOMLValue(found.value);
  const range = rangeAt(source, found.value.range[0], found.value.range[1]);
  return typeof value === 'string'
    ? { ...base, requiresPython: { text: value, range } }
    : { ...base, requiresPythonNotText: { text: source.text.slice(...found.value.range), range } };
}

/** A table or a key, by its full name. Tables stand for themselves too: an empty `[project]` counts. */
interface Entry {
  readonly path: readonly string[];
  readonly value?: AST.TOMLContentNode;
}

function flatten(prefix: readonly string[], node: AST.TOMLTable | AST.TOMLKeyValue): Entry[] {
  const path = [...prefix, ...keyNames(node.key)];
  if (node.type === 'TOMLTable') return [{ path }, ...node.body.flatMap((child) => flatten(path, child))];
  const inline = node.value.type === 'TOMLInlineTable' ? node.value.body : [];
  return [{ path, value: node.value }, ...inline.flatMap((child) => flatten(path, child))];
}

function keyNames(key: AST.TOMLKey): string[] {
  return key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
}
