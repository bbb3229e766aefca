import assert from 'node:assert/strict';
import type { QueuePlace, Slots } from '../../../server/build/slots';
import { createSlots } from '../../../server/build/slots';
import { Cancelled } from '../../../server/protocol';

/** Requests that hold their place until they are ended, and what was told to each. */
function requests(slots: Slots) {
  const begun: string[] = [];
  const places = new Map<string, QueuePlace[]>();
  const ends = new Map<string, () => void>();
  return {
    begun,
    told: (name: string) => (places.get(name) ?? []).map(({ position, of }) => `${position} of ${of}`),
    /** `owner` is the first letter of the name. */
    ask(name: string, signal = new AbortController().signal): Promise<void> {
      places.set(name, []);
      const onQueue = (place: QueuePlace): void => void places.get(name)?.push(place);
      return slots.run({ owner: name.charAt(0), signal, onQueue }, () => {
        begun.push(name);
        return new Promise((resolve) => ends.set(name, resolve));
      });
    },
    async end(name: string): Promise<void> {
      ends.get(name)?.();
      await settled();
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('places for builds', () => {
  it('are given to owners in turn, whatever number of requests each has in the line', async () => {
    const line = requests(createSlots(1));
    const all = ['a1', 'a2', 'a3', 'b1', 'c1', 'b2'].map((name) => line.ask(name));
    await settled();
    for (const name of ['a1', 'b1', 'c1', 'a2', 'b2', 'a3']) {
      assert.equal(line.begun.at(-1), name);
      await line.end(name);
    }
    await Promise.all(all);
  });

  it('give no advantage to who comes late: a new owner joins the round that is served', async () => {
    const line = requests(createSlots(1));
    for (const name of ['a1', 'a2', 'b1', 'b2']) void line.ask(name);
    await settled();
    for (const name of ['a1', 'b1', 'a2']) await line.end(name);
    for (const name of ['c1', 'c2', 'c3']) void line.ask(name);
    await line.end('b2');
    for (const name of ['c1', 'c2']) await line.end(name);
    assert.deepEqual(line.begun, ['a1', 'b1', 'a2', 'b2', 'c1', 'c2', 'c3']);
  });

  it('tell everybody their place in the order of service, and again when it changes', async () => {
    const line = requests(createSlots(1));
    for (const name of ['a1', 'a2', 'a3']) void line.ask(name);
    await settled();
    void line.ask('b1');
    assert.deepEqual(line.told('a2'), ['1 of 1', '2 of 3']);
    assert.deepEqual(line.told('a3'), ['2 of 2', '3 of 3']);
    assert.deepEqual(line.told('b1'), ['1 of 3']);
    await line.end('a1');
    assert.deepEqual(line.told('a2').at(-1), '1 of 2');
    assert.deepEqual(line.told('a3').at(-1), '2 of 2');
  });

  it('go to the next one when somebody leaves the line', async () => {
    const line = requests(createSlots(1));
    const stop = new AbortController();
    void line.ask('a1');
    await settled();
    const left = line.ask('b1', stop.signal);
    void line.ask('b2');
    stop.abort();
    await assert.rejects(left, (error) => Cancelled.is(error));
    assert.deepEqual(line.told('b2'), ['2 of 2', '1 of 1']);
    await line.end('a1');
    assert.deepEqual(line.begun, ['a1', 'b2']);
  });

  it('are free again after work that fails', async () => {
    const slots = createSlots(1);
    const request = { owner: 'a', signal: new AbortController().signal, onQueue: () => undefined };
    await assert.rejects(
      slots.run(request, () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await slots.run(request, () => Promise.resolve('yes')), 'yes');
  });
});
