import assert from 'node:assert/strict';
import { createBatcher, pieces } from '../../../extension/stream/batch';
import { manualSchedule } from './fakes';

describe('a batcher', () => {
  it('delivers together, in order, what came before its time was up', () => {
    const { schedule, tick } = manualSchedule();
    const delivered: (readonly number[])[] = [];
    const batcher = createBatcher<number>((items) => delivered.push(items), schedule);
    [1, 2, 3].forEach((item) => batcher.add(item));
    assert.deepEqual(delivered, []);
    tick();
    batcher.add(4);
    tick();
    assert.deepEqual(delivered, [[1, 2, 3], [4]]);
  });

  it('delivers what waits when it is flushed, and nothing twice', () => {
    const { schedule, tick } = manualSchedule();
    const delivered: (readonly number[])[] = [];
    const batcher = createBatcher<number>((items) => delivered.push(items), schedule);
    batcher.add(1);
    batcher.flush();
    batcher.flush();
    tick();
    assert.deepEqual(delivered, [[1]]);
  });

  it('drops what waits when it is disposed', () => {
    const { schedule, tick } = manualSchedule();
    const delivered: (readonly number[])[] = [];
    const batcher = createBatcher<number>((items) => delivered.push(items), schedule);
    batcher.add(1);
    batcher.dispose();
    tick();
    assert.deepEqual(delivered, []);
  });
});

describe('pieces', () => {
  it('cut a long list into messages of bounded size without losing an item', () => {
    const items = Array.from({ length: 4500 }, (_, index) => index);
    const cut = pieces(items);
    assert.deepEqual(
      cut.map(({ length }) => length),
      [2000, 2000, 500],
    );
    assert.deepEqual(cut.flat(), items);
  });

  it('of an empty list are one empty message, so that a snapshot can be sent', () => {
    assert.deepEqual(pieces([]), [[]]);
  });
});
