import assert from 'node:assert/strict';
import { openStore } from '../../../server/store/open';
import type { Facts } from '../../../server/store/facts';
import { temporaryDir } from '../../support/engine-scratch';

const day = 24 * 3600 * 1000;

describe('facts that move', () => {
  let time: number;
  let root: string;
  const open = async (factDays?: number): Promise<Facts> => {
    const options = { now: () => new Date(time), ...(factDays === undefined ? {} : { factDays }) };
    return (await openStore(root, options)).facts;
  };
  beforeEach(() => {
    time = Date.parse('2026-01-01T00:00:00Z');
    root = temporaryDir('bindery-facts-');
  });

  it('are looked up once, also after a restart, and say when', async () => {
    let looks = 0;
    const lookUp = (): Promise<string> => Promise.resolve(`sha256:${(looks += 1)}`);
    const first = await (await open()).resolve('base debian:12', false, lookUp);
    time += 29 * day;
    const second = await (await open()).resolve('base debian:12', false, lookUp);
    assert.deepEqual(second, first);
    assert.equal(second.resolvedAt, '2026-01-01T00:00:00.000Z');
    assert.equal(looks, 1);
  });

  for (const [when, passed, days] of [
    ['at 30 days', 30 * day, undefined],
    ['at the age that was configured', 2 * day, 2],
    ['when they come from the future', -day, undefined],
  ] as const) {
    it(`are looked up again ${when}`, async () => {
      const facts = await open(days);
      await facts.keep('julia', '1.10.0');
      time += passed;
      assert.equal(await facts.known('julia'), undefined);
      assert.equal((await facts.resolve('julia', false, () => Promise.resolve('1.11.0'))).value, '1.11.0');
    });
  }

  it('are looked up again on request, and the new one is kept', async () => {
    const facts = await open();
    await facts.keep('julia', '1.10.0');
    await facts.resolve('julia', true, () => Promise.resolve('1.11.0'));
    assert.equal((await facts.known('julia'))?.value, '1.11.0');
  });

  it('stay as they were when the look-up fails', async () => {
    const facts = await open();
    await facts.keep('julia', '1.10.0');
    await assert.rejects(
      facts.resolve('julia', true, () => Promise.reject(new Error('offline'))),
      /offline/,
    );
    assert.equal((await facts.known('julia'))?.value, '1.10.0');
  });
});
