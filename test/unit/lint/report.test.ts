import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import { lint } from '../../../server/lint/linter';
import { diffOf } from '../../../server/lint/report/diff';
import { sarifReport } from '../../../server/lint/report/sarif';
import { countFindings, countsInWords } from '../../../server/lint/report/summary';
import { textReport } from '../../../server/lint/report/text';
import { rules } from '../../../server/lint/table';
import type { Finding } from '../../../server/protocol';
import { lintInput, notebookJson } from '../../support/lint-input';

const plain = (text: string): string => text;
const emphasis = { bold: plain, dim: plain, fail: plain, warn: plain };

function finding(more: Partial<Finding>): Finding {
  return {
    rule: 'apt-invalid-name',
    severity: 'error',
    file: 'apt.txt',
    code: 'apt-invalid-name',
    args: { token: 'Curl' },
    message: 'Curl is no name.',
    docs: 'docs/rules/apt-invalid-name.md',
    fixes: [],
    ...more,
  };
}

const at = (line: number, from: number, to: number, cell?: string): NonNullable<Finding['range']> => ({
  start: { offset: 0, line, column: from },
  end: { offset: 0, line, column: to },
  ...(cell !== undefined && { cell }),
});

const { view } = lintInput({
  'apt.txt': 'git\n\tCurl # \u001b[31mred\n',
  'a b.ipynb': notebookJson(['x = 1\n', 'y = 2\nz = 3\n']),
});

describe('the report as text', () => {
  it('shows place, severity, sentence, excerpt and fixes, as a compiler does', () => {
    const fixes = [{ title: 'Replace it by curl', safe: true, edits: [] }];
    const related = [{ file: 'Dockerfile', message: 'wins.' }];
    assert.equal(
      textReport([finding({ range: at(1, 1, 5), fixes, related })], view, emphasis, ' (--fix)'),
      [
        'apt.txt:2:2 error: Curl is no name. [apt-invalid-name]',
        '  2 | \tCurl # \ufffd[31mred',
        '    | \t^^^^',
        '    see: Dockerfile wins.',
        '    fix: Replace it by curl (--fix)',
      ].join('\n'),
    );
  });

  it('shows the lines of a cell', () => {
    assert.equal(
      textReport([finding({ file: 'a b.ipynb', range: at(1, 0, 1, '1') })], view, emphasis, ''),
      ['a b.ipynb:cell 2:2:1 error: Curl is no name. [apt-invalid-name]', '  2 | z = 3', '    | ^'].join(
        '\n',
      ),
    );
  });

  it('needs neither a place nor a file that can be read', () => {
    assert.match(textReport([finding({ file: '' })], view, emphasis, ''), /^repository error: /);
    assert.match(
      textReport([finding({ file: 'gone', range: at(3, 0, 1) })], view, emphasis, ''),
      /^gone:4:1 /,
    );
  });

  it('repeats no line that holds a secret', () => {
    const text = textReport([finding({ rule: 'nb-secret', range: at(1, 1, 5) })], view, emphasis, '');
    assert.equal(text, 'apt.txt:2:2 error: Curl is no name. [nb-secret]');
  });

  it('counts in words', () => {
    const findings = [finding({}), finding({ severity: 'warning' }), finding({ severity: 'warning' })];
    assert.equal(countsInWords(countFindings(findings)), '1 error, 2 warnings');
    assert.equal(countsInWords(countFindings([])), undefined);
  });
});

describe('the report as SARIF', () => {
  const schemaFile = createRequire(__filename).resolve(
    '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  );
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  // Of draft 4, of which it uses nothing that later drafts read otherwise but its own name.
  const { $schema, id, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8')) as Record<string, unknown>;
  assert.match(`${String($schema)} ${String(id)}`, /draft-04.*sarif-2\.1\.0/);
  const validate = ajv.compile(schema);

  it('is valid by the schema of SARIF 2.1.0, whatever the findings have', () => {
    const findings = [
      finding({ range: at(1, 1, 5), related: [{ file: 'Dockerfile', message: 'wins.' }] }),
      finding({ file: 'a b.ipynb', range: at(1, 0, 1, '1'), severity: 'hint' }),
      finding({ file: '', rule: 'no-such-rule' }),
      ...lint(lintInput({ 'apt.txt': 'Curl\n' }), rules).findings,
    ];
    const log = JSON.parse(JSON.stringify(sarifReport(findings, rules, view, '1.2.3'))) as unknown;
    assert.ok(validate(log), JSON.stringify(validate.errors, null, 1));
    assert.ok(!validate({ version: '2.1.0', runs: [{ results: [] }] }), 'the schema refuses something');
  });

  it('tells the line of the file that has the line of the cell', () => {
    const log = sarifReport([finding({ file: 'a b.ipynb', range: at(1, 0, 1, '1') })], rules, view, '1.2.3');
    const text = Buffer.from(view.read('a b.ipynb') ?? []).toString();
    const line = text.split('\n').findIndex((each) => each.includes('z = 3')) + 1;
    const region = /"startLine":\d+/.exec(JSON.stringify(log))?.[0];
    assert.equal(region, `"startLine":${line}`);
    assert.match(JSON.stringify(log), /"uri":"a%20b\.ipynb"/);
  });
});

describe('the report as a patch', () => {
  it('shows what changes, files that come and files that go', () => {
    const changes = [
      { path: 'apt.txt', text: 'git\n' },
      { path: 'new', text: 'x\n' },
    ];
    const patch = diffOf(view, changes);
    assert.match(patch, /^--- a\/apt\.txt\n\+\+\+ b\/apt\.txt\n@@ -1,2 \+1,1 @@\n git\n-/);
    assert.match(patch, /--- \/dev\/null\n\+\+\+ b\/new\n@@ -0,0 \+1,1 @@\n\+x\n/);
    assert.match(diffOf(view, [{ path: 'apt.txt' }]), /\+\+\+ \/dev\/null/);
  });
});
