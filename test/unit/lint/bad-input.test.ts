import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Grammars } from '../../../server/environment/code/grammars';
import { configNames, rootNames } from '../../../server/environment/known-files';
import type { LintInput } from '../../../server/lint/input';
import type { LintResult } from '../../../server/lint/linter';
import { lint } from '../../../server/lint/linter';
import { textReport } from '../../../server/lint/report/text';
import { rules } from '../../../server/lint/table';
import { diskView } from '../../../server/source/disk-view';
import { repositoryFiles } from '../../../server/source/repository-files';
import { testGrammars } from '../../support/grammars';
import { lintInput, notebookJson } from '../../support/lint-input';
import type { MemoryEntry } from '../../support/memory-view';

/** Every name that the linter looks into, in the root and in a configuration folder. */
const names = [
  ...configNames,
  ...rootNames,
  ...['binder/postBuild', 'binder/environment.yml', 'binder/requirements.txt', '.binder/apt.txt'],
  ...['analysis.ipynb', 'src/module.py', 'analysis.R', 'report.Rmd', 'model.jl', 'run.sh', 'README.md'],
  ...[
    'CITATION.cff',
    '.zenodo.json',
    'codemeta.json',
    'LICENSE',
    '.bindery.yml',
    '.gitattributes',
    '.gitmodules',
  ],
  ...['poetry.lock', 'renv.lock', 'uv.lock', 'pixi.toml', 'conda-lock.yml', 'setup.cfg'],
];

const deep = 20_000;
const notebookWith = (source: string): string => notebookJson([source, source]);

/** Contents that break readers: the kind, and what it is made of. */
const contents: Readonly<Record<string, string | Uint8Array>> = {
  nothing: '',
  'one line break': '\n',
  'a byte order mark': '\ufeff',
  NUL: '\0\0\0\0',
  binary: Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256),
  'invalid UTF-8': Uint8Array.from([0x61, 0xff, 0xfe, 0x0a, 0xc3, 0x28, 0x0a]),
  'UTF-16': Buffer.from('\ufeffnumpy==1.0\n', 'utf16le'),
  'merge markers': '<<<<<<< HEAD\nnumpy==1.0\n=======\nnumpy==2.0\n>>>>>>> other\n',
  'CR line ends': 'numpy\rpandas\r',
  'a long line': `x = "${'a'.repeat(60_000)}"`,
  'many lines': 'numpy\n'.repeat(3000),
  brackets: '['.repeat(deep),
  braces: `{${'"a":{'.repeat(deep)}`,
  parentheses: `f${'('.repeat(deep)}`,
  quotes: '"'.repeat(deep + 1),
  backslashes: '\\'.repeat(deep + 1),
  hashes: '#'.repeat(deep),
  'percent signs': '%'.repeat(deep),
  colons: ':'.repeat(deep),
  dashes: '- '.repeat(3000),
  ['__proto__']: '{"__proto__": {"a": 1}, "constructor": 1}',
  'names of objects': 'constructor\n__proto__\ntoString\nhasOwnProperty==1\n',
  'dependencies of objects': 'dependencies:\n  - constructor=1\n  - __proto__\n  - pip:\n    - toString==2\n',
  'imports of objects': 'import constructor, __proto__\nfrom toString import hasOwnProperty\nvalueOf()\n',
  'an empty notebook': '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
  'a notebook of wrong types':
    '{"cells": [1, null, {"cell_type": "code", "source": 5, "outputs": {}, "metadata": []}], "metadata": [], "nbformat": 4}',
  'a notebook with odd code': notebookWith(
    'import os\n%%%\n!\n?\nx = !\n%pip install\ndef f(:\n  \u{1F600} = 1\nlambda: (yield)\n',
  ),
  'a notebook with magics of objects': notebookWith('%constructor\n%%__proto__\n!toString\n'),
};

describe('the linter on bad input', function () {
  this.timeout(120_000);
  let grammars: Grammars;
  before(async () => (grammars = await testGrammars()));

  const run = (input: LintInput): LintResult =>
    lint(input, rules, { grammars, profile: 'archive', facts: { today: '2026-01-15' } });
  const check = (input: LintInput): LintResult => {
    const result = run(input);
    assert.deepEqual(
      result.findings
        .filter(({ code }) => code === 'lint-rule-failed')
        .map(({ rule, message }) => `${rule}: ${message}`),
      [],
    );
    const plain = (text: string): string => text;
    textReport(result.findings, input.view, { bold: plain, dim: plain, fail: plain, warn: plain }, '');
    return result;
  };

  for (const [kind, content] of Object.entries(contents)) {
    it(`goes on where a file holds ${kind}`, () => {
      for (const name of names) check(lintInput({ [name]: content, 'other.py': 'import numpy\n' }));
      check(lintInput(Object.fromEntries(names.map((name) => [name, content]))));
    });
  }

  it('goes on where folders and broken links stand in the place of files', () => {
    const odd: readonly MemoryEntry[] = [{ folder: true }, { link: 'nowhere' }, { link: 'loop' }];
    for (const entry of odd) {
      for (const name of names) check(lintInput({ [name]: entry, loop: { link: 'loop' } }));
    }
  });

  it('goes on whatever a file holds', () => {
    const line = fc.constantFrom(
      'numpy',
      '==',
      '=',
      ' ',
      '\n',
      '- ',
      ':',
      '"',
      "'",
      '#',
      '@',
      '[',
      ']',
      '(',
      ')',
      '{',
      '}',
      '\\',
      '!',
      '%',
      '$',
      'import ',
      'FROM ',
      'RUN ',
      'pip:',
      '\t',
      '\r\n',
      '<-',
      'é',
      '|',
      '`',
      ';',
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(line, { maxLength: 60 }), (name, parts) => {
        check(lintInput({ [name]: parts.join(''), 'a.ipynb': notebookWith(parts.join('')) }));
      }),
      { numRuns: Number(process.env['BINDERY_FUZZ_RUNS'] ?? 200) },
    );
  });

  it('reads a folder with loops of links, unreadable files and files that vanish', async () => {
    const root = mkdtempSync(join(tmpdir(), 'bad-'));
    try {
      mkdirSync(join(root, 'sub'));
      symlinkSync('..', join(root, 'sub', 'up'));
      symlinkSync('self', join(root, 'self'));
      writeFileSync(join(root, 'requirements.txt'), 'numpy\n', { mode: 0o000 });
      writeFileSync(join(root, 'a.py'), 'import numpy\n');
      const { files } = await repositoryFiles(root, process.env, new AbortController().signal);
      rmSync(join(root, 'a.py'));
      const { skipped } = check({ view: diskView(root), files: () => files });
      assert.ok(skipped.some(({ file }) => file === 'a.py'));
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('lints a repository of 50,000 files', () => {
    const files = Array.from({ length: 50_000 }, (_, number) => ({ path: `data/${number}.csv`, size: 10 }));
    const { view } = lintInput({ 'requirements.txt': 'numpy==1.26.4\n' });
    check({ view, files: () => [...files, { path: 'requirements.txt', size: 14 }] });
  });
});
