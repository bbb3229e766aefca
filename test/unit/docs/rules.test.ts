import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../support/parts';
import { rulePages } from '../../support/rule-pages';

const folder = join(repositoryRoot, 'docs', 'rules');

describe('docs/rules', () => {
  it('has the pages that the tables of the linter make', async () => {
    const expected = await rulePages();
    if (process.env['UPDATE_GOLDEN'] === '1') {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      for (const [name, text] of expected) writeFileSync(join(folder, name), text);
    }
    assert.deepEqual(readdirSync(folder).sort(), [...expected.keys()].sort());
    for (const [name, text] of expected) assert.equal(readFileSync(join(folder, name), 'utf8'), text, name);
  });
});
