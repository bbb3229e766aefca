import assert from 'node:assert/strict';
import { readGitIgnore } from '../../../server/lint/git-ignore';

/** Which of the paths are ignored; a path that ends in a slash is a folder. */
function ignored(texts: Readonly<Record<string, string>>, ...paths: readonly string[]): string[] {
  const rules = readGitIgnore(new Map(Object.entries(texts)));
  return paths.filter((path) => rules.ignores(path.replace(/\/$/, ''), path.endsWith('/')));
}

describe('what git ignores', () => {
  const cases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    ['a name at any depth', 'data.csv', ['data.csv', 'a/b/data.csv'], ['data.csv.gz', 'my-data.csv']],
    ['a path from the root', 'a/b', ['a/b', 'a/b/c'], ['x/a/b']],
    ['a name of the root alone', '/build', ['build', 'build/x'], ['src/build']],
    ['folders alone', 'out/', ['out/', 'out/x', 'a/out/x'], ['out']],
    ['stars within a name', '*.py[co]', ['a.pyc', 'x/b.pyo'], ['a.py', 'a.pyd']],
    ['stars that stop at slashes', 'a/*/c', ['a/b/c'], ['a/c', 'a/b/d/c']],
    ['two stars, at any depth', 'a/**/c', ['a/c', 'a/b/c', 'a/b/d/c'], ['b/c']],
    ['two stars at the end', 'a/**', ['a/b', 'a/b/c'], ['a/', 'b/a/c']],
    ['two stars at the beginning', '**/logs/x', ['logs/x', 'a/b/logs/x'], ['logs/y']],
    ['question marks and sets', 'v?.[0-9]', ['v1.2', 'a/vx.0'], ['v12.3', 'v1.x']],
    ['sets of what is not meant', '[!a]b', ['bb'], ['ab']],
    ['a character that is escaped', '\\#x\n\\!y', ['#x', '!y'], ['x', 'y']],
    ['no comments and no blank lines', '# a\n\n   \nb', ['b'], ['# a', 'a', '   ']],
    ['lines that end in CRLF and blanks', 'a  \r\nb\r\n', ['a', 'b'], []],
    ['what is not taken back', '*.csv\n!keep.csv', ['a.csv'], ['keep.csv', 'x/keep.csv']],
    ['a folder, whose content cannot be taken back', 'a/\n!a/b', ['a/b'], []],
    ['the content of a folder, which can', 'a/*\n!a/b', ['a/c'], ['a/b']],
    ['nothing by a pattern that is none', 'a//b\n[x', [], ['a/b', 'x']],
  ];
  for (const [what, text, yes, no] of cases) {
    it(`is ${what}: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(ignored({ '': text }, ...yes, ...no), yes);
    });
  }

  it('is told by the nearest file first', () => {
    const texts = { '': '*.csv', a: '!*.csv\n/b.txt' };
    assert.deepEqual(ignored(texts, 'x.csv', 'a/x.csv', 'a/b.txt', 'a/c/b.txt', 'b.txt'), [
      'x.csv',
      'a/b.txt',
    ]);
  });

  it('is found out in time that grows with the pattern, whatever it is', () => {
    const hostile = `${'*a'.repeat(200)}b\n${'**/a/'.repeat(20)}b`;
    assert.deepEqual(ignored({ '': hostile }, 'a'.repeat(250), `${'a/'.repeat(500)}c`), []);
  });
});
