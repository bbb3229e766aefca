import assert from 'node:assert/strict';
import { checkKey, isKey, makeId } from '../../../server/store/keys';

describe('ids of jobs', () => {
  it('sort by time, are short and safe in URLs', () => {
    const times = [
      '1999-12-31T23:59:59.999Z',
      '2026-11-21T07:00:00.000Z',
      '2026-11-21T07:00:00.001Z',
      '2099-01-01',
    ];
    const ids = times.map((time) => makeId(new Date(time)));
    assert.deepEqual([...ids].sort(), ids);
    for (const id of ids) assert.match(id, /^[0-9a-z]{15}$/);
  });

  it('differ within a millisecond', () => {
    const now = new Date(0);
    assert.equal(new Set(Array.from({ length: 1000 }, () => makeId(now))).size, 1000);
  });
});

describe('keys of records', () => {
  it('cannot lead out of their folder', () => {
    for (const key of [
      '',
      '.',
      '..',
      '../x',
      'a/b',
      'a\\b',
      '.hidden',
      'a\0',
      'a b',
      'end.',
      'x'.repeat(129),
    ]) {
      assert.equal(isKey(key), false, JSON.stringify(key));
      assert.throws(() => checkKey(key));
    }
    for (const key of ['a', 'my-analysis', '0123abc', 'a.b_c']) assert.equal(checkKey(key), key);
  });
});
