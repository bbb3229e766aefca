import assert from 'node:assert/strict';
import type { Grammars } from '../../../server/environment/code/grammars';
import { createLinter, lint } from '../../../server/lint/linter';
import { notebookRules } from '../../../server/lint/rules/notebook';
import { inOtherCase, relativePath, resolvePath } from '../../../server/lint/rules/notebook/paths';
import type { Finding } from '../../../server/protocol';
import { testGrammars } from '../../support/grammars';
import { memoryView } from '../../support/memory-view';

describe('the rules of notebooks', () => {
  let grammars: Grammars;
  before(async () => (grammars = await testGrammars()));

  const input = (files: Readonly<Record<string, string>>): Parameters<typeof lint>[0] => ({
    view: memoryView(files),
    files: () => Object.entries(files).map(([path, text]) => ({ path, size: text.length })),
  });
  const findings = (files: Readonly<Record<string, string>>): readonly Finding[] =>
    lint(input(files), notebookRules, { grammars, profile: 'archive' }).findings;
  const notebook = (...sources: readonly string[]): string =>
    JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { name: 'python3' } },
      cells: sources.map((source) => ({
        cell_type: 'code',
        metadata: {},
        execution_count: null,
        source,
        outputs: [],
      })),
    });
  const repeated = (line: (index: number) => string): string =>
    Array.from({ length: 4000 }, (_, index) => line(index)).join('');

  const hostile: [string, readonly string[]][] = [
    ['assignments', [repeated((index) => `a${index} = b${index}\n`)]],
    ['paths in variables', [repeated((index) => `p${index} = 'f${index}.csv'\nopen(p${index})\n`)]],
    ['paths of one computer', [`f(${repeated((index) => `'/Users/a/b/c/d/e${index}.csv',`)})`]],
    ['paths with backslashes', [`f(${repeated((index) => `'data\\\\x${index}.csv',`)})`]],
    ['clocks on one line', [`from datetime import datetime\n${repeated(() => 'datetime.now();')}`]],
    ['questions', [repeated(() => 'input();')]],
    ['installations', [repeated((index) => `!pip install p${index}\n`)]],
    ['secrets', [repeated((index) => `token${index} = "a1b2c3d4e5f6g7h8i9j0k1l2${index}"\n`)]],
    [
      'beginnings of secrets',
      ['ghp_'.repeat(20_000), 'token='.repeat(20_000), `http://a:${'b'.repeat(60_000)}@`],
    ],
    ['blanks', [' '.repeat(200_000), '\t'.repeat(200_000)]],
    ['cells', Array.from({ length: 4000 }, (_, index) => `x${index} = ${index}`)],
  ];
  for (const [name, sources] of hostile) {
    it(`end soon, and say it not too often, on thousands of ${name}`, () => {
      const began = performance.now();
      const found = findings({ 'a.ipynb': notebook(...sources), 'requirements.txt': 'numpy\n' });
      assert.ok(performance.now() - began < 8000);
      assert.ok(found.length < 300, String(found.length));
    });
  }

  it('never tell a secret', () => {
    const token = `ghp_q7Kd92LmXc04VbTz81RwYn56HsPf3GjE0uAa`;
    const found = findings({ 'a.ipynb': notebook(`x = "${token}"`) });
    assert.ok(found.some(({ rule }) => rule === 'nb-secret'));
    assert.ok(!JSON.stringify(found.map(({ message, args }) => [message, args])).includes(token.slice(0, 8)));
  });

  it('say nothing of the copies that Jupyter and others keep', () => {
    const text = notebook('open("missing.csv")\nundefined_name');
    const folders = ['.ipynb_checkpoints', 'book/_build/html', 'node_modules/x', '.virtual_documents'];
    const files = Object.fromEntries(folders.map((folder) => [`${folder}/a.ipynb`, text]));
    const found = findings(files).filter(({ rule }) => rule !== 'nb-filename');
    assert.deepEqual(found, []);
  });
});

describe('paths in notebooks', () => {
  it('count from a folder', () => {
    assert.equal(resolvePath('a/b', '../c.csv'), 'a/c.csv');
    assert.equal(resolvePath('', './c//d.csv'), 'c/d.csv');
    assert.equal(resolvePath('a', '../../c.csv'), undefined);
    assert.equal(relativePath('a/b', 'a/c.csv'), '../c.csv');
    assert.equal(relativePath('', 'a/c.csv'), 'a/c.csv');
  });

  it('are found with other capitals where only one file has them', () => {
    const files = ['Data/Rain.csv', 'data/rain.CSV', 'Maps/a.png'];
    const view = memoryView(Object.fromEntries(files.map((path) => [path, ''])));
    const { model } = createLinter({ view, files: () => files.map((path) => ({ path, size: 0 })) }, []);
    assert.equal(inOtherCase(model, 'maps/A.png'), 'Maps/a.png');
    assert.equal(inOtherCase(model, 'data/rain.csv'), undefined);
    assert.equal(inOtherCase(model, 'Maps/a.png'), undefined);
    assert.equal(inOtherCase(model, 'none.csv'), undefined);
  });
});
