import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Grammars } from '../../../server/environment/code/grammars';
import type { LintOptions } from '../../../server/lint/input';
import { createLinter } from '../../../server/lint/linter';
import { rules } from '../../../server/lint/table';
import { testGrammars } from '../../support/grammars';
import { casesOf, nearMissesOf } from '../../support/lint-fixtures';
import { changingInput } from '../../support/lint-input';

const numRuns = Number(process.env['BINDERY_FUZZ_RUNS'] ?? '150');

/** The texts of one fixture. */
type Repository = Readonly<Record<string, string>>;

/** What the rules' own fixtures hold, to be mixed: files about which there is something to say. */
const repositories: readonly Repository[] = rules
  .flatMap(({ id }) => [...casesOf(id), ...nearMissesOf(id)])
  .map(({ input }) =>
    Object.fromEntries(
      input.files().map(({ path }) => [path, new TextDecoder().decode(input.view.read(path))]),
    ),
  );

/** A file of a fixture with the text that it has there; without one it goes. */
type Change = readonly [path: string, text: string | undefined];

const change = fc
  .tuple(fc.constantFrom(...repositories), fc.nat(), fc.integer({ min: 0, max: 9 }))
  .map(([files, index, fate]): Change => {
    const paths = Object.keys(files);
    const path = paths[index % paths.length] ?? '';
    const text = files[path] ?? '';
    if (fate === 0) return [path, undefined];
    // What is typed in the middle, and a file that ends too early.
    const middle = text.length >> 1;
    if (fate === 1) return [path, `${text.slice(0, middle)}x${text.slice(middle)}`];
    return [path, fate === 2 ? text.slice(0, middle) : text];
  });

describe('the linter while a repository changes', function () {
  this.timeout(300_000);
  let grammars: Grammars;
  before(async () => (grammars = await testGrammars()));

  it('says after every change what it would say from scratch', () => {
    const base = fc
      .array(fc.constantFrom(...repositories), { minLength: 1, maxLength: 4 })
      .map((mixed): Repository => Object.assign({}, ...mixed) as Repository);
    const changes = fc.array(change, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(base, changes, fc.constantFrom('launch', 'archive'), (files, steps, profile) => {
        const options: LintOptions = { grammars, profile, facts: { today: '2026-01-01' } };
        const input = changingInput({ ...files });
        const linter = createLinter(input, rules, options);
        linter.lint();
        for (const [path, text] of steps) {
          const told = input.write(path, text);
          linter.changed([told.path], told.structure);
          assert.deepEqual(linter.lint(), createLinter(input, rules, options).lint());
        }
      }),
      { numRuns },
    );
  });
});
