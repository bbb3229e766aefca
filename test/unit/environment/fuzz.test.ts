import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readEnvironment } from '../../../server/environment/environment';
import { maxConfigBytes } from '../../../server/environment/config-files';
import { readRequirements } from '../../../server/environment/requirements';
import { sourceText } from '../../../server/environment/text';
import type { Range } from '../../../server/protocol';
import { memoryView } from '../../support/memory-view';
import type { MemoryEntry } from '../../support/memory-view';

const names = [
  'requirements.txt',
  'requirements3.txt',
  'runtime.txt',
  'pyproject.toml',
  'setup.py',
  'apt.txt',
  'postBuild',
  'start',
  'Dockerfile',
  '.dockerignore',
  'environment.yml',
];
const paths = ['', 'binder/', '.binder/'].flatMap((folder) => names.map((name) => folder + name));

/** Texts made of what the grammars care about, so that more than their error paths is reached. */
const pieces = [
  'numpy',
  '==',
  '1.0',
  '>=',
  ';',
  '[',
  ']',
  '@',
  '-r ',
  '-e ',
  '--hash=',
  ' ',
  '\\\n',
  '\n',
  '\r',
  '#',
  '"',
  "'",
];
const words = [
  'python-',
  '3.11',
  'r-2024-01-01',
  '[project]\n',
  '[build-system]\n',
  'requires-python',
  '=',
  'FROM a',
  '\0',
  '😀',
  '${X}',
];
const text = fc.array(fc.constantFrom(...pieces, ...words), { maxLength: 30 }).map((parts) => parts.join(''));
const entry: fc.Arbitrary<MemoryEntry> = fc.oneof(
  { weight: 5, arbitrary: text },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 60 }) },
  { weight: 1, arbitrary: text.map((content) => Buffer.from(content, 'utf16le')) },
  { weight: 1, arbitrary: fc.constant({ folder: true } as const) },
  { weight: 1, arbitrary: fc.constantFrom(...paths, '../out', '').map((link) => ({ link })) },
);
const repository = fc.dictionary(fc.constantFrom(...paths), entry, { maxKeys: 6 });

function assertInside({ start, end }: Range, length: number): void {
  assert(
    start.offset >= 0 && start.offset <= end.offset && end.offset <= length,
    JSON.stringify({ start, end, length }),
  );
}

describe('reading any repository', () => {
  it('never throws, and every problem has its sentence and a place inside its file', () => {
    fc.assert(
      fc.property(repository, (files) => {
        const view = memoryView(files);
        for (const { error, file, range } of readEnvironment(view).environment.problems) {
          assert(!/\{\w+\}/.test(error.message.replace(/\$\{X\}/g, '')), error.message);
          if (range === undefined || file === undefined) continue;
          assertInside(range, sourceText(file, view.read(file) ?? '').text.length);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives every line of a requirements file a place that holds what it says', () => {
    fc.assert(
      fc.property(text, (content) => {
        const source = sourceText('requirements.txt', content);
        for (const line of readRequirements(source).lines) {
          assertInside(line.range, content.length);
          if (line.kind !== 'requirement') continue;
          const { range, text: name } = line.requirement.name;
          const written = content.slice(range.start.offset, range.end.offset).replace(/\\+(\r\n|\n|\r)/g, '');
          assert.equal(written, name);
        }
      }),
      { numRuns: 2000 },
    );
  });

  const hostile: [string, (size: number) => string][] = [
    ['one name', (size) => 'a'.repeat(size)],
    ['one line of words', (size) => 'ab '.repeat(size / 3)],
    ['quotes', (size) => `"'`.repeat(size / 2)],
    ['backslashes', (size) => '\\'.repeat(size)],
    ['continuations', (size) => '\\\n'.repeat(size / 2)],
    ['NUL bytes', (size) => '\0'.repeat(size)],
    ['blanks', (size) => ' '.repeat(size)],
    ['commas and brackets', (size) => `a[${'b,'.repeat(size / 2 - 1)}`],
    ['a version without end', (size) => `a==${'1.'.repeat(size / 2 - 2)}`],
    ['includes', (size) => '-r a.txt\n'.repeat(size / 9)],
    ['dashes', (size) => '-'.repeat(size)],
    ['hashes', (size) => '#'.repeat(size)],
  ];
  const files = ['requirements.txt', 'runtime.txt', 'pyproject.toml', 'apt.txt', 'Dockerfile', 'start'];
  for (const [name, make] of hostile) {
    it(`comes to an end with ${name}, at a size that is read and at one that is not`, function () {
      this.timeout(60_000);
      for (const content of [make(256 * 1024), make(10 * 1024 * 1024)]) {
        for (const file of files) {
          const { environment } = readEnvironment(memoryView({ [file]: content }));
          assert(environment.problems.length <= 101);
          for (const { error } of environment.problems) assert(error.message.length < 2000);
        }
      }
    });
  }

  it('refuses a configuration file that is too large, and runs a script of any size', () => {
    const large = ' '.repeat(maxConfigBytes + 1);
    const [problem] = readEnvironment(memoryView({ 'apt.txt': large })).environment.problems;
    assert.match(problem?.error.message ?? '', /apt\.txt cannot be read: it is larger than 1 MiB/);
    assert.deepEqual(readEnvironment(memoryView({ postBuild: large })).environment.problems, []);
  });
});
