import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { sourceText } from '../../../../server/environment/text';
import { hostileTexts } from './hostile';
import { mutated } from './mutate';
import { fastest, paceOfThisMachine } from './pace';
import { assertPlacesInside } from './places';
import { fuzzedReaders } from './readers';

/** Runs of each property; BINDERY_FUZZ_RUNS=10000 looks longer. */
const numRuns = Number(process.env['BINDERY_FUZZ_RUNS'] ?? '100');

/** A tenth of a second on a machine on which the fixed work takes ten milliseconds, and as much again four times. */
const limitInPaces = 50;

describe('every reader of a configuration file', function () {
  this.timeout(120_000);

  for (const { path, read, samples } of fuzzedReaders) {
    it(`${path}: survives damaged files and places all that it says inside them`, () => {
      const damaged = mutated(samples);
      fc.assert(
        fc.property(damaged, (content) => {
          const source = sourceText(path, content);
          assertPlacesInside(read(source), source);
        }),
        { numRuns },
      );
    });

    it(`${path}: survives any text and any bytes`, () => {
      const any = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 200 }));
      fc.assert(
        fc.property(any, (content) => {
          const source = sourceText(path, content);
          assertPlacesInside(read(source), source);
        }),
        { numRuns },
      );
    });
  }

  let limit = 0;
  before(() => {
    limit = limitInPaces * paceOfThisMachine();
  });

  for (const { path, read, grammar, largest } of fuzzedReaders) {
    it(`${path}: reads what is made to be slow in no more than its time`, () => {
      const slow = hostileTexts(grammar).flatMap(({ name, make }) => {
        const source = sourceText(path, make(largest));
        const took = fastest(() => read(source), limit);
        return took > limit ? [`${name}: ${took.toFixed(0)} ms of ${limit.toFixed(0)} ms`] : [];
      });
      assert.deepEqual(slow, []);
    });
  }

  it('stays within 256 MB for all that is made to be large', () => {
    const program = join(__dirname, 'hostile-program.ts');
    const args = ['--max-old-space-size=256', '--require', 'tsx/cjs', program];
    assert.equal(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim(), 'done');
  });
});
