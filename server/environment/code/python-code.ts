import type { Range } from '../../protocol';
import type { SourceText, TextSpan } from '../text';
import { rangeAt } from '../text';
import type { FlatTree } from './flat-tree';
import { flatten } from './flat-tree';
import type { SyntaxParser } from './grammars';
import { blockVisits } from './python-blocks';
import { callVisits, prefixAt } from './python-calls';
import { importVisits } from './python-imports';
import type { MaskedCell } from './python-magics';
import { maskMagics } from './python-magics';
import { nameVisits } from './python-names';
import type { Part, Shared, Visit } from './python-walk';
import { freeUses, runWalk, sharedBy, startWalk } from './python-walk';

/** How surely an import happens, where it is not plain: what fails there need not fail the program. */
export type ImportGuard =
  /** In a `try` whose handlers catch ImportError, ModuleNotFoundError or everything. */
  | 'try'
  /** Under `if TYPE_CHECKING`. */
  | 'type-checking'
  /** Under any other `if`, such as one on the version or the platform. */
  | 'condition'
  /** In a function: only when it is called. */
  | 'function';

export interface PythonImport {
  /** `a.b` of `import a.b` and of `from a.b import c`; '' of `from . import c`. Its place covers the dots of `..b` too. */
  readonly module: TextSpan;
  /** Number of leading dots; 0 for absolute imports. */
  readonly level: number;
  /** What `from` imports: `c`, `*`. Empty for plain imports. */
  readonly names: readonly TextSpan[];
  /** What it binds: `np` for `numpy`, `path` for `os.path`. */
  readonly bindings: readonly PythonBinding[];
  readonly guard?: ImportGuard;
  /** Offset of the `try` around it whose handlers catch ImportError: of several imports in it one may be enough. */
  readonly attempt?: number;
  /** `importlib.import_module('a')` and `__import__('a')` with a literal. */
  readonly dynamic: boolean;
}

/** A name that an import binds, and the dotted path of what it stands for, with the dots of a relative import. */
export interface PythonBinding {
  readonly name: string;
  readonly path: string;
}

/** A call of something that has a name: `pd.read_csv('a.csv', sep=';')`. */
export interface PythonCall {
  /** Dotted, as written: `pd.read_csv`. Of a method of something without a name, the method alone behind a dot: `.fit`. */
  readonly callee: TextSpan;
  readonly arguments: readonly PythonArgument[];
  readonly range: Range;
}

export interface PythonArgument {
  /** Of `name=value`. */
  readonly name?: string;
  /** The whole value as written, its text cut after 1000 characters. */
  readonly written: TextSpan;
  /** Where the value is one string literal without placeholders: what it says, with the place between its quotes. */
  readonly string?: TextSpan;
}

/** A string literal: what it says (escapes resolved where they are simple) with the place between its quotes. */
export interface PythonString extends TextSpan {
  /** Letters before the quote, in lower case: `r`, `f`, `rb`. */
  readonly prefix: string;
  /** True for a literal that is a statement by itself: a docstring, a comment in disguise. */
  readonly alone: boolean;
}

/** A name that the module level binds. */
export interface PythonDefinition extends TextSpan {
  /** Offset from which it holds: behind the value that it is given. */
  readonly from: number;
  /** Bound in a function by `global`: only when that is called. */
  readonly late: boolean;
}

/** A name that is read. */
export interface PythonUse extends TextSpan {
  /** In the body of a function, a lambda or a class's method: read only when that is called. */
  readonly late: boolean;
  /** In a `try` whose handlers catch NameError or everything: it may be missing. */
  readonly guarded: boolean;
}

/** `%pip install x`, `!ls`, `%%bash`, `x = !ls`, `?name`. */
export interface Magic {
  /** `line` for %, `cell` for %%, `shell` for ! and !!, `help` for ?. */
  readonly kind: 'line' | 'cell' | 'shell' | 'help';
  /** `pip` of `%pip`; '' for shell and help. */
  readonly name: string;
  /** What follows: the arguments of a line magic, the first line of a cell magic, the command of a shell line. */
  readonly rest: TextSpan;
  /** Of a cell magic: the lines below the first. */
  readonly body?: TextSpan;
  readonly range: Range;
}

/** A Python script or the code of one notebook cell, as far as rules ask for it. Positions are those of `source`. */
export interface PythonCode {
  readonly source: SourceText;
  readonly imports: readonly PythonImport[];
  readonly calls: readonly PythonCall[];
  readonly strings: readonly PythonString[];
  /** Names that the module level binds: assignments, imports (as bound), definitions, loops, `with`, `global` in functions. */
  readonly definitions: readonly PythonDefinition[];
  /** Names read that no enclosing function or class binds: what must be global, or built in. */
  readonly uses: readonly PythonUse[];
  /** Dotted chains of names as written, the longest of each: `np.float`, `plt.rcParams.update`. */
  readonly attributes: readonly TextSpan[];
  readonly magics: readonly Magic[];
  /** The first places that the grammar does not understand; magics are none of them. */
  readonly errors: readonly Range[];
  /** True for `print x`, `exec x`, `except A, b` and their like: Python 2. */
  readonly python2?: Range;
}

/** Longer code is data; nothing is read of it. In characters. */
export const maxPythonLength = 256 * 1024;

/** Reads a script, or a cell with its magics. Never throws. Where no parser is there nothing but magics is found. */
export function readPython(source: SourceText, parser: SyntaxParser | undefined): PythonCode {
  if (source.text.length > maxPythonLength) return { source, ...nothingRead };
  return readMasked({ source, masked: maskMagics(source) }, parser);
}

/** A source and what of it is Python. */
interface Masked {
  readonly source: SourceText;
  readonly masked: MaskedCell;
}

/**
 * The same of each cell of a notebook, with the help of what was read of it before. All cells are parsed in one go where
 * that finds the same: it takes half the time.
 */
export function readPythonCells(
  cells: readonly SourceText[],
  parser: SyntaxParser | undefined,
  before: readonly PythonCode[] = [],
): PythonCode[] {
  const kept = cells.map((cell, index) => sameCode(before[index], cell));
  if (kept.filter((code) => code === undefined).length <= maxChanged)
    return cells.map((cell, index) => kept[index] ?? readPython(cell, parser));
  const size = cells.reduce((sum, { text }) => sum + text.length + 1, 0);
  if (parser === undefined || size > maxPythonLength) return cells.map((cell) => readPython(cell, parser));
  const all = cells.map((source) => ({ source, masked: maskMagics(source) }));
  return readTogether(all, parser) ?? all.map((each) => readMasked(each, parser));
}

/** So few cells, as an edit changes, are read each by itself; more are read together. */
const maxChanged = 3;

function sameCode(before: PythonCode | undefined, { path, cell, text }: SourceText): PythonCode | undefined {
  const same = before?.source.text === text && before.source.cell === cell && before.source.path === path;
  return same ? before : undefined;
}

function readMasked(cell: Masked, parser: SyntaxParser | undefined): PythonCode {
  const tree = parser === undefined ? undefined : treeOf(cell.masked.text, parser);
  if (tree === undefined) return withoutTree(cell);
  const code = codeIn(cell, sharedBy(tree), { base: 0, first: 0, end: tree.kind.length });
  const errors = tree.faults.map(({ start, end }) => rangeAt(cell.source, start, end));
  return { ...code, errors };
}

/** Nothing where what stands in one cell may mean something else because of the others. */
function readTogether(cells: readonly Masked[], parser: SyntaxParser): PythonCode[] | undefined {
  const tree = treeOf(cells.map(({ masked }) => masked.text).join('\n'), parser);
  if (tree === undefined || tree.faulty) return undefined;
  const shared = sharedBy(tree);
  const read: PythonCode[] = [];
  let base = 0;
  let node = 1;
  for (const cell of cells) {
    const part = partAt(tree, node, base, cell.masked.text.length);
    if (part === undefined) return undefined;
    read.push(cell.masked.text === '' ? withoutTree(cell) : codeIn(cell, shared, part));
    node = part.end;
    // Behind the line break that stands between two cells.
    base += cell.masked.text.length + 1;
  }
  return read;
}

/** The statements from a node on that begin in the cell at `base`; nothing where one of them reaches into the next. */
function partAt(tree: FlatTree, first: number, base: number, length: number): Part | undefined {
  let end = first;
  for (; (tree.start[end] ?? Infinity) <= base + length; end = tree.next[end] ?? end + 1)
    if ((tree.end[end] ?? 0) > base + length) return undefined;
  return { base, first, end };
}

function withoutTree({ source, masked: { magics, definitions } }: Masked): PythonCode {
  return { source, ...nothingRead, magics, definitions: definitions.map(ofMagic) };
}

function codeIn({ source, masked }: Masked, shared: Shared, part: Part): PythonCode {
  const walk = startWalk(source, masked.text, shared, part);
  runWalk(walk, visits);
  const { imports, calls, strings, attributes, python2 } = walk;
  return {
    source,
    imports,
    calls,
    strings,
    definitions: [...masked.definitions.map(ofMagic), ...walk.definitions],
    uses: freeUses(walk),
    attributes,
    magics: masked.magics,
    errors: [],
    ...(python2 !== undefined && { python2 }),
  };
}

function ofMagic(name: TextSpan): PythonDefinition {
  return { ...name, from: name.range.end.offset, late: false };
}

/** The tree; undefined where there is nothing to parse, and where the parser gave up. */
function treeOf(text: string, parser: SyntaxParser): FlatTree | undefined {
  if (text === '') return undefined;
  const isLeaf = (kind: string, start: number): boolean =>
    kind === 'string' && !/[ft]/.test(prefixAt(text, start));
  try {
    return flatten(parser.parse(text), { keep, leaves, isLeaf });
  } catch {
    return undefined;
  }
}

const visits: ReadonlyMap<string, Visit> = new Map([
  ...nameVisits,
  ...blockVisits,
  ...importVisits,
  ...callVisits,
]);

const keep = new Set(['"<>"']);

/** Kinds of nodes that nothing is looked for in. */
const leaves = new Set(
  `identifier integer float true false none ellipsis string_start string_content string_end escape_sequence
  escape_interpolation line_continuation import_prefix wildcard_import type_conversion pass_statement break_statement
  continue_statement positional_separator keyword_separator`.split(/\s+/),
);

const nothingRead = {
  imports: [],
  calls: [],
  strings: [],
  definitions: [],
  uses: [],
  attributes: [],
  magics: [],
  errors: [],
};
