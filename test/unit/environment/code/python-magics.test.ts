import assert from 'node:assert/strict';
import type { SyntaxParser } from '../../../../server/environment/code/grammars';
import type { PythonCode } from '../../../../server/environment/code/python-code';
import { readPython } from '../../../../server/environment/code/python-code';
import { maskMagics } from '../../../../server/environment/code/python-magics';
import { sourceText } from '../../../../server/environment/text';
import { testGrammars } from '../../../support/grammars';

let parser: SyntaxParser | undefined;

const cell = (...lines: string[]): PythonCode =>
  readPython({ ...sourceText('a.ipynb', lines.join('\n')), cell: '0' }, parser);
const magics = (code: PythonCode): string[] =>
  code.magics.map(({ kind, name, rest }) => [kind, name, rest.text].join('|'));
const names = (code: PythonCode): string[] => [
  ...code.definitions.map(({ text }) => `=${text}`),
  ...code.uses.map(({ text }) => text),
];

describe('reading the magics of a cell', () => {
  before(async () => (parser = (await testGrammars()).python));

  it('reads magics of lines, shell lines and questions', () => {
    const code = cell(
      '%matplotlib inline',
      '% load_ext autoreload',
      'if x:',
      '    !pip install a \\',
      '       b',
      'files = !ls *.csv',
      'here = %pwd',
      'np.sin?',
      'df??  # what',
      '?len',
      '!!ls',
      'y = 1',
    );
    assert.deepEqual(magics(code), [
      'line|matplotlib|inline',
      'line|load_ext|autoreload',
      'shell||pip install a \\\n       b',
      'shell||ls *.csv',
      'line|pwd|',
      'help||np.sin',
      'help||df',
      'help||len',
      'shell||ls',
    ]);
    assert.deepEqual(code.errors, []);
    assert.deepEqual(names(code), ['=files', '=here', '=y', 'x', 'np', 'df']);
  });

  it('takes no magic out of strings, brackets and continued lines', () => {
    const code = cell(
      "a = '''",
      '%no',
      "!no'''",
      'b = (c',
      '  % d)',
      'e = f \\',
      '  % g',
      "h = 'no?'",
      'i = j # no?',
      'k = l != m',
      "n['o'] = '%s' % p",
    );
    assert.deepEqual(magics(code), []);
    assert.deepEqual(code.errors, []);
  });

  it('keeps every place', () => {
    const text = '%matplotlib inline\r\n!é😀 x\r\n%time y = f(z)\r\nw = open("a")\r\nq?';
    const masked = maskMagics({ ...sourceText('a.ipynb', text), cell: '0' }).text;
    assert.equal(masked.length, text.length);
    assert.equal(masked.indexOf('open'), text.indexOf('open'));
    assert.equal(masked, 'pass              \r\npass  \r\n0;    y = f(z)\r\nw = open("a")\r\nq ');
  });

  it('reads the Python behind the magics that run it', () => {
    const code = cell('%time model = fit(data)', '%timeit -n 10 -r3 score(model)', '%lprun -f fit fit(2)');
    assert.deepEqual(names(code), ['=model', 'fit', 'data', 'score', 'model', 'fit']);
    assert.deepEqual(names(cell('%time for i in x: f(i)')), []);
  });

  it('reads cells behind magics that run them, and no others', () => {
    assert.deepEqual(names(cell('', '# first', '%%time', 'x = y')), ['=x', 'y']);
    assert.deepEqual(names(cell('%%capture out', '%%time', 'x = y')), ['=out', '=x', 'y']);
    for (const first of ['%%bash', '%%html', '%%R -i df', '%%writefile a.py', '%%!', '%%unknown'])
      assert.deepEqual(names(cell(first, 'x = y')), [], first);
    const [magic] = cell('%%bash --out x', 'echo a', 'echo b').magics;
    assert.deepEqual([magic?.kind, magic?.name, magic?.rest.text], ['cell', 'bash', '--out x']);
    assert.equal(magic?.body?.text, 'echo a\necho b');
  });

  it('knows magics without a sign in cells of one line', () => {
    assert.deepEqual(magics(cell('pip install numpy')), ['line|pip|install numpy']);
    assert.deepEqual(magics(cell('ls -l')), ['line|ls|-l']);
    assert.deepEqual(magics(cell('time f(x)')), ['line|time|f(x)']);
    for (const code of ['history', 'env', 'run(x)', 'time = 3', 'ls == 3', 'pip.main()'])
      assert.deepEqual(magics(cell(code)), [], code);
    assert.ok(cell('x = 1', 'pip install numpy').errors.length > 0);
  });

  it('knows none in scripts', () => {
    const code = readPython(sourceText('a.py', '# %%\n!ls\n'), parser);
    assert.deepEqual(magics(code), []);
    assert.equal(code.errors.length, 1);
  });
});
