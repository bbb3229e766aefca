import assert from 'node:assert/strict';
import type { CommentedText, Insertion } from '../../../../extension/lint/suppress';
import { suppressFile, suppressLine } from '../../../../extension/lint/suppress';
import { createLinter } from '../../../../server/lint/linter';
import type { Rule } from '../../../../server/lint/rule';
import { rangeAt, sourceText } from '../../../../server/environment/text';
import { memoryView } from '../../../support/memory-view';

function commented(path: string, text: string, cell?: CommentedText['cell']): CommentedText {
  return { path, lines: text.split('\n'), ...(cell && { cell }) };
}

function inserted(text: string, insertion: Insertion | undefined): string | undefined {
  if (insertion === undefined) return undefined;
  const lines = text.split('\n');
  const own = lines[insertion.line] ?? '';
  lines[insertion.line] = own.slice(0, insertion.column) + insertion.text + own.slice(insertion.column);
  return lines.join('\n');
}

function onLine(path: string, text: string, line: number, cell?: CommentedText['cell']): string | undefined {
  return inserted(text, suppressLine(commented(path, text, cell), line, 'x-rule'));
}

function inFile(path: string, text: string): string | undefined {
  return inserted(text, suppressFile(commented(path, text), 'x-rule'));
}

describe('a comment that switches a rule off on a line', () => {
  it('stands above it, as far in as it is', () => {
    assert.equal(
      onLine('environment.yml', 'dependencies:\n  - numpy', 1),
      'dependencies:\n  # bindery-lint: disable=x-rule\n  - numpy',
    );
    assert.equal(onLine('notes.md', 'a\nb', 1), 'a\n<!-- bindery-lint: disable=x-rule -->\nb');
  });

  it('names one rule more where there is one already', () => {
    const above = '# bindery-lint: disable=a, b\ncurl';
    assert.equal(onLine('apt.txt', above, 1), '# bindery-lint: disable=a, b,x-rule\ncurl');
    const behind = 'curl  # bindery-lint: disable=a';
    assert.equal(onLine('apt.txt', behind, 0), 'curl  # bindery-lint: disable=a,x-rule');
  });

  it('is that of code within the fences of a document', () => {
    assert.match(onLine('a.Rmd', 'text\n```{r}\nlibrary(sf)\n```', 2) ?? '', /\n# bindery-lint/);
    assert.match(onLine('a.Rmd', '```{r}\n```\ntext', 2) ?? '', /\n<!-- bindery-lint/);
  });

  it('goes into cells of notebooks', () => {
    assert.match(onLine('a.ipynb', 'x = 1', 0, 'code') ?? '', /^# bindery-lint/);
    assert.match(onLine('a.ipynb', 'x = 1', 0, 'markup') ?? '', /^<!-- bindery-lint/);
  });

  it('is none where it would break something', () => {
    assert.equal(onLine('runtime.txt', 'python-3.11', 0), undefined);
    assert.equal(onLine('.zenodo.json', '{}', 0), undefined);
    assert.equal(onLine('postBuild', 'pip install \\\n  x', 1), undefined);
    assert.equal(onLine('postBuild', '#!/bin/bash', 0), undefined);
    assert.equal(onLine('a.ipynb', '%%bash\nls', 0, 'code'), undefined);
  });

  it('does what it says', () => {
    const text = onLine('apt.txt', 'curl\nWget', 1) ?? '';
    const rule = {
      id: 'x-rule',
      severity: 'error',
      on: 'repository',
      check: () => {
        const source = sourceText('apt.txt', text);
        const at = text.indexOf('Wget');
        return [{ file: 'apt.txt', range: rangeAt(source, at, at + 4), code: 'apt-invalid-name' as const }];
      },
    } as unknown as Rule;
    const input = { view: memoryView({ 'apt.txt': text }), files: () => [{ path: 'apt.txt', size: 1 }] };
    assert.deepEqual(createLinter(input, [rule]).lint().findings, []);
  });
});

describe('a comment that switches a rule off in a file', () => {
  it('stands at its beginning, behind what has to be there', () => {
    assert.equal(inFile('apt.txt', 'curl'), '# bindery-lint: disable-file=x-rule\ncurl');
    assert.equal(
      inFile('postBuild', '#!/bin/bash\nls'),
      '#!/bin/bash\n# bindery-lint: disable-file=x-rule\nls',
    );
    assert.equal(inFile('postBuild', '#!/bin/bash'), '#!/bin/bash\n# bindery-lint: disable-file=x-rule');
    assert.match(inFile('Dockerfile', '# syntax=docker/dockerfile:1\nFROM x') ?? '', /\n# bindery-lint/);
  });

  it('is none where nothing may stand there', () => {
    assert.equal(inFile('index.qmd', '---\ntitle: x\n---'), undefined);
    assert.equal(inFile('Pipfile.lock', '{}'), undefined);
  });
});
