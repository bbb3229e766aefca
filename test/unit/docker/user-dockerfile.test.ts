import assert from 'node:assert/strict';
import { mountOfOurCaches, withoutSyntaxLine } from '../../../server/build/docker/user-dockerfile-text';

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

describe('a mount of a package cache that is not the Dockerfile’s own', () => {
  for (const text of [
    'RUN --mount=type=cache,id=bindery-person-python-1000,target=/c sh -c true',
    'RUN --mount=target=/c,type=cache,"id=bindery-person-apt-0" true',
    'RUN --mount=type=cache,id=Bindery-x,target=/c true',
    'RUN --mount=type=cache,id=${A},target=/c true',
    'RUN --mount=type=$T,target=/c true',
    'RUN --mount=type=ca\\\nche,id=bin\\\ndery-person-python-0,target=/c true',
  ]) {
    it(`is seen in ${JSON.stringify(text)}`, () => assert.notEqual(mountOfOurCaches(text), undefined));
  }
  for (const text of [
    'RUN --mount=type=cache,target=/root/.cache/pip pip install numpy',
    'RUN --mount=type=cache,id=mine,target=$HOME/.cache true',
    'RUN --mount=type=bind,source=bindery-x,target=/x true',
    'RUN echo bindery-person',
  ]) {
    it(`is not seen in ${JSON.stringify(text)}`, () => assert.equal(mountOfOurCaches(text), undefined));
  }
});
