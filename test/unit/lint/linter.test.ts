import assert from 'node:assert/strict';
import { fixAll } from '../../../server/lint/fix-all';
import type { LintOptions } from '../../../server/lint/input';
import { createLinter, lint } from '../../../server/lint/linter';
import type { Report, Rule } from '../../../server/lint/rule';
import { rules } from '../../../server/lint/table';
import { changingInput, lintInput, notebookJson } from '../../support/lint-input';

/** A rule that finds a word in every file of Python and every notebook's cell, counting how often it ran. */
function wordRule(word: string): { rules: Rule[]; ran: string[] } {
  const ran: string[] = [];
  const find = (on: 'python' | 'notebook'): Rule => ({
    id: 'apt-invalid-name',
    severity: 'warning',
    on,
    check: function* (model, path): Iterable<Report> {
      ran.push(path);
      const texts =
        on === 'python'
          ? [model.text(path)]
          : (model.notebook(path)?.cells.map(({ source }) => source) ?? []);
      for (const source of texts) {
        if (source === undefined) continue;
        for (const match of source.text.matchAll(new RegExp(word, 'g'))) {
          const start = {
            offset: match.index,
            line: source.text.slice(0, match.index).split('\n').length - 1,
            column: 0,
          };
          const cell = source.cell === undefined ? {} : { cell: source.cell };
          yield { file: path, range: { start, end: start, ...cell }, args: { token: word } };
        }
      }
    },
  });
  return { rules: [find('python'), find('notebook')], ran };
}

const found = (files: Record<string, string>, options: LintOptions = {}): string[] =>
  lint(lintInput(files), wordRule('bad').rules, options).findings.map(
    ({ file, range, severity }) => `${file}:${range?.cell ?? ''}:${range?.start.line ?? ''} ${severity}`,
  );

describe('the linter', () => {
  it('sorts findings by file and place', () => {
    assert.deepEqual(found({ 'b.py': 'bad', 'a.py': 'good\nbad\n', 'c.ipynb': notebookJson(['x', 'bad']) }), [
      'a.py::1 warning',
      'b.py::0 warning',
      'c.ipynb:1:0 warning',
    ]);
  });

  it('gives rules other severities, or switches them off; the last setting that fits counts', () => {
    assert.deepEqual(found({ 'a.py': 'bad' }, { rules: { 'apt-*': 'error' } }), ['a.py::0 error']);
    assert.deepEqual(found({ 'a.py': 'bad' }, { rules: { 'apt-invalid-name': 'off' } }), []);
    assert.deepEqual(found({ 'a.py': 'bad' }, { rules: { 'apt-*': 'off', 'apt-invalid-name': 'hint' } }), [
      'a.py::0 hint',
    ]);
  });

  it('runs rules of the profile archive only there, or where they are asked for', () => {
    const [rule] = wordRule('bad').rules;
    assert.ok(rule);
    const archive = [{ ...rule, profile: 'archive' as const }];
    const count = (options: LintOptions): number =>
      lint(lintInput({ 'a.py': 'bad' }), archive, options).findings.length;
    assert.equal(count({}), 0);
    assert.equal(count({ profile: 'archive' }), 1);
    assert.equal(count({ rules: { 'apt-invalid-name': 'hint' } }), 1);
  });

  it('is silent where a comment says so', () => {
    const text = [
      'bad # bindery-lint: disable=apt-invalid-name',
      '# bindery-lint: disable=apt-*, other',
      'bad',
      'bad # bindery-lint: disable=env-name-ignored',
    ].join('\n');
    assert.deepEqual(found({ 'a.py': text }), ['a.py::3 warning']);
    assert.deepEqual(found({ 'a.py': `bad\n# bindery-lint: disable-file=apt-invalid-name\nbad` }), []);
  });

  it('is silent in a cell that is tagged, or whose comment says so', () => {
    const json = notebookJson([
      { source: ['bad'], metadata: { tags: ['bindery-lint-skip'] } },
      '# bindery-lint: disable=apt-invalid-name\nbad',
      'bad',
    ]);
    assert.deepEqual(found({ 'a.ipynb': json }), ['a.ipynb:2:0 warning']);
  });

  it('reports a rule that throws as itself, and goes on', () => {
    const { rules: words } = wordRule('bad');
    const broken: Rule = {
      id: 'apt-command-line',
      severity: 'error',
      on: 'repository',
      check: () => {
        throw new Error('a mistake of ours');
      },
    };
    const { findings } = lint(lintInput({ 'a.py': 'bad' }), [broken, ...words]);
    assert.deepEqual(
      findings.map(({ rule, severity }) => [rule, severity]),
      [
        ['apt-command-line', 'information'],
        ['apt-invalid-name', 'warning'],
      ],
    );
    assert.match(findings[0]?.message ?? '', /a mistake of ours/);
  });

  it('runs the rules of one file again when that file changes, and no others', () => {
    const input = changingInput({ 'a.py': 'bad', 'b.py': 'bad', 'n.ipynb': notebookJson(['bad']) });
    const { rules: words, ran } = wordRule('bad');
    const linter = createLinter(input, words);
    assert.equal(linter.lint().findings.length, 3);
    ran.length = 0;
    const change = input.write('b.py', 'good');
    linter.changed([change.path], change.structure);
    assert.equal(linter.lint().findings.length, 2);
    assert.deepEqual(ran, ['b.py']);
  });

  it('sees files that come and go', () => {
    const input = changingInput({ 'a.py': 'bad' });
    const linter = createLinter(input, wordRule('bad').rules);
    const files = (): string[] => linter.lint().findings.map(({ file }) => file);
    for (const [path, text] of [
      ['sub/b.py', 'bad'],
      ['a.py', undefined],
    ] as const) {
      const change = input.write(path, text);
      linter.changed([change.path], change.structure);
      files();
    }
    assert.deepEqual(files(), ['sub/b.py']);
  });

  it('reads the configuration files again when one comes', () => {
    const input = changingInput({ 'requirements.txt': 'numpy\n' });
    const linter = createLinter(input, []);
    assert.equal(linter.model.reading().environment.buildpack, 'python');
    const change = input.write('environment.yml', 'dependencies: [python=3.11]\n');
    linter.changed([change.path], change.structure);
    assert.equal(linter.model.reading().environment.buildpack, 'conda');
  });

  it('names files that it did not look into', () => {
    const { skipped } = lint(
      {
        view: lintInput({ 'a.py': 'x\0y', 'big.ipynb': '{}' }).view,
        files: () => [
          { path: 'a.py', size: 3 },
          { path: 'big.ipynb', size: 100_000_000 },
        ],
      },
      [],
    );
    assert.deepEqual(
      skipped.map(({ file, code }) => [file, code]),
      [
        ['a.py', 'lint-skipped-unreadable'],
        ['big.ipynb', 'lint-skipped-large'],
      ],
    );
  });
});

describe('fixing all', () => {
  it('mends until nothing is left, and says what it did', () => {
    const input = lintInput({ 'apt.txt': 'Curl\nsudo apt-get install -y git\n' });
    const { changes, fixed, after, before } = fixAll(input, rules, {});
    assert.deepEqual(changes, [{ path: 'apt.txt', text: 'curl\ngit\n' }]);
    assert.deepEqual(
      fixed.map(({ finding }) => finding.rule),
      ['apt-invalid-name', 'apt-command-line'],
    );
    assert.ok(!after.findings.some(({ rule }) => rule === 'apt-invalid-name'));
    assert.match(Buffer.from(before('apt.txt') ?? []).toString(), /^Curl/);
  });

  it('ends where a fix leaves its finding behind', () => {
    const stubborn: Rule = {
      id: 'apt-invalid-name',
      severity: 'error',
      on: 'repository',
      check: () => [
        {
          file: 'a',
          args: { token: 'x' },
          fixes: [
            {
              code: 'apt-invalid-name.fix',
              safe: true,
              edits: [{ kind: 'rewrite', file: 'a', text: 'same' }],
            },
          ],
        },
      ],
    };
    const { fixed } = fixAll(lintInput({ a: 'text' }), [stubborn], {});
    assert.equal(fixed.length, 1);
  });
});
