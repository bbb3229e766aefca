import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { extendedReaders, readExtendedFiles } from '../../../../server/environment/extended/readers';
import type { ExtendedPath } from '../../../../server/environment/extended/readers';
import type { LockFile } from '../../../../server/environment/extended/types';
import { sourceText } from '../../../../server/environment/text';
import type { Range } from '../../../../server/protocol';
import { memoryView } from '../../../support/memory-view';

/** A file as the tools write it. */
function sample(path: ExtendedPath): string {
  return readFileSync(join('test/fixtures/locks', basename(path)), 'utf8');
}

function readLock(path: ExtendedPath, text = sample(path)): LockFile {
  const file = extendedReaders[path](sourceText(path, text), 'linux/amd64');
  assert(file.kind === 'lock');
  return file;
}

/** The text at a range. */
function at({ source }: LockFile, { start, end }: Range): string {
  return source.text.slice(start.offset, end.offset);
}

function pinned({ packages }: LockFile): string[] {
  return packages.map(({ name, version }) => `${name} ${version ?? '-'}`);
}

const pypi = ['colorama 0.4.6', 'idna 3.4', 'iniconfig 1.1.1', 'six 1.16.0'];
const six = '8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254';

describe('lock files of Python packages', () => {
  for (const [path, python, packages] of [
    ['uv.lock', '>=3.10', pypi],
    ['pylock.toml', '>=3.10', pypi],
    ['poetry.lock', '>=3.10', [...pypi, 'toolz 0.12.1']],
  ] as const) {
    it(`${path}: tells each package with its version, its hashes and where it is named`, () => {
      const lock = readLock(path);
      assert.deepEqual(lock.syntaxError, undefined);
      assert.deepEqual(pinned(lock), packages);
      for (const each of lock.packages) assert.equal(at(lock, each.range), `"${each.name}"`);
      const found = lock.packages.find(({ name }) => name === 'six');
      assert(found?.hashes.includes(`sha256:${six}`), JSON.stringify(found));
    });

    it(`${path}: tells the Python it is for, and where that is said`, () => {
      const lock = readLock(path);
      assert.equal(lock.python?.text, python);
      assert.equal(at(lock, lock.python.range), `"${python}"`);
    });

    it(`${path}: says where it is broken`, () => {
      const text = sample(path);
      const cut = text.indexOf('version = "3.4"');
      const lock = readLock(path, `${text.slice(0, cut)}version = \n${text.slice(cut + 16)}`);
      assert.equal(lock.syntaxError?.position.line, text.slice(0, cut).split('\n').length - 1);
      assert.deepEqual(lock.packages, []);
    });
  }

  it('leaves the repository itself out, and names its other packages', () => {
    const text = sample('uv.lock').replace(
      'name = "idna"\nversion = "3.4"\nsource = { registry = "https://pypi.org/simple" }',
      'name = "idna"\nversion = "3.4"\nsource = { editable = "packages/idna" }',
    );
    const lock = readLock('uv.lock', text);
    assert.deepEqual(pinned(lock), ['colorama 0.4.6', 'iniconfig 1.1.1', 'six 1.16.0']);
    assert.deepEqual(lock.localPaths, ['packages/idna']);
  });

  it('reads CRLF and a byte order mark', () => {
    const lock = readLock('uv.lock', sample('uv.lock').replaceAll('\n', '\r\n'));
    assert.deepEqual(pinned(lock), pypi);
    for (const each of lock.packages) assert.equal(at(lock, each.range), `"${each.name}"`);
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(sample('uv.lock'), 'utf16le')]);
    const files = readExtendedFiles(memoryView({ 'uv.lock': bytes }));
    assert.equal((files.get('uv.lock') as LockFile).packages.length, 4);
  });

  it('tells no wrong place where a text only looks like an entry', () => {
    const lock = readLock(
      'pylock.toml',
      `x = '''\n[[packages]]\nname = "z"\n'''\n[[packages]]\nname = "a"\n`,
    );
    assert.deepEqual(pinned(lock), ['a -']);
    assert.deepEqual(lock.packages[0]?.range.start.offset, 0);
  });
});

describe('lock files of conda packages', () => {
  it('pixi.lock: tells the default environment of the platform, with addresses and hashes', () => {
    const lock = readLock('pixi.lock');
    assert.deepEqual(pinned(lock), ['_libgcc_mutex 0.1', 'python 3.12.10', 'six 1.16.0']);
    assert.deepEqual(
      lock.packages.map(({ from }) => from),
      ['conda', 'conda', 'pypi'],
    );
    const [first] = lock.packages;
    assert(first);
    assert.equal(at(lock, first.range), first.url);
    assert.deepEqual(first.hashes, [
      'sha256:fe51de6107f9edc7aa4f786a70f4a883943bc9d39b3bb7307c04c41410990726',
      'md5:d7c89558ba9fa0495403155b64376d81',
    ]);
    assert.equal(lock.python?.text, '3.12.10');
    assert.deepEqual(lock.localPaths, []);
  });

  it('conda-lock.yml: tells what is for the platform; a version stays a text', () => {
    const lock = readLock('conda-lock.yml', sample('conda-lock.yml').replaceAll('3.10.14', '3.10'));
    assert.deepEqual(pinned(lock), ['_libgcc_mutex 0.1', 'python 3.10', 'six 1.16.0']);
    assert.equal(lock.python?.text, '3.10');
    assert.equal(at(lock, lock.python.range), '3.10');
    const other = extendedReaders['conda-lock.yml'](
      sourceText('conda-lock.yml', sample('conda-lock.yml')),
      'linux/arm64',
    );
    assert.deepEqual(other.packages, []);
  });

  it('refuses references, with their place', () => {
    const lock = readLock('conda-lock.yml', 'a: &a x\npackage:\n- name: *a\n');
    assert.equal(lock.syntaxError?.position.line, 2);
    assert.match(lock.syntaxError.detail, /references/);
  });

  it('pixi.toml: tells the Python that is asked for', () => {
    const file = extendedReaders['pixi.toml'](sourceText('pixi.toml', sample('pixi.toml')));
    assert.equal(file.python?.text, '3.12.*');
    assert.equal(file.python.range.start.line, 6);
    assert.deepEqual(file.dependencies, ['python', 'numpy', 'six']);
  });
});

describe('renv.lock', () => {
  it('tells R, the day of the snapshot and each package, with their places', () => {
    const lock = readLock('renv.lock');
    assert.deepEqual(pinned(lock), ['R6 2.5.1', 'renv 1.0.3']);
    assert.equal(lock.r?.text, '4.3.1');
    assert.equal(at(lock, lock.r.range), '"4.3.1"');
    assert.equal(lock.cranDate?.text, '2023-10-02');
    assert.equal(lock.cranDate.range.start.line, 6);
  });

  it('has no day where CRAN itself is named, and takes no comments', () => {
    const text = sample('renv.lock');
    assert.equal(readLock('renv.lock', text.replace('/cran/2023-10-02', '')).cranDate, undefined);
    assert.match(readLock('renv.lock', `// x\n${text}`).syntaxError?.detail ?? '', /Comment/);
  });
});

describe('.python-version', () => {
  for (const [text, stated, version] of [
    [sample('.python-version'), '3.12.4', '3.12'],
    ['3.9', '3.9', '3.9'],
    ['cpython@3.13\n', 'cpython@3.13', '3.13'],
    ['python3.11\r\n', 'python3.11', '3.11'],
    ['pypy3.10-7.3.12\n', 'pypy3.10-7.3.12', undefined],
    ['system\n', 'system', undefined],
    ['3\n', '3', undefined],
    ['\n\n', undefined, undefined],
  ] as const) {
    it(`${JSON.stringify(text)} is ${version ?? 'no version'}`, () => {
      const file = extendedReaders['.python-version'](sourceText('.python-version', text));
      assert.equal(file.stated?.text, stated);
      assert.equal(file.version, version);
    });
  }
});

describe('devcontainer.json', () => {
  const read = (text: string): object =>
    extendedReaders['.devcontainer/devcontainer.json'](sourceText('d', text));

  it('is JSON with comments and trailing commas', () => {
    const file = extendedReaders['.devcontainer/devcontainer.json'](
      sourceText('d', sample('.devcontainer/devcontainer.json')),
    );
    assert.equal(file.syntaxError, undefined);
    assert.equal(file.image?.text, 'mcr.microsoft.com/devcontainers/python:3.12');
    assert.equal(file.image.range.start.line, 3);
  });

  it('may name a Dockerfile, by its new and by its old name', () => {
    for (const text of ['{"build": {"dockerfile": "x"}}', '{"dockerFile": "x"}']) {
      assert.equal((read(text) as { dockerfile?: { text: string } }).dockerfile?.text, 'x');
    }
  });

  it('is refused where it is nested deeper than any real one', () => {
    const { syntaxError } = read('{"a":'.repeat(20_000)) as { syntaxError?: { detail: string } };
    assert.equal(syntaxError?.detail, 'it is nested too deeply');
    assert.equal(JSON.stringify(read(`{"image": "${'['.repeat(100)}"}`)).includes('nested'), false);
  });
});

describe('files that Binder does not read', () => {
  it('are told apart from those that cannot be read', () => {
    const files = readExtendedFiles(
      memoryView({ 'uv.lock': { folder: true }, 'renv.lock': { link: '../x' } }),
    );
    assert.deepEqual(
      [...files.values()].map(({ kind }) => kind),
      ['unread', 'unread'],
    );
  });
});
