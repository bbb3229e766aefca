import type { Magic, PythonCode, PythonDefinition, PythonUse } from '../../../environment/code/python-code';
import { maxPythonLength } from '../../../environment/code/python-code';
import { startOffset } from '../../../environment/text';
import type { Range } from '../../../protocol';
import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { builtinNames, python2Names } from './builtins';
import { cellNumber } from './cells';
import type { CodeFacts, NamedCall } from './code';
import { callsOf, codeFacts, lastPart } from './code';
import { pythonOfBuild } from './versions';

/** A name that is read before, or without, being bound. */
interface Unbound {
  readonly name: string;
  readonly range: Range;
  /** Read only when a function is called. */
  readonly late: boolean;
  /** Where a later cell binds it. */
  readonly later?: Range;
}

export function* checkUndefined(model: RepositoryModel, path: string): Iterable<Report> {
  const python3 = pythonOfBuild(model)?.startsWith('2') !== true;
  for (const { name, range, later, late } of unbound(model, path)) {
    const isOld = python2Names.has(name);
    if (later !== undefined || (isOld && !python3)) continue;
    const code = isOld ? 'nb-undefined-name.python2' : late ? 'nb-undefined-name.late' : 'nb-undefined-name';
    yield { file: path, range, code, args: { name }, ...(late && { severity: 'information' }) };
  }
}

export function* checkDefinedLater(model: RepositoryModel, path: string): Iterable<Report> {
  for (const { name, range, later } of unbound(model, path)) {
    if (later === undefined) continue;
    const cell = cellNumber({ index: Number(later.cell) });
    yield {
      file: path,
      range,
      args: { name, cell },
      related: [{ file: path, range: later, code: 'nb-defined-later.related', args: { name } }],
    };
  }
}

/** More of them than this are no oversight: something binds names in a way that is not understood here. */
const maxNames = 8;

function unbound(model: RepositoryModel, path: string): readonly Unbound[] {
  return model.once(`notebook:unbound:${path}`, () => {
    const facts = codeFacts(model, path);
    if (bindsUnseen(facts)) return [];
    const found = unboundIn(facts.cells, boundByMagics(facts.cells));
    return found.length > maxNames ? [] : found;
  });
}

function unboundIn(cells: readonly PythonCode[], bound: Set<string>): Unbound[] {
  const everywhere = new Map<string, PythonDefinition>();
  const late = new Set<string>();
  for (const { definitions } of cells) {
    for (const definition of definitions) {
      if (!everywhere.has(definition.text)) everywhere.set(definition.text, definition);
      if (definition.late) late.add(definition.text);
    }
  }
  const found = new Map<string, Unbound>();
  for (const code of cells) {
    let own: ReadonlyMap<string, number> | undefined;
    for (const use of code.uses) {
      const name = use.text;
      if (bound.has(name) || use.guarded || found.has(name) || late.has(name)) continue;
      const later = everywhere.get(name);
      if (later !== undefined) {
        own ??= boundFrom(code);
        if (use.late || isBoundHere(code, use, own.get(name))) continue;
      }
      if (isKnown(name)) continue;
      const { range } = use;
      found.set(name, { name, range, late: use.late, ...(later !== undefined && { later: later.range }) });
    }
    for (const { text } of code.definitions) bound.add(text);
  }
  return [...found.values()];
}

/** Names of the language and of IPython, of placeholders, of earlier outputs (`_12`, `_i3`). */
function isKnown(name: string): boolean {
  return builtinNames.has(name) || /^_+(?:i?\d+)?$|^_*your_|^todo|^fixme|^fill_?in/i.test(name);
}

/** From where on the names hold that a cell binds. */
function boundFrom({ definitions }: PythonCode): ReadonlyMap<string, number> {
  const bound = new Map<string, number>();
  for (const { text, from } of definitions) bound.set(text, Math.min(from, bound.get(text) ?? Infinity));
  return bound;
}

/** Bound before it is read in the same cell; in a loop, what stands behind may have run before. */
function isBoundHere({ source }: PythonCode, { range }: PythonUse, from: number | undefined): boolean {
  if (from === undefined) return false;
  return from <= startOffset(range) || /\b(?:for|while)\b/.test(source.text);
}

/** Extensions of IPython that bind no names. */
const harmless =
  /^(?:autoreload|watermark|line_profiler|memory_profiler|rpy2\.ipython|tensorboard|nb_black|lab_black|jupyter_black|blackcellmagic|google\.colab\.data_table|dotenv|nbtutor|pycodestyle_magic|jupyternotify|ipytest|vega|rise|itikz|tikzmagic|autotime|nb_mypy|wurlitzer|snakeviz|heat|zipline|jupyter_ai|ipyparallel|pyinstrument|scalene|version_information|graphviz_magic|hierarchymagic|mypy_ipython|cudf\.pandas|nb_js_diagrammers|jupyter_spaces)$/;

/** Functions that bind names without naming them in the code. */
const binders = new Set('exec execfile globals locals get_ipython var init_session pylab'.split(' '));

/** Methods, of IPython's shell and others, that do. */
const bindingMethods = new Set(
  'run_line_magic run_cell_magic run_cell magic run_code ex push inject inject_into_globals'.split(' '),
);

const bindingCalls: ReadonlySet<string> = new Set([...binders, ...bindingMethods]);

/** Magics of cells that are no Python and bind nothing; `--out` and `-o` name what they bind. */
const plainCells =
  /^(?:bash|sh|script|html|HTML|javascript|js|latex|markdown|svg|SVG|writefile|file|capture|time|timeit|prun|perl|ruby|system|sx|!|R|julia|octave|matlab|memit|mprun|lprun|snakeviz|debug|notify|heat|cmd|python2|python3|python|pypy|mermaid|dot|tikz|itikz|ai|skip|false)$/;

/** Magics of lines that bind names which only a run tells. */
const bindingLines = new Set([
  'run',
  'pylab',
  'load',
  'loadpy',
  'macro',
  'recall',
  'rep',
  'rerun',
  'edit',
  'sql',
  'bigquery',
  'aimport',
  'import',
  'runfile',
  'ipytest',
  'px',
  'autopx',
]);

/** True where names may be bound that nothing in the code shows. */
function bindsUnseen(facts: CodeFacts): boolean {
  if (callsOf(facts, bindingCalls).some(isBinder)) return true;
  return facts.cells.some(
    ({ imports, magics, errors, python2, source }) =>
      errors.length > 0 ||
      python2 !== undefined ||
      source.text.length > maxPythonLength ||
      imports.some(({ names }) => names.some(({ text }) => text === '*')) ||
      magics.some(isBinding),
  );
}

function isBinder({ name, callee }: NamedCall): boolean {
  return binders.has(callee.text) || name === 'sympy.var' || bindingMethods.has(lastPart(name));
}

function isBinding({ kind, name, rest }: Magic): boolean {
  if (kind === 'cell') return !plainCells.test(name);
  if (kind !== 'line') return false;
  if (name === 'load_ext') return !harmless.test(rest.text.trim());
  if (name === 'store') return /^\s*-r\s*$/.test(rest.text);
  return bindingLines.has(name);
}

/** `%store -r name`, `%%R -o name`, `%%bash --out name`, `%Rpull name`. */
function boundByMagics(cells: readonly PythonCode[]): Set<string> {
  const bound = new Set<string>();
  for (const { magics } of cells) {
    for (const { name, rest } of magics) {
      if (['store', 'Rpull', 'Rget', 'capture'].includes(name))
        for (const [word] of rest.text.matchAll(/[A-Za-z_]\w*/g)) bound.add(word);
      for (const match of rest.text.matchAll(
        /(?:^|\s)(?:-o|--out|--err|--output|--proc)[ =]+([A-Za-z_][\w,]*)/g,
      ))
        for (const word of (match[1] ?? '').split(',')) bound.add(word);
    }
  }
  return bound;
}
