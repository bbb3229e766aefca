import type { Range } from '../../protocol';
import type { SourceText, TextSpan } from '../text';
import type { SyntaxParser } from './grammars';

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
  readonly guard?: ImportGuard;
  /** `importlib.import_module('a')` and `__import__('a')` with a literal. */
  readonly dynamic: boolean;
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
  /** The whole value as written. */
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
  readonly definitions: readonly TextSpan[];
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

/** What is read where no parser is there: nothing but magics. */
export function readPython(source: SourceText, parser: SyntaxParser | undefined): PythonCode {
  if (parser === undefined) return { source, ...nothingRead };
  return { source, ...nothingRead };
}

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
