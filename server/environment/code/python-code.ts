import type { Range } from '../../protocol';
import type { SourceText, TextSpan } from '../text';
import { rangeAt } from '../text';
import { flatten } from './flat-tree';
import type { SyntaxParser, Tree } from './grammars';
import { blockVisits } from './python-blocks';
import { callVisits, prefixAt } from './python-calls';
import { importVisits } from './python-imports';
import { maskMagics } from './python-magics';
import { nameVisits } from './python-names';
import type { Visit } from './python-walk';
import { freeUses, runWalk, startWalk } from './python-walk';

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
  const { text, magics, definitions } = maskMagics(source);
  const own = definitions.map((name) => ({ ...name, from: name.range.end.offset, late: false }));
  if (parser === undefined || text === '') return { source, ...nothingRead, magics, definitions: own };
  const isLeaf = (kind: string, start: number): boolean =>
    kind === 'string' && !/[ft]/.test(prefixAt(text, start));
  const parsed = parsedOrNothing(text, parser);
  if (parsed === undefined) return { source, ...nothingRead, magics, definitions: own };
  const tree = flatten(parsed, { keep, leaves, isLeaf });
  const walk = startWalk(source, text, tree);
  runWalk(walk, visits);
  const { imports, calls, strings, attributes, python2 } = walk;
  return {
    source,
    imports,
    calls,
    strings,
    definitions: [...own, ...walk.definitions],
    uses: freeUses(walk),
    attributes,
    magics,
    errors: tree.faults.map(({ start, end }) => rangeAt(source, start, end)),
    ...(python2 !== undefined && { python2 }),
  };
}

/** The tree; undefined where the parser gave up. */
function parsedOrNothing(text: string, parser: SyntaxParser): Tree | undefined {
  try {
    return parser.parse(text);
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
