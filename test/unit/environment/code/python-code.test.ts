import assert from 'node:assert/strict';
import type { SyntaxParser } from '../../../../server/environment/code/grammars';
import type { PythonCode } from '../../../../server/environment/code/python-code';
import { maxPythonLength, readPython } from '../../../../server/environment/code/python-code';
import type { SourceText, TextSpan } from '../../../../server/environment/text';
import { sourceText } from '../../../../server/environment/text';
import { testGrammars } from '../../../support/grammars';

let parser: SyntaxParser | undefined;

const script = (...lines: string[]): PythonCode => readPython(sourceText('a.py', lines.join('\n')), parser);
const texts = (spans: readonly TextSpan[]): string[] => spans.map(({ text }) => text);
const unique = (spans: readonly TextSpan[]): string[] => [...new Set(texts(spans))];
const at = ({ text }: SourceText, { range }: Pick<TextSpan, 'range'>): string =>
  text.slice(range.start.offset, range.end.offset);

describe('reading Python', () => {
  before(async () => (parser = (await testGrammars()).python));

  it('reads imports of all kinds, with the names that they bind', () => {
    const { imports } = script(
      'import numpy as np, os.path',
      'from sklearn.datasets import (load_iris as li,',
      '    make_blobs)',
      'from . import helpers',
      'from ..a.b import *',
      'from __future__ import division',
    );
    assert.deepEqual(
      imports.map(({ module, level, names }) => [level, module.text, texts(names)]),
      [
        [0, 'numpy', []],
        [0, 'os.path', []],
        [0, 'sklearn.datasets', ['load_iris', 'make_blobs']],
        [1, '', ['helpers']],
        [2, 'a.b', ['*']],
        [0, '__future__', ['division']],
      ],
    );
    assert.deepEqual(
      imports.flatMap(({ bindings }) => bindings.map(({ name, path }) => `${name}=${path}`)),
      [
        'np=numpy',
        'os=os',
        'li=sklearn.datasets.load_iris',
        'make_blobs=sklearn.datasets.make_blobs',
        'helpers=.helpers',
      ],
    );
  });

  it('says how surely an import happens', () => {
    const { imports } = script(
      'import a',
      'try:\n  import b\nexcept ImportError:\n  import c\nelse:\n  import d',
      'try:\n  import e\nfinally:\n  pass',
      'try:\n  import f\nexcept (ValueError, ModuleNotFoundError) as error:\n  pass',
      'try:\n  import g\nexcept:\n  pass',
      'if TYPE_CHECKING:\n  import h\nelse:\n  import i',
      'if sys.version_info < (3, 8):\n  import j\nelif x:\n  import k',
      'def load():\n  import l\n  try:\n    import m\n  except ImportError: pass',
      'if __name__ == "__main__":\n  import n',
      'with contextlib.suppress(ImportError):\n  import o',
      'class A:\n  import p',
      'try:\n  def late():\n    import q\nexcept ImportError: pass',
      'match x:\n  case 1:\n    import r',
    );
    assert.deepEqual(Object.fromEntries(imports.map(({ module, guard }) => [module.text, guard ?? ''])), {
      a: '',
      b: 'try',
      c: 'try',
      d: '',
      e: '',
      f: 'try',
      g: 'try',
      h: 'type-checking',
      i: 'condition',
      j: 'condition',
      k: 'condition',
      l: 'function',
      m: 'try',
      n: '',
      o: 'try',
      p: '',
      q: 'function',
      r: 'condition',
    });
  });

  it('reads imports by calls with a literal', () => {
    const { imports } = script(
      "m = importlib.import_module('a.b')",
      "__import__('c')",
      "importlib.import_module('..d', package=__name__)",
      'importlib.import_module(name)',
      "pytest.importorskip('e')",
    );
    assert.deepEqual(
      imports.map(({ dynamic, level, module, guard }) => [dynamic, level, module.text, guard]),
      [
        [true, 0, 'a.b', undefined],
        [true, 0, 'c', undefined],
        [true, 2, 'd', undefined],
        [true, 0, 'e', 'try'],
      ],
    );
  });

  it('reads calls with their arguments', () => {
    const { calls } = script(
      `df = pd.read_csv('data\\\\x.csv', sep=";", name=f'{a}', *rest)`,
      'a.b(1).fit(x)',
      'f(x for x in y)',
      "open(r'a\\n')",
      'matrix[0](1)',
      'pd \\\n  .read_json(  # here',
      "  'é😀.json')",
    );
    assert.deepEqual(
      calls.map(({ callee, arguments: values }) => [
        callee.text,
        ...values.map(({ name, written, string }) => [name, written.text, string?.text]),
      ]),
      [
        [
          'pd.read_csv',
          [undefined, `'data\\\\x.csv'`, 'data\\x.csv'],
          ['sep', '";"', ';'],
          ['name', `f'{a}'`, undefined],
          [undefined, '*rest', undefined],
        ],
        ['.fit', [undefined, 'x', undefined]],
        ['a.b', [undefined, '1', undefined]],
        ['f', [undefined, '(x for x in y)', undefined]],
        ['open', [undefined, "r'a\\n'", 'a\\n']],
        ['pd.read_json', [undefined, "'é😀.json'", 'é😀.json']],
      ],
    );
  });

  it('places what it says in UTF-16 units', () => {
    const code = script('"😀é"', "x = open('日本/é.csv')");
    const [first, second] = code.strings;
    assert.ok(first !== undefined && second !== undefined);
    assert.equal(at(code.source, first), '😀é');
    assert.equal(at(code.source, second), '日本/é.csv');
    assert.deepEqual(
      code.calls.map((call) => at(code.source, call.callee)),
      ['open'],
    );
  });

  it('reads string literals', () => {
    const { strings } = script(
      '"""What this is."""',
      `a = rb'\\x' "two" f"a{b['k']}c" ''`,
      "'alone' 'too'",
      "x = '''a\\",
      "b\\tc'''",
    );
    assert.deepEqual(
      strings.map(({ prefix, text, alone }) => [prefix, text, alone]),
      [
        ['', 'What this is.', true],
        ['rb', '\\x', false],
        ['', 'two', false],
        ['f', "a{b['k']}c", false],
        ['', 'k', false],
        ['', '', false],
        ['', 'alone', true],
        ['', 'too', true],
        ['', 'ab\tc', false],
      ],
    );
  });

  it('finds what the module level binds', () => {
    const { definitions } = script(
      'a = b, (c, *d) = e.f = g[h] = 1',
      'i += 1',
      'for j, k in l: pass',
      'with m() as n, o() as (p, q): pass',
      'try: pass',
      'except E as r: pass',
      '(s := 1)',
      'def t(u):\n  global v, never\n  v = 1\n  w = 2',
      'class X:\n  y = 1',
      'z: int',
      'aa: int = 2',
      'match x:\n  case [bb, *cc]: pass\n  case {"k": dd, **ee}: pass\n  case F(gg, h=ii) as jj: pass\n  case K.L | _: pass',
      'type mm[T] = list[T]',
      '[nn for nn in range(3) if (oo := nn)]',
    );
    assert.deepEqual(unique(definitions), [
      ...['a', 'b', 'c', 'd', 'i', 'j', 'k', 'n', 'p', 'q', 'r', 's', 't', 'v', 'X', 'aa'],
      ...['bb', 'cc', 'dd', 'ee', 'jj', 'gg', 'ii', 'mm', 'oo'],
    ]);
    assert.deepEqual(
      definitions.filter(({ late }) => late).map(({ text }) => text),
      ['v'],
    );
  });

  it('says from where on a definition holds', () => {
    const { definitions, source } = script('x = x + 1; y = 2', 'for i in i: i');
    assert.deepEqual(
      definitions.map(({ text, from }) => [text, source.text.slice(from)]),
      [
        ['x', '; y = 2\nfor i in i: i'],
        ['y', '\nfor i in i: i'],
        ['i', ': i'],
      ],
    );
  });

  it('finds the names that must be global or built in', () => {
    const { uses } = script(
      'def f(a, b=B, *args: C, d: "not" = D, **kwargs) -> E:',
      '  local: F = a + b + args + d + kwargs + local + G',
      '  def inner(): return local, nested, H',
      '  nested = [i + j + a for i in I for j in i if K]',
      '  return lambda x, y=L: x + y + M',
      '@N.n(O)',
      'class P(Q, metaclass=R):',
      '  s = 1',
      '  t = s + U',
      '  v = [s for _ in s]',
      '  def w(self, y): return self.s + s + y',
      'W[X].y = Z; del AA',
      'print(f"{BB!r:>{CC}} {{no}}", key=DD)',
      'for ee in FF: ee',
      'match GG:\n  case hh if hh > II: hh\n  case JJ.kk | LL(): pass',
    );
    const expected = [
      ...['B', 'C', 'D', 'E', 'G', 'H', 'I', 'K', 'L', 'M', 'N', 'O', 'Q', 'R', 'U', 's', 'W', 'X', 'Z'],
      ...['AA', 'print', 'BB', 'CC', 'DD', 'FF', 'ee', 'GG', 'hh', 'II', 'JJ', 'LL'],
    ];
    assert.deepEqual([...unique(uses)].sort(), expected.sort());
  });

  it('says which uses wait for a call and which may fail', () => {
    const { uses } = script(
      'def f(): return A',
      'class K:\n  b = B\n  def m(self): return C',
      'try:\n  D\n  def g(): return E\nexcept NameError: pass',
      'try:\n  F\nexcept ImportError: G',
      'x = [H for i in (1,)]',
    );
    const said = uses
      .filter(({ text }) => /^[A-H]$/.test(text))
      .map(({ text, late, guarded }) => `${text}${late ? ' late' : ''}${guarded ? ' guarded' : ''}`);
    assert.deepEqual(said, ['A late', 'B', 'C late', 'D guarded', 'E late', 'F', 'G', 'H']);
  });

  it('knows global, nonlocal and the scopes of comprehensions', () => {
    const { uses } = script(
      'def f():',
      '  global a',
      '  a = a + 1',
      '  b = 1',
      '  def g():',
      '    nonlocal b',
      '    b += 1',
      '    if (c := b): return c',
      '  return [d for e in range(2) if (d := e)]',
    );
    assert.deepEqual(unique(uses), ['a', 'range']);
  });

  it('does not read annotations that Python does not', () => {
    assert.deepEqual(
      unique(
        script('from __future__ import annotations', 'def f(a: A) -> B: pass', 'c: C = D', 'e: "E" = 1').uses,
      ),
      ['D'],
    );
    assert.deepEqual(unique(script('def f[T: A](a: T, b: T.x) -> list[T]: return T').uses), ['A', 'list']);
  });

  it('reads dotted chains, the longest of each', () => {
    const { attributes } = script(
      'np.float',
      "plt.rcParams.update({'a': np.int_})",
      'f(x).y.z',
      'a.b[c.d].e = 1',
    );
    assert.deepEqual(texts(attributes), ['np.float', 'plt.rcParams.update', 'np.int_', 'a.b', 'c.d']);
  });

  it('takes no attribute for a name, wherever the line is continued', () => {
    const { uses, attributes } = script(
      'a = b.\\\n  c(d)\ne = b\\\n  .f\\\n  .g\nh = (b  # one\n  # two\n  .i)\n',
    );
    assert.deepEqual(texts(uses), ['b', 'd', 'b', 'b']);
    assert.deepEqual(texts(attributes), ['b.c', 'b.f.g', 'b.i']);
  });

  for (const code of [
    'print "a"',
    'print x, y',
    'print >>f, x',
    'exec code in names',
    'try: pass\nexcept ValueError, e: pass',
    'raise ValueError, "no"',
    'a <> b',
    'x = `a`',
    'mode = 0777',
    'big = 12L',
    "ur'x'",
    'def f((a, b)): pass',
    'lambda (a, b): a',
  ]) {
    it(`knows Python 2 by ${JSON.stringify(code)}`, () => assert.ok(script(code).python2 !== undefined));
  }

  for (const code of [
    'print("a"), b',
    'print ("a") % b',
    'print',
    'exec (code)',
    'try: pass\nexcept (ValueError, E) as e: pass',
    'try: pass\nexcept ValueError, TypeError: pass',
    'raise ValueError("a", b)',
    'a != b; 0; 00; 0o777; 1_000; 0x1F; 0b1; 1e5; 10',
    "rb'x' u'x'",
  ]) {
    it(`does not take for Python 2 ${JSON.stringify(code)}`, () =>
      assert.equal(script(code).python2, undefined));
  }

  it('tells where it does not understand', () => {
    assert.deepEqual(script('x = 1', 'y = [2').errors.length, 1);
    assert.deepEqual(script('def f(:', '  pass').errors.length > 0, true);
    assert.deepEqual(script('x = 1').errors, []);
    assert.ok(!unique(script('the quick brown fox').uses).includes('quick'));
  });

  it('reads nothing where there is no parser, and nothing of what is too long or made to be slow', () => {
    assert.deepEqual(readPython(sourceText('a.py', 'import a'), undefined).imports, []);
    assert.deepEqual(script('import a #'.padEnd(maxPythonLength + 1)).imports, []);
    assert.deepEqual(script('\\\n'.repeat(20_000)).imports, []);
  });
});
