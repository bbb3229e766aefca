import assert from 'node:assert/strict';
import { isSessionName, sessionNameFrom, uniqueName } from '../../../server/launch/session-names';

describe('Names of sessions', () => {
  for (const name of ['a', 'requirements', 'a-1', 'abcdefghij0123456789']) {
    it(`may be ${name}`, () => assert.equal(isSessionName(name), true));
  }
  for (const name of ['', '1a', '-a', 'a-', 'A', 'a_b', 'a b', '../a', 'abcdefghij01234567890', 'a\n']) {
    it(`may not be ${JSON.stringify(name)}`, () => assert.equal(isSessionName(name), false));
  }
  const made: readonly (readonly [string, string])[] = [
    ['binder-examples/requirements', 'requirements'],
    ['Owner/My_Repo.git', 'my-repo'],
    ['2024 Übung/', 'ubung'],
    ['a-very-long-name-of-a-repository', 'a-very-long-name-of'],
    ['日本', 'session'],
    ['', 'session'],
  ];
  for (const [from, name] of made) {
    it(`are made from a repository's: ${JSON.stringify(from)} gives ${name}`, () => {
      assert.equal(sessionNameFrom(from), name);
      assert.equal(isSessionName(name), true);
    });
  }
  it('are numbered when taken, within the length that is allowed', () => {
    const taken = new Set(['abcdefghij0123456789', 'abcdefghij01234567-2']);
    assert.equal(
      uniqueName('abcdefghij0123456789', (name) => taken.has(name)),
      'abcdefghij01234567-3',
    );
    assert.equal(
      uniqueName('free', () => false),
      'free',
    );
  });
});
