import assert from 'node:assert/strict';
import type { Grammars } from '../../../server/environment/code/grammars';
import { createLinter } from '../../../server/lint/linter';
import { rules } from '../../../server/lint/table';
import { testGrammars } from '../../support/grammars';
import { casesOf, nearMissesOf } from '../../support/lint-fixtures';

describe('what stops a plan', () => {
  let grammars: Grammars;
  before(async () => (grammars = await testGrammars()));

  it('is an error of some rule in the same file, in the fixtures of all rules', () => {
    const seen = new Set<string>();
    for (const { folder, input, options } of rules.flatMap(({ id }) => [
      ...casesOf(id),
      ...nearMissesOf(id),
    ])) {
      const linter = createLinter(input, rules, { ...options, grammars });
      const errors = linter.lint().findings.filter(({ severity }) => severity === 'error');
      for (const { error, file } of linter.model.reading().environment.problems) {
        seen.add(error.code);
        assert.ok(
          errors.some((finding) => file === undefined || finding.file === file),
          `${folder}: nothing says ${error.message}`,
        );
      }
    }
    // Fewer would mean that the fixtures lost what they are to show.
    assert.ok(seen.size >= 18, [...seen].join(', '));
  });
});
