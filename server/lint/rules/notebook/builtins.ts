/** Names that Python 3 has without any definition (documentation of 3.10 to 3.14), and those of its modules. */
const python =
  'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip True False None NotImplemented Ellipsis __import__ __name__ __doc__ __file__ __builtins__ __builtin__ __debug__ __spec__ __loader__ __package__ __annotations__ __class__ __dict__ __build_class__';

const exceptions =
  'ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError EncodingWarning EnvironmentError Exception ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError';

/** What IPython adds, and what hosted notebooks of Spark and Databricks do. */
const ipython =
  'In Out get_ipython display exit quit _ __ ___ _i _ii _iii _ih _oh _dh _sh spark sc sqlContext dbutils displayHTML table';

export const builtinNames: ReadonlySet<string> = new Set(`${python} ${exceptions} ${ipython}`.split(' '));

/** What Python 2 had besides. */
export const python2Names: ReadonlySet<string> = new Set(
  'apply basestring buffer cmp coerce execfile file intern long raw_input reduce reload unichr unicode xrange'.split(
    ' ',
  ),
);
