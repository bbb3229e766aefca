import type {
  PythonArgument,
  PythonCall,
  PythonCode,
  PythonDefinition,
  PythonString,
} from '../../../environment/code/python-code';
import { startOffset } from '../../../environment/text';
import type { RepositoryModel } from '../../model';
import { pythonAt } from './cells';

/** A call, and what it calls by its full name: `numpy.random.rand` for `np.random.rand`. */
export interface NamedCall extends PythonCall {
  readonly name: string;
}

/** The Python of a notebook or script, looked at as a whole. */
export interface CodeFacts {
  readonly cells: readonly PythonCode[];
  /** By the last parts of what they call, each with its place among all: most rules ask for few of them. */
  readonly calls: ReadonlyMap<string, readonly { readonly call: PythonCall; readonly order: number }[]>;
  /** What the names that imports bind stand for: `np` → `numpy`. */
  readonly names: Readonly<Record<string, string>>;
  /** Modules and what is imported from them: `sklearn.model_selection`, `sklearn.model_selection.train_test_split`. */
  readonly imported: readonly string[];
}

/** A place where a name is bound. */
export interface Bound {
  readonly code: PythonCode;
  readonly at: PythonDefinition;
}

/** By name; made when the first name is asked for. */
const boundNames = new WeakMap<CodeFacts, ReadonlyMap<string, readonly Bound[]>>();

/** Where the notebook binds a name, in the order of the code. */
export function definitionsOf(facts: CodeFacts, name: string): readonly Bound[] {
  let known = boundNames.get(facts);
  if (known === undefined) {
    const groups = new Map<string, Bound[]>();
    for (const code of facts.cells) for (const at of code.definitions) put(groups, at.text, { code, at });
    boundNames.set(facts, (known = groups));
  }
  return known.get(name) ?? [];
}

const usedNames = new WeakMap<CodeFacts, ReadonlyMap<string, number>>();

/** How often the notebook reads a name. */
export function usesOf(facts: CodeFacts, name: string): number {
  let known = usedNames.get(facts);
  if (known === undefined) {
    const counts = new Map<string, number>();
    for (const { uses } of facts.cells)
      for (const { text } of uses) counts.set(text, (counts.get(text) ?? 0) + 1);
    usedNames.set(facts, (known = counts));
  }
  return known.get(name) ?? 0;
}

function put<T>(groups: Map<string, T[]>, key: string, value: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}

/** Names that packages are given by custom: `%pylab`, `%run` and star imports bind them too. */
const customary: Readonly<Record<string, string>> = {
  np: 'numpy',
  pd: 'pandas',
  plt: 'matplotlib.pyplot',
  gpd: 'geopandas',
  xr: 'xarray',
  tf: 'tensorflow',
  sns: 'seaborn',
};

/** The Python of the notebook or script at `path`. */
export function codeFacts(model: RepositoryModel, path: string): CodeFacts {
  return model.once(`notebook:code:${path}`, () => factsOf(pythonAt(model, path)));
}

function factsOf(cells: readonly PythonCode[]): CodeFacts {
  const names: Record<string, string> = { ...customary };
  const imported = new Set<string>();
  for (const { imports } of cells) {
    for (const { module, level, bindings } of imports) {
      if (level === 0) imported.add(module.text);
      for (const { name, path } of bindings) {
        // `__proto__` is no name to remember anything under.
        if (name.startsWith('__')) continue;
        names[name] = path;
        if (level === 0) imported.add(path);
      }
    }
  }
  return { cells, calls: callsByName(cells), names, imported: [...imported] };
}

function callsByName(cells: readonly PythonCode[]): CodeFacts['calls'] {
  const groups = new Map<string, { readonly call: PythonCall; readonly order: number }[]>();
  let order = 0;
  for (const { calls } of cells)
    for (const call of calls) put(groups, lastPart(call.callee.text), { call, order: order++ });
  return groups;
}

/** The calls of what ends with one of these parts, in the order of the code. */
export function callsOf({ calls, names }: CodeFacts, lasts: ReadonlySet<string>): NamedCall[] {
  const found = [...lasts].flatMap((last) => calls.get(last) ?? []);
  // A name that an import binds may stand for something that ends otherwise: `from random import choice as pick`.
  for (const [alias, path] of Object.entries(names))
    if (lasts.has(lastPart(path)) && !lasts.has(alias)) found.push(...(calls.get(alias) ?? []));
  return found
    .sort((left, right) => left.order - right.order)
    .map(({ call }) => ({ ...call, name: fullName(call.callee.text, names) }));
}

/** The last parts of full names, to ask for their calls. */
export function lastParts(names: Iterable<string>): ReadonlySet<string> {
  return new Set([...names].map(lastPart));
}

/** A dotted name with what its first part stands for. */
export function fullName(dotted: string, names: Readonly<Record<string, string>>): string {
  const dot = dotted.indexOf('.');
  const first = dot === -1 ? dotted : dotted.slice(0, dot);
  const path = Object.hasOwn(names, first) ? names[first] : undefined;
  return path === undefined ? dotted : path + (dot === -1 ? '' : dotted.slice(dot));
}

/** The last part of a dotted name. */
export function lastPart(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1);
}

/** The argument at a place, or of a name. */
export function argumentOf(
  { arguments: given }: PythonCall,
  place: number,
  name?: string,
): PythonArgument | undefined {
  const named = name === undefined ? undefined : given.find((each) => each.name === name);
  const at = given[place];
  return named ?? (at?.name === undefined ? at : undefined);
}

const stringPlaces = new WeakMap<PythonCode, ReadonlyMap<number, PythonString>>();

/** The string literal whose text begins at an offset. */
function stringAt(code: PythonCode, offset: number): PythonString | undefined {
  let known = stringPlaces.get(code);
  if (known === undefined) {
    known = new Map(code.strings.map((string) => [startOffset(string.range), string]));
    stringPlaces.set(code, known);
  }
  return known.get(offset);
}

/** What the one assignment of a name gives it, where that is a plain text: of `path = 'a.csv'` the text. */
export function textOfName(facts: CodeFacts, name: string): PythonString | undefined {
  if (!/^[A-Za-z_]\w*$/.test(name)) return undefined;
  const places = definitionsOf(facts, name);
  const [place] = places;
  if (place === undefined || places.length > 1) return undefined;
  const { source } = place.code;
  const { end } = place.at.range;
  const quote = /^\s*=\s*[rub]?["']{1,3}/i.exec(source.text.slice(end.offset, end.offset + 40))?.[0];
  const start = end.offset + (quote?.length ?? 0);
  const found = quote === undefined ? undefined : stringAt(place.code, start);
  if (found === undefined) return undefined;
  // Nothing but the text stands there: no `'a' + b`, no `'a'.format(b)`.
  const behind = source.text
    .slice(found.range.end.offset, found.range.end.offset + 80)
    .replace(/^["']{1,3}/, '');
  return /^[ \t]*(?:#|;|\r?\n|$)/.test(behind) ? found : undefined;
}

/** True where a module, or something of it, is imported. */
export function imports({ imported }: CodeFacts, module: string): boolean {
  return imported.some((name) => name === module || name.startsWith(`${module}.`));
}
