import type {
  PythonArgument,
  PythonCall,
  PythonCode,
  PythonString,
} from '../../../environment/code/python-code';
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
  const calls = new Map<string, { readonly call: PythonCall; readonly order: number }[]>();
  let order = 0;
  for (const code of cells) {
    for (const call of code.calls) {
      const last = lastPart(call.callee.text);
      const same = calls.get(last);
      order += 1;
      if (same === undefined) calls.set(last, [{ call, order }]);
      else same.push({ call, order });
    }
  }
  return calls;
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

/** What the one assignment of a name gives it, where that is a plain text: of `path = 'a.csv'` the text. */
export function textOfName({ cells }: CodeFacts, name: string): PythonString | undefined {
  if (!/^[A-Za-z_]\w*$/.test(name)) return undefined;
  const places = cells.flatMap((code) =>
    code.definitions.filter(({ text }) => text === name).map((at) => ({ code, at })),
  );
  const [place] = places;
  if (place === undefined || places.length > 1) return undefined;
  const { source, strings } = place.code;
  const { end } = place.at.range;
  const quote = /^\s*=\s*[rub]?["']{1,3}/i.exec(source.text.slice(end.offset, end.offset + 40))?.[0];
  const start = end.offset + (quote?.length ?? 0);
  const found = quote === undefined ? undefined : strings.find(({ range }) => range.start.offset === start);
  if (found === undefined) return undefined;
  // Nothing but the text stands there: no `'a' + b`, no `'a'.format(b)`.
  const behind = source.text.slice(found.range.end.offset).replace(/^["']{1,3}/, '');
  return /^[ \t]*(?:#|;|\r?\n|$)/.test(behind) ? found : undefined;
}

/** True where a module, or something of it, is imported. */
export function imports({ imported }: CodeFacts, module: string): boolean {
  return imported.some((name) => name === module || name.startsWith(`${module}.`));
}
