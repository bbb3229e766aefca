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

/** Reads pyproject.toml. Never throws. */
export function readPyproject(source: SourceText): PyprojectFile {
  try {
    return fromTables(source, parseTOML(source.text).body[0]);
  } catch (error) {
    const offset = error instanceof ParseError ? error.index : 0;
    const detail = error instanceof Error ? error.message : String(error);
    const syntaxError = { detail, position: positionAt(source, offset) };
    return { source, syntaxError, hasProject: false, hasBuildSystem: false };
  }
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
