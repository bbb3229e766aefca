import assert from 'node:assert/strict';
import { withoutSyntaxLine } from '../../../server/build/docker/user-dockerfile-text';

describe('The text of a repository’s own Dockerfile', () => {
  const same: readonly (readonly [what: string, text: string])[] = [
    ['without such a line', 'FROM a\nRUN b\n'],
    ['with it behind the first instruction', 'FROM a\n# syntax=docker/dockerfile:1\n'],
    ['with other directives', '# escape=`\nFROM a\n'],
    ['with a comment about syntax', '# the syntax = of this file\nFROM a\n'],
    ['that is empty', ''],
  ];
  for (const [what, text] of same) {
    it(`${what} stays as it is`, () => assert.deepEqual(withoutSyntaxLine(text), { text }));
  }

  const stripped: readonly (readonly [what: string, text: string, rest: string])[] = [
    ['first', '# syntax=docker/dockerfile:1.4\nFROM a\n', 'FROM a\n'],
    ['without spaces, in capitals', '#SYNTAX = docker/dockerfile:1.4 \nFROM a\n', 'FROM a\n'],
    [
      'before another directive',
      '# syntax=docker/dockerfile:1.4\n# escape=`\nFROM a\n',
      '# escape=`\nFROM a\n',
    ],
    [
      'behind comments and blank lines',
      '# one\n\n# syntax=docker/dockerfile:1.4\nFROM a\n',
      '# one\n\nFROM a\n',
    ],
    ['with slashes', '//syntax=docker/dockerfile:1.4\nFROM a\n', 'FROM a\n'],
    ['behind a byte order mark', '\uFEFF# syntax=docker/dockerfile:1.4\nFROM a\n', 'FROM a\n'],
    ['with line ends of Windows', '# syntax=docker/dockerfile:1.4\r\nFROM a\r\n', 'FROM a\r\n'],
  ];
  for (const [what, text, rest] of stripped) {
    it(`names no frontend when the line is ${what}`, () => {
      assert.deepEqual(withoutSyntaxLine(text), { text: rest, syntax: 'docker/dockerfile:1.4' });
    });
  }
});
