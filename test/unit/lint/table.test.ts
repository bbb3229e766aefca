import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { lintTemplates } from '../../../server/lint/messages';
import { pages, skippedRules } from '../../../server/lint/pages/table';
import { rules } from '../../../server/lint/table';
import { fixturesRoot } from '../../support/lint-fixtures';
import { catalogue } from './catalogue';

const ids: readonly string[] = rules.map(({ id }) => id);
const skipped = skippedRules.map(({ id }) => id);

describe('the table of rules', () => {
  it('has each rule once', () => {
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
  });

  it('has every row of the catalogue, or the reason why not', () => {
    assert.deepEqual(
      catalogue.filter((id) => !ids.includes(id) && !skipped.includes(id)),
      [],
    );
    assert.deepEqual(
      skipped.filter((id) => ids.includes(id)),
      [],
    );
  });

  it('has a page for each rule, and none for what is no rule', () => {
    const described: readonly string[] = pages.map(({ id }) => id);
    assert.deepEqual([...described].sort(), [...ids].sort());
  });

  it('has fixtures for each rule, and none for what is no rule', () => {
    const folders = readdirSync(fixturesRoot, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    assert.deepEqual([...folders].sort(), [...ids].sort());
  });

  it('has sentences only of rules, each ending like one', () => {
    for (const [code, sentence] of Object.entries(lintTemplates)) {
      const [rule = ''] = code.split('.');
      assert.ok(
        /^lint-(rule-failed|skipped|hover|complete)/.test(rule) || ids.includes(rule),
        `${code} is a sentence of no rule`,
      );
      if (!/\.(fix|related)/.test(code)) assert.match(sentence, /[.?]$|\{detail\}$/, code);
    }
  });
});
