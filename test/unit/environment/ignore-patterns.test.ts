import assert from 'node:assert/strict';
import { ignoreRules } from '../../../server/environment/ignore-patterns';

/** Those of `paths` that are ignored. */
function ignored(lines: readonly string[], paths: readonly string[]): readonly string[] {
  const rules = ignoreRules(lines);
  return paths.filter((path) => rules.ignores(path));
}

describe('patterns of .dockerignore', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[], readonly string[]])[] = [
    ['name what is at the root', ['*.pyc'], ['a.pyc', 'deep/a.pyc', 'a.py'], ['a.pyc']],
    ['find any depth with **', ['**/*.pyc'], ['a.pyc', 'deep/down/a.pyc'], ['a.pyc', 'deep/down/a.pyc']],
    ['cover what is below', ['data'], ['data', 'data/a/b', 'database'], ['data', 'data/a/b']],
    ['ignore slashes at their ends', ['/data/', './out'], ['data/a', 'out/b', 'in'], ['data/a', 'out/b']],
    ['let ** stand in the middle', ['a/**/z'], ['a/z', 'a/b/c/z', 'b/z'], ['a/z', 'a/b/c/z']],
    ['let ? be one character but no slash', ['a?c'], ['abc', 'a/c', 'ac'], ['abc']],
    ['know sets of characters', ['[a-c].txt', '[^x]y'], ['b.txt', 'd.txt', 'zy', 'xy'], ['b.txt', 'zy']],
    ['pass over sets that run backwards', ['[z-a]', 'b'], ['z', 'b'], ['b']],
    ['take back with !', ['data', '!data/keep.csv'], ['data/a.csv', 'data/keep.csv'], ['data/a.csv']],
    ['go by the last that fits', ['!a', 'a'], ['a'], ['a']],
    ['skip comments and blank lines', ['# a', '', '  '], ['a', '# a'], []],
    ['take what a backslash quotes as it is', ['\\*'], ['*', 'a'], ['*']],
    [
      'take dots and brackets that close nothing as they are',
      ['a.b', '[c'],
      ['a.b', 'axb', '[c'],
      ['a.b', '[c'],
    ],
  ];
  for (const [behaviour, lines, paths, expected] of cases) {
    it(behaviour, () => assert.deepEqual(ignored(lines, paths), expected));
  }

  it('tell whether an ignored folder must still be looked into', () => {
    assert.equal(ignoreRules(['data']).prunes, true);
    assert.equal(ignoreRules(['data', '!data/keep']).prunes, false);
  });
});
