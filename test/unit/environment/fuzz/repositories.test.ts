import assert from 'node:assert/strict';
import { readEnvironment } from '../../../../server/environment/environment';
import { isAptPackage } from '../../../../server/environment/apt-txt';
import { readExtendedFiles } from '../../../../server/environment/extended/readers';
import { parseCondaUrl } from '../../../../server/environment/extended/conda-url';
import { parseSpecifiers, parseVersion } from '../../../../server/environment/pep440';
import { parseRuntime } from '../../../../server/environment/runtime-txt';
import { isRefName } from '../../../../server/source/git-refs';
import { parseRepo } from '../../../../server/spec/parse-repo';
import { isSessionName } from '../../../../server/launch/session-names';
import { memoryView } from '../../../support/memory-view';
import type { MemoryEntry } from '../../../support/memory-view';
import { fastest, paceOfThisMachine } from './pace';
import { fuzzedReaders } from './readers';

/** Reads a repository as both dialects do. */
function readAll(entries: Readonly<Record<string, MemoryEntry>>): void {
  const view = memoryView(entries);
  const { problems } = readEnvironment(view).environment;
  for (const { error } of problems) {
    assert(!/\{\w+\}/.test(error.message.replaceAll(/\$\{X\}/g, '')), error.message);
    // Nothing that a terminal would act upon reaches a message.
    assert(!/[\u0000-\u0008\u000e-\u001f\u007f]/.test(error.message), JSON.stringify(error.message));
  }
  readExtendedFiles(view);
}

const folders = ['', 'binder/', '.binder/'];

const longLine = Buffer.alloc(10 * 1024 * 1024, 'a');

/** What a file may be, made of a real one of its name. */
const states: readonly (readonly [string, (sample: string) => MemoryEntry])[] = [
  ['empty', () => ''],
  ['a folder', () => ({ folder: true })],
  ['a link to nothing', () => ({ link: 'nothing' })],
  ['a link out of the repository', () => ({ link: '../../etc/passwd' })],
  ['a link to itself', () => ({ link: 'uv.lock' })],
  ['NUL bytes', () => '\0'.repeat(1000)],
  ['a real file with NUL bytes', (sample) => `${sample.slice(0, 20)}\0${sample.slice(20)}`],
  ['CRLF', (sample) => sample.replaceAll('\n', '\r\n')],
  ['CR alone', (sample) => sample.replaceAll('\n', '\r')],
  ['UTF-16 with a mark', (sample) => Buffer.from(`\ufeff${sample}`, 'utf16le')],
  ['UTF-16 without a mark', (sample) => Buffer.from(sample, 'utf16le')],
  ['half of a UTF-16 unit', (sample) => Buffer.from(`\ufeff${sample}`, 'utf16le').subarray(0, -1)],
  ['UTF-8 with a mark', (sample) => `\ufeff${sample}`],
  ['bytes of no encoding', () => Uint8Array.from({ length: 256 }, (_, index) => index)],
  ['a line of 10 MB', () => longLine],
];

describe('a repository in which every configuration file is', function () {
  this.timeout(60_000);
  for (const [name, make] of states) {
    it(`${name}: is read without an error of ours`, () => {
      for (const folder of name.startsWith('a line') ? [''] : folders) {
        for (const { path, samples } of fuzzedReaders) readAll({ [folder + path]: make(samples[0] ?? '') });
      }
      if (name.startsWith('a line')) return;
      const all = fuzzedReaders.map(({ path, samples }) => [path, make(samples[0] ?? '')] as const);
      readAll(Object.fromEntries(all));
    });
  }
});

describe('requirements files that include each other', () => {
  it('come to an end in a circle, and with themselves', () => {
    readAll({ 'requirements.txt': '-r requirements.txt\n' });
    readAll({ 'requirements.txt': '-r a.txt\n', 'a.txt': '-c ./requirements.txt\n-r ./b/../a.txt\n' });
  });

  it('come to an end where each of many includes all of them', () => {
    const names = Array.from({ length: 60 }, (_, index) => `r${index}.txt`);
    const all = names.map((name) => `-r ${name}\n`).join('');
    readAll({ 'requirements.txt': all, ...Object.fromEntries(names.map((name) => [name, all])) });
  });

  it('cannot name what is outside of the repository', () => {
    const targets = [
      '../secret.txt',
      '/etc/passwd',
      'a/../../secret.txt',
      '..',
      'file:///etc/passwd',
      '~/x',
      '',
    ];
    for (const target of targets) {
      const view = memoryView({
        'requirements.txt': `-r ${target}\n`,
        '../secret.txt': 'x',
        '/etc/passwd': 'x',
      });
      const { files } = readEnvironment(view).environment;
      assert.deepEqual(
        files.map(({ path }) => path).filter((path) => path !== 'requirements.txt' && !path.startsWith('~')),
        [],
      );
    }
  });
});

/** Names that make a careless pattern try every way to split them. */
const slowNames = [
  ...['a', '-', 'a-', 'a.', '1.', '.-', ' ', 'a ', '/', '../', '@', '\\', '%41', '\0', 'é', '='].map(
    (piece) => `${piece.repeat(100_000 / piece.length)}!`,
  ),
  `zip=${'1-'.repeat(50_000)}!`,
  `>=${'1.'.repeat(50_000)}x`,
  `${'>=1,'.repeat(25_000)}!`,
  `gh/${'a-'.repeat(30_000)}/${'b.'.repeat(30_000)}/${'c/'.repeat(30_000)}`,
  `https://example.org/${'a/'.repeat(50_000)}?${'b=c&'.repeat(10_000)}`,
  `x-${'1-'.repeat(50_000)}.conda`,
];

const refuses = (run: () => unknown): void => {
  try {
    run();
  } catch {
    // Saying no is an answer; taking long is what is measured.
  }
};

/** Everything that says whether a text from outside is a name. */
const validators: Readonly<Record<string, (text: string) => unknown>> = {
  'a Debian package': isAptPackage,
  'a session': isSessionName,
  'a version': parseVersion,
  'a range of versions': parseSpecifiers,
  'a runtime': parseRuntime,
  'a conda package': parseCondaUrl,
  'a repository': (text) => parseRepo(text, { cwd: '/x', isDirectory: () => false }),
  'a ref': isRefName,
};

describe('a text that is made to be slow to recognise as the name of', function () {
  this.timeout(60_000);
  for (const [what, validate] of Object.entries(validators)) {
    it(`${what}: is recognised at once`, () => {
      const limit = 20 * paceOfThisMachine();
      for (const name of slowNames) {
        const took = fastest(() => refuses(() => validate(name)), limit);
        assert(took < limit, `${name.slice(0, 20)}…: ${took.toFixed(0)} ms of ${limit.toFixed(0)} ms`);
      }
    });
  }

  it('a Debian package, and is none, as a whole', () => {
    for (const name of [
      'a b',
      'a;b',
      '-y',
      'a\n',
      '$(x)',
      'a=1;b',
      'a-',
      'A',
      'é',
      'a\0b',
      '../a',
      'http://a',
    ]) {
      assert.equal(isAptPackage(name), false, name);
    }
  });
});
