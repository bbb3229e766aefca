import assert from 'node:assert/strict';
import { aptPackages, isAptPackage, readApt } from '../../../server/environment/apt-txt';
import { firstFrom, isLegacyBinder } from '../../../server/environment/dockerfile';
import { readIgnoreFile } from '../../../server/environment/ignore-file';
import { isLocalPipRequirement } from '../../../server/environment/local-requirement';
import { isInstallable, readPyproject } from '../../../server/environment/pyproject';
import { parseRuntime, readRuntime } from '../../../server/environment/runtime-txt';
import { readScript } from '../../../server/environment/script';
import { excerpt, physicalLines, positionAt, sourceText } from '../../../server/environment/text';
import type { SourceText } from '../../../server/environment/text';

const source = (text: string): SourceText => sourceText('file', text);

describe('sourceText', () => {
  const utf16 = Buffer.from('numpy # é\n', 'utf16le');
  const table: [string, Uint8Array, string, string][] = [
    ['UTF-8', Buffer.from('é'), 'é', 'utf-8'],
    ['UTF-8 with a mark', Buffer.from('\ufeffé'), 'é', 'utf-8'],
    ['UTF-16 with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 'numpy # é\n', 'utf-16le'],
    ['UTF-16 without a mark', utf16, 'numpy # é\n', 'utf-16le'],
    ['big-endian UTF-16', Buffer.from(utf16).swap16(), 'numpy # é\n', 'utf-16be'],
    ['Latin-1', Buffer.from([0x63, 0xe9]), 'cé', 'windows-1252'],
    ['NUL bytes', Buffer.from('a\0b'), 'a\0b', 'utf-8'],
    ['nothing', Buffer.alloc(0), '', 'utf-8'],
  ];
  for (const [name, bytes, text, encoding] of table) {
    it(`reads ${name}`, () => {
      const read = sourceText('x', bytes);
      assert.deepEqual([read.text, read.encoding], [text, encoding]);
    });
  }

  it('ends lines at LF, CRLF and CR, and counts columns in UTF-16 units', () => {
    const read = source('a\r\n😀b\rc\n');
    assert.deepEqual(
      [...physicalLines(read)].map(({ text }) => text),
      ['a', '😀b', 'c', ''],
    );
    assert.deepEqual(positionAt(read, 5), { offset: 5, line: 1, column: 2 });
    assert.deepEqual(positionAt(read, 99), { offset: 9, line: 3, column: 0 });
  });

  it('shows a text in one line, without control characters, and not longer than asked', () => {
    assert.equal(excerpt('a\n\u001b[31mb'), 'a \ufffd[31mb');
    assert.equal(excerpt('x'.repeat(100), 5), 'xxxxx…');
  });
});

describe('isLocalPipRequirement', () => {
  const local = [
    '-r x',
    '-rx',
    '-c x',
    '--requirement=x',
    '-e .',
    '-e file:///x',
    '--editable=./x',
    './x',
    '..',
    'git://../x',
  ];
  const remote = [
    '',
    '# -e .',
    '--pre .',
    'numpy',
    '-e',
    '--index-url https://x',
    'subdir/',
    '/abs/path',
    'git+https://x/y',
  ];
  for (const line of local)
    it(`sees that ${line} refers to files of the repository`, () => assert(isLocalPipRequirement(line)));
  for (const line of remote) {
    it(`sees that ${JSON.stringify(line)} does not`, () => assert(!isLocalPipRequirement(line)));
  }
});

describe('parseRuntime', () => {
  it('reads name, version and date', () => {
    assert.deepEqual(parseRuntime(' python-3.11\n'), { name: 'python', version: '3.11' });
    assert.deepEqual(parseRuntime('r-2024-02-29'), { name: 'r', date: '2024-02-29' });
    assert.deepEqual(parseRuntime('r-4.1-2023-01-31'), { name: 'r', version: '4.1', date: '2023-01-31' });
  });
  for (const content of [
    '',
    'python',
    'python-',
    '-3.11',
    'r-2024-01',
    'r-2023-02-29',
    'r-2024-1-1',
    'a-b-c-d-e-f',
  ]) {
    it(`refuses ${JSON.stringify(content)}`, () => assert.equal(parseRuntime(content), undefined));
  }
  it('knows where the version stands', () => {
    const { version, range } = readRuntime(source('\n  python-3.11\n'));
    assert.deepEqual([version?.text, version?.range.start], ['3.11', { offset: 10, line: 1, column: 9 }]);
    assert.equal(range.start.offset, 3);
  });
  it('finds the place of the date, with and without a version', () => {
    for (const text of ['r-4.3-2023-10-01\n', ' r-2023-10-01']) {
      const { date } = readRuntime(source(text));
      assert.equal(date?.text, '2023-10-01');
      assert.equal(date.range.start.offset, text.indexOf('2023'));
    }
    assert.equal(readRuntime(source('r-4.3')).date, undefined);
  });
});

describe('readPyproject', () => {
  it('finds both tables and requires-python, however they are written', () => {
    const texts = [
      '[build-system]\n[project]\nrequires-python = ">=3.11"\n',
      'build-system = {}\nproject = { "requires-python" = ">=3.11" }\n',
      "build-system.requires = []\nproject.requires-python = '>=3.11'\n",
    ];
    for (const text of texts) {
      const file = readPyproject(source(text));
      assert(isInstallable(file), text);
      assert.equal(file.requiresPython?.text, '>=3.11', text);
      const { start, end } = file.requiresPython.range;
      assert.match(text.slice(start.offset, end.offset), /^["']>=3\.11["']$/);
    }
  });
  it('does not take tool tables, or one table alone, for a package', () => {
    for (const text of [
      '',
      '[tool.poetry]\n',
      '[project]\n',
      '[build-system]\n',
      '[tool.project]\n[tool.build-system]\n',
    ]) {
      assert(!isInstallable(readPyproject(source(text))), text);
    }
  });
  it('tells the dependencies of the package, and where they are left to the build backend', () => {
    const file = readPyproject(source('[project]\ndependencies = [\n  "numpy>=1.26", 3, \'pandas\',\n]\n'));
    assert.deepEqual(
      file.dependencies.map(({ text }) => text),
      ['numpy>=1.26', 'pandas'],
    );
    assert.equal(file.dynamicDependencies, false);
    assert(readPyproject(source('[project]\ndynamic = ["version", "dependencies"]\n')).dynamicDependencies);
    assert.deepEqual(readPyproject(source('[project]\ndependencies = "numpy"\n')).dependencies, []);
  });
  it('tells the extras, the requirements of the build, and what is named to setuptools', () => {
    const text = `[project]
name = "survey"
[project.optional-dependencies]
plots = ["matplotlib>=3.8"]
maps = []
[build-system]
requires = ["setuptools", 'numpy']
build-backend = "setuptools.build_meta"
[tool.setuptools.packages.find]
include = ["survey*"]
`;
    const { extras, buildRequires, buildBackend, namesPackages } = readPyproject(source(text));
    assert.deepEqual(
      extras.map(({ name, requirements }) => [name.text, requirements.map((each) => each.text)]),
      [
        ['plots', ['matplotlib>=3.8']],
        ['maps', []],
      ],
    );
    const at = extras[0]!.requirements[0]!.range;
    assert.equal(text.slice(at.start.offset, at.end.offset), '"matplotlib>=3.8"');
    assert.deepEqual(
      buildRequires.map((each) => each.text),
      ['setuptools', 'numpy'],
    );
    assert.equal(buildBackend?.text, 'setuptools.build_meta');
    assert(namesPackages);
    assert(!readPyproject(source('[tool.setuptools]\nzip-safe = false\n')).namesPackages);
  });
  it('tells what Poetry installs: neither Python nor what is optional', () => {
    const text =
      '[tool.poetry.dependencies]\npython = "^3.10"\nnumpy = "^1.26"\nxarray = { version = "*", optional = true }\n[tool.poetry.dependencies.torch]\nversion = "2.3"\n';
    assert.deepEqual(
      readPyproject(source(text)).poetryDependencies.map((name) => name.text),
      ['numpy', 'torch'],
    );
  });
  it('tells name and version of the package, of Poetry too', () => {
    const texts = [
      '[project]\nname = "plots"\nversion = "1.2"\n',
      '[tool.poetry]\nname = "plots"\nversion = "1.2"\n',
    ];
    for (const text of texts) {
      const { packageName, packageVersion } = readPyproject(source(text));
      assert.deepEqual([packageName?.text, packageVersion?.text], ['plots', '1.2'], text);
    }
    assert.equal(readPyproject(source('[project]\ndynamic = ["version"]\n')).packageVersion, undefined);
  });
  it('tells where the syntax is wrong', () => {
    const file = readPyproject(source('[project]\nname = \n'));
    assert.equal(file.syntaxError?.position.line, 1);
  });
  it('tells a requires-python that is no text apart', () => {
    assert.equal(
      readPyproject(source('[project]\nrequires-python = 3.11\n')).requiresPythonNotText?.text,
      '3.11',
    );
  });
});

describe('readApt', () => {
  it('reads names between blanks, without comments, with their places', () => {
    const file = readApt(source('# tools\nzip  unp # both\n\r\ngfortran\r\n'));
    assert.deepEqual(aptPackages(file), ['gfortran', 'unp', 'zip']);
    assert.deepEqual(file.entries[1]?.range.start, { offset: 13, line: 1, column: 5 });
  });
  for (const token of [
    'g++',
    'libstdc++6',
    'python3.12-venv',
    'zip=3.0-13',
    'libc6:i386',
    'a=1:2.3~rc1+b1',
  ]) {
    it(`accepts ${token}`, () => assert(isAptPackage(token)));
  }
  for (const token of [
    'GFortran',
    '_x',
    '-y',
    '--force',
    '.x',
    '+x',
    'zip;echo',
    'a$(id)',
    'a|b',
    'a&&b',
    'zip-',
    'a=',
    'https://x/y.deb',
    './y.deb',
    'a/stable',
    'é',
  ]) {
    it(`refuses ${token}`, () => assert(!isAptPackage(token)));
  }
});

describe('firstFrom', () => {
  it('reads the first line that begins with FROM', () => {
    assert.equal(firstFrom(source('# x\nARG A\nFROM a AS b # c\nFROM d\n'))?.text, 'FROM a AS b');
    assert.equal(firstFrom(source(' FROM a\nfrom b\n')), undefined);
  });
  it('recognises the base of the first Binder in any case, but not in a comment', () => {
    const legacy = (text: string): boolean => isLegacyBinder(firstFrom(source(text))!);
    assert(legacy('FROM AndrewOsh/Binder-Base:latest'));
    assert(!legacy('FROM debian # andrewosh/binder-base'));
  });
});

describe('readScript', () => {
  it('reads the interpreter of the first line', () => {
    assert.equal(
      readScript('start', source('#!/bin/bash -e \nexec "$@"\n'), true).interpreter?.text,
      '/bin/bash -e',
    );
    assert.equal(readScript('start', source('exec "$@"\n'), true).interpreter, undefined);
    assert.equal(readScript('start', undefined, false).source, undefined);
  });
});

describe('readIgnoreFile', () => {
  it('reads patterns without blank lines and comments', () => {
    const { patterns } = readIgnoreFile(source('# x\n\n  data/  \n!data/keep\n'));
    assert.deepEqual(
      patterns.map(({ text, range }) => [text, range.start.column]),
      [
        ['data/', 2],
        ['!data/keep', 0],
      ],
    );
  });
});
