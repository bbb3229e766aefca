import type { SourceText, TextSpan } from '../text';
import { spanAt } from '../text';
import type { RArgument, RCall, RPackageUse, RVector } from './r-code';

/** Functions that need a package, given its name. */
const loaders = new Set(['library', 'require', 'requireNamespace', 'loadNamespace', 'attachNamespace']);

/** Functions that go on where what they are given fails. */
const catching = new Set(['try', 'tryCatch', 'withCallingHandlers', 'try_fetch', 'try_catch']);

/** Functions that ask whether a package is there. */
const asking = new Set([
  'installed.packages',
  'is_installed',
  'find.package',
  'packageVersion',
  'system.file',
]);

/** Functions that call another one for each of a list. */
const applying = new Set(['lapply', 'sapply', 'vapply', 'map', 'walk', 'Map', 'map_lgl', 'invisible_lapply']);

/** The name of a function without the package that it is taken from. */
export function functionName(callee: string): string {
  return callee.slice(callee.lastIndexOf(':') + 1);
}

/** True for `try` and its like. */
export function isCatching(callee: string): boolean {
  return catching.has(functionName(callee));
}

/** True for functions that ask whether a package is there. */
export function asksForPackages(callee: string): boolean {
  return asking.has(functionName(callee));
}

/** The package that a call such as `library(sf)` loads; undefined for other calls and where a variable names it. */
export function loadedPackage({
  callee,
  arguments: list,
}: RCall): Pick<RPackageUse, 'package' | 'how'> | undefined {
  const how = functionName(callee.text);
  if (!loaders.has(how) || !['', 'base'].includes(callee.text.slice(0, -how.length).replace(/:+$/, '')))
    return undefined;
  const given = list.find(({ name }) => name === 'package') ?? list.find(({ name }) => name === undefined);
  if (given === undefined) return undefined;
  if (given.string !== undefined) return named(given.string, how);
  // What is not in quotes is a name for these two, unless they are told that it is a variable.
  const byName = (how === 'library' || how === 'require') && !list.some(isCharacterOnly);
  return byName ? named(given.written, how) : undefined;
}

function isCharacterOnly({ name = '', written }: RArgument): boolean {
  return name.startsWith('character') && ['T', 'TRUE'].includes(written.text);
}

function named(written: TextSpan, how: string): Pick<RPackageUse, 'package' | 'how'> | undefined {
  return isRPackageName(written.text) ? { package: written, how } : undefined;
}

/** True for what can be the name of a package of R. */
export function isRPackageName(text: string): boolean {
  return text.length <= 100 && /^[A-Za-z][A-Za-z0-9.]*[A-Za-z0-9]$/.test(text);
}

/** The package of `sf::st_read`. */
export function namespacePackage(source: SourceText, start: number, end: number): TextSpan | undefined {
  const before = /^(["'`]?)([\w.]{1,100})\1\s*:::?/.exec(
    source.text.slice(start, Math.min(end, start + 200)),
  );
  const name = before?.[2] ?? '';
  const at = start + (before?.[1] ?? '').length;
  return isRPackageName(name) ? spanAt(source, at, at + name.length) : undefined;
}

/** The packages of `lapply(c("sf", "terra"), library, character.only = TRUE)`, also where a variable holds the list. */
export function appliedUses(calls: readonly RCall[], vectors: readonly RVector[]): RPackageUse[] {
  return calls.flatMap(({ callee, arguments: list }) => {
    if (!applying.has(functionName(callee.text))) return [];
    const how = list.map(({ written }) => functionName(written.text)).find((written) => loaders.has(written));
    const [first] = list;
    if (how === undefined || first === undefined) return [];
    return stringsIn(first, vectors)
      .filter(({ text }) => isRPackageName(text))
      .map((string) => ({ package: string, how, guarded: false, conditional: false }));
  });
}

/** The strings that an argument holds, itself or by the name of a vector. */
export function stringsIn(
  { string, strings, written }: RArgument,
  vectors: readonly RVector[],
): readonly TextSpan[] {
  if (string !== undefined) return [string];
  return strings ?? vectors.findLast(({ name }) => name === written.text)?.strings ?? [];
}
