import assert from 'node:assert/strict';
import type { Places } from '../../../../extension/lint/diagnostics';
import { placeFinding } from '../../../../extension/lint/diagnostics';
import type { Finding, Range } from '../../../../server/protocol';
import { FakeEditor } from './fake-editor';
import type { Diagnostic } from './fake-values';
import { Uri } from './fake-values';

const root = Uri.parse('mem:///folder');
const at = (path: string): Uri => Uri.joinPath(root, path);
const cellOf = (path: string, index: number): Uri =>
  at(path).with({ scheme: 'cell', fragment: String(index) });

const places = {
  uri: at,
  cell: (path: string, index: number) => (path === 'open.ipynb' ? cellOf(path, index) : undefined),
  page: (rule: string) => Uri.parse(`command:page?${rule}`),
  whole: 'environment.yml',
  isIgnored: (path: string) => path === 'requirements.txt',
} as unknown as Places;

function range(line: number, cell?: string): Range {
  const start = { offset: 0, line, column: 2 };
  return { start, end: { ...start, column: 5 }, ...(cell !== undefined && { cell }) };
}

function placed(more: Partial<Finding>) {
  const finding: Finding = {
    ...{ rule: 'a-rule', severity: 'hint', file: 'apt.txt', code: 'a-rule', args: {}, message: 'Said.' },
    ...{ docs: '', fixes: [] },
    ...more,
  };
  const { uri, diagnostic } = placeFinding(new FakeEditor().vs, finding, places);
  return { uri: uri.toString(), diagnostic: diagnostic as unknown as Diagnostic };
}

describe('a finding in the editor', () => {
  it('of a file as such stands at its beginning, one of the repository in the file that decides', () => {
    const { uri, diagnostic } = placed({ file: '' });
    assert.equal(uri, at('environment.yml').toString());
    assert.deepEqual([diagnostic.range.start.line, diagnostic.range.end.character], [0, 0]);
  });

  it('is as severe as the linter says', () => {
    const severities = (['error', 'warning', 'information', 'hint'] as const).map(
      (severity) => placed({ severity }).diagnostic.severity,
    );
    assert.deepEqual(severities, [0, 1, 2, 3]);
  });

  it('in a file that the build ignores is marked as without effect', () => {
    assert.deepEqual(placed({ file: 'requirements.txt' }).diagnostic.tags, [1]);
    assert.equal(placed({}).diagnostic.tags, undefined);
  });

  it('leads to the other places that belong to it, cells too', () => {
    const related = [
      { file: 'environment.yml', range: range(3), message: 'This wins.' },
      { file: 'open.ipynb', range: range(1, '4'), message: 'And this.' },
    ];
    const { diagnostic } = placed({ related });
    assert.deepEqual(
      diagnostic.relatedInformation?.map(({ location, message }) => [
        location.uri.toString(),
        location.range.start.line,
        message,
      ]),
      [
        [at('environment.yml').toString(), 3, 'This wins.'],
        [cellOf('open.ipynb', 4).toString(), 1, 'And this.'],
      ],
    );
  });

  it('in a cell names the cell where none is shown', () => {
    const closed = placed({ file: 'closed.ipynb', range: range(7, '2') });
    assert.deepEqual([closed.diagnostic.message, closed.diagnostic.range.start.line], ['Cell 3: Said.', 0]);
    const open = placed({ file: 'open.ipynb', range: range(7, '2') });
    assert.deepEqual([open.diagnostic.message, open.diagnostic.range.start.line], ['Said.', 7]);
  });
});
