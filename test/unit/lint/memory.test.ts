import assert from 'node:assert/strict';
import type { Memory } from '../../../server/lint/memory';
import { createMemory, sameAnswer } from '../../../server/lint/memory';

describe('the memory of the linter', () => {
  let memory: Memory;
  let inputs: Record<string, number>;
  let asked: string[];

  beforeEach(() => {
    memory = createMemory();
    inputs = { a: 1, b: 2 };
    asked = [];
  });

  const read = (name: string): number => {
    memory.reads(name);
    return inputs[name] ?? 0;
  };
  const ask = <T>(question: string, compute: () => T): T =>
    memory.ask(question, () => {
      asked.push(question);
      return compute();
    });
  const half = (): number => ask('half of a', () => Math.floor(read('a') / 2));
  const sum = (): number => ask('sum', () => half() + read('b'));
  const change = (name: string, value: number): void => {
    inputs[name] = value;
    memory.changed([name]);
  };

  it('answers a question once while nothing changes', () => {
    assert.equal(sum(), 2);
    assert.equal(sum(), 2);
    assert.deepEqual(asked, ['sum', 'half of a']);
  });

  it('asks again only what depends on what changed', () => {
    sum();
    change('b', 5);
    assert.equal(sum(), 5);
    assert.deepEqual(asked, ['sum', 'half of a', 'sum']);
  });

  it('stops where an answer is the same as before', () => {
    change('a', 2);
    assert.equal(sum(), 3);
    asked = [];
    change('a', 3);
    assert.equal(sum(), 3);
    assert.deepEqual(asked, ['half of a'], 'half of 3 is still 1: the sum is not asked for');
  });

  it('depends on what the last computation read, not on what an earlier one did', () => {
    const either = (): number => ask('either', () => (read('a') > 1 ? read('b') : 0));
    either();
    change('b', 7);
    asked = [];
    assert.equal(either(), 0);
    assert.deepEqual(asked, [], 'b was not read');
    change('a', 2);
    assert.equal(either(), 7);
    change('b', 8);
    assert.equal(either(), 8);
  });

  it('asks anew what threw', () => {
    const failing = (): number =>
      ask('failing', () => {
        if (read('a') === 1) throw new Error('not yet');
        return 4;
      });
    assert.throws(failing, /not yet/);
    assert.throws(failing, /not yet/);
    change('a', 9);
    assert.equal(failing(), 4);
    change('a', 1);
    assert.throws(failing, /not yet/);
    change('a', 9);
    assert.equal(failing(), 4);
  });

  it('takes equal plain data for the same answer, and maps only for themselves', () => {
    assert.ok(sameAnswer({ a: [1, { b: 'c' }] }, { a: [1, { b: 'c' }] }));
    assert.ok(!sameAnswer({ a: 1 }, { a: 1, b: undefined }));
    assert.ok(!sameAnswer([1, 2], [1]));
    assert.ok(!sameAnswer(new Map(), new Map()));
    assert.ok(!sameAnswer([], {}));
  });
});
