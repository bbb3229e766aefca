import assert from 'node:assert/strict';
import { isReadableClause } from '../../../server/environment/requirement';
import { includePath, includesOf, readRequirements } from '../../../server/environment/requirements';
import type { RequirementsFile } from '../../../server/environment/requirements';
import { readRequirementsTree } from '../../../server/environment/requirements-tree';
import type { RequirementLine } from '../../../server/environment/requirement-line';
import { packageAtLocation } from '../../../server/environment/requirement-line';
import { sourceText } from '../../../server/environment/text';
import { memoryView } from '../../support/memory-view';

const read = (text: string): RequirementsFile => readRequirements(sourceText('requirements.txt', text));

/** The one line of a file that has one. */
function line(text: string): RequirementLine {
  const [only] = read(text).lines;
  assert(only);
  return only;
}

describe('readRequirements', () => {
  it('reads name, extras, version, marker and hashes of a requirement, each with its place', () => {
    const text = 'Jinja2[i18n, x]>=3,!=3.1 ; python_version < "3.12" --hash=sha256:ab # why\n';
    const found = line(text);
    assert.equal(found.kind, 'requirement');
    const { requirement } = found;
    assert.equal(requirement.name.text, 'Jinja2');
    assert.deepEqual(
      requirement.extras.map((extra) => extra.text),
      ['i18n', 'x'],
    );
    assert.deepEqual(
      requirement.clauses.map(({ operator, version }) => operator + version.text),
      ['>=3', '!=3.1'],
    );
    assert.equal(requirement.marker?.text, 'python_version < "3.12"');
    assert.deepEqual(
      found.options.map(({ name, value }) => [name, value?.text]),
      [['--hash', 'sha256:ab']],
    );
    assert.equal(found.comment?.text, '# why');
    const spans = [
      requirement.name,
      ...requirement.extras,
      requirement.clauses[1]!.version,
      requirement.marker,
    ];
    for (const span of spans)
      assert.equal(text.slice(span.range.start.offset, span.range.end.offset), span.text);
  });

  it('joins lines that end in a backslash and keeps their places', () => {
    const text = 'numpy \\\n  ==2.1 \\\r\n  --hash=sha256:ab\npandas\n';
    const [first, second] = read(text).lines;
    assert.equal(first?.kind, 'requirement');
    const { version } = first.requirement.clauses[0]!;
    assert.deepEqual([version.text, version.range.start], ['2.1', { offset: 12, line: 1, column: 4 }]);
    assert.deepEqual(first.options[0]?.value?.range.start.line, 2);
    assert.deepEqual([second?.kind, second?.range.start.line], ['requirement', 3]);
  });

  it('lets a comment end a joined line, and a backslash in a trailing comment swallow the next line', () => {
    assert.deepEqual(
      read('numpy \\\n# no\npandas').lines.map(({ kind }) => kind),
      ['requirement', 'requirement'],
    );
    assert.deepEqual(
      read('numpy # x \\\npandas\nscipy').lines.map(({ comment }) => comment?.text),
      ['# x pandas', undefined],
    );
  });

  const kinds: [string, RequirementLine['kind']][] = [
    ['', 'blank'],
    ['   # only a comment', 'blank'],
    ['numpy', 'requirement'],
    ['numpy==1.*', 'requirement'],
    ['numpy (>=1,<2)', 'requirement'],
    ['numpy>=1,', 'requirement'],
    ['torch==2.1+cpu', 'requirement'],
    ['pkg @ https://x.org/a.whl', 'requirement'],
    ['pkg[extra]@git+https://x.org/r@main', 'requirement'],
    ['foo#egg', 'invalid'],
    ['git+https://x.org/r@main#egg=r', 'location'],
    ['https://x.org/a.whl', 'location'],
    ['./pkg', 'location'],
    ['..', 'location'],
    ['subdir/', 'location'],
    ['pkg-1.0-py3-none-any.whl', 'requirement'],
    ['dist/pkg-1.0.whl', 'location'],
    ['-e .', 'location'],
    ['-e git+https://x.org/r', 'location'],
    ['--editable=.', 'location'],
    ['numpy${SUFFIX}', 'location'],
    ['-r other.txt', 'options'],
    ['-cconstraints.txt', 'options'],
    ['--pre', 'options'],
    ['--extra-index-url https://x.org --trusted-host x.org', 'options'],
    ['--extra-index https://x.org', 'options'],
    ['-i "https://x.org/a b"', 'options'],
    ['numpy=1.2', 'invalid'],
    ['numpy==', 'invalid'],
    ['numpy pandas', 'invalid'],
    ['numpy, pandas', 'invalid'],
    ['numpy>=1 <2', 'invalid'],
    ['- numpy', 'invalid'],
    ['--no-such-option', 'invalid'],
    ['--pre=yes', 'invalid'],
    ['-r', 'invalid'],
    ['pip install numpy', 'invalid'],
    ['import numpy', 'invalid'],
    ['>=1.0', 'invalid'],
    ['numpy-', 'invalid'],
    ['a\0b', 'invalid'],
  ];
  for (const [text, kind] of kinds) {
    it(`takes ${JSON.stringify(text)} for ${kind}`, () => assert.equal(line(text).kind, kind));
  }

  it('gives each include its role and target', () => {
    const includes = includesOf(read('-r a.txt\n--constraint=b.txt\nnumpy\n-r"c d.txt"\n'));
    assert.deepEqual(
      includes.map(({ role, target }) => [role, target.text]),
      [
        ['requirement', 'a.txt'],
        ['constraint', 'b.txt'],
        ['requirement', 'c d.txt'],
      ],
    );
  });

  it('sees in the lines as they stand whether the file refers to the repository', () => {
    assert(!read('numpy\n# -e .\n').local);
    assert(read('numpy\n-e .\n').local);
    assert(read('numpy \\\n-c x\n').local);
  });
});

describe('isReadableClause', () => {
  it('takes what PEP 440 has, and what an environment variable makes', () => {
    const readable = (text: string): boolean => {
      const found = line(text);
      assert(found.kind === 'requirement', text);
      return found.requirement.clauses.every(isReadableClause);
    };
    const fine = [
      'a==1.0',
      'a==1.*',
      'a!=1.*',
      'a~=1.2',
      'a>=1,<2',
      'a==1.0+cpu',
      'a===odd',
      'a==${VERSION}',
      'a==1.2-1',
    ];
    const faulty = ['a>=1.*', 'a~=1', 'a==1.x', 'a==latest', 'a>=1.0+cpu', 'a==2021-01-01', 'a<1.2.'];
    assert.deepEqual(
      fine.filter((text) => !readable(text)),
      [],
    );
    assert.deepEqual(faulty.filter(readable), []);
  });
});

describe('includePath', () => {
  const table: [string, string, string | undefined][] = [
    ['requirements.txt', 'dev.txt', 'dev.txt'],
    ['binder/requirements.txt', '../requirements.txt', 'requirements.txt'],
    ['a/b.txt', './c//d.txt', 'a/c/d.txt'],
    ['a.txt', '../out.txt', undefined],
    ['a.txt', '/etc/passwd', undefined],
    ['a.txt', 'https://x.org/r.txt', undefined],
    ['a.txt', '${LISTS}/more.txt', undefined],
    ['a/b.txt', '..', undefined],
  ];
  for (const [from, target, path] of table) {
    it(`leads from ${from} with ${target} to ${String(path)}`, () =>
      assert.equal(includePath(from, target), path));
  }
});

describe('packageAtLocation', () => {
  const table: readonly (readonly [location: string, name: string | undefined])[] = [
    ['git+https://example.org/group/name.git@v1.2', 'name'],
    ['git+ssh://git@example.org/group/name.git', 'name'],
    ['https://example.org/x/name-1.0-py3-none-any.whl', 'name'],
    ['https://example.org/archive/main.zip#egg=name&subdirectory=x', 'name'],
    ['./tools/name/', 'name'],
    ['name-2.1.tar.gz', 'name'],
    ['', undefined],
  ];
  for (const [location, name] of table) {
    it(`finds ${String(name)} at ${location || 'nothing'}`, () =>
      assert.equal(packageAtLocation(location), name));
  }
});

describe('readRequirementsTree', () => {
  it('follows includes once each, in circles too, and tells what is missing', () => {
    const view = memoryView({
      'requirements.txt': '-r a.txt\n-c gone.txt\n',
      'a.txt': '-r requirements.txt\n-r a.txt\n-r folder\n',
      'folder/x': '',
    });
    const tree = readRequirementsTree(view, [read('-r a.txt\n-c gone.txt\n')]);
    assert.deepEqual([...tree.files.keys()], ['requirements.txt', 'a.txt']);
    assert.deepEqual(
      tree.included.map(({ from, path, found }) => [from, path, found]),
      [
        ['requirements.txt', 'a.txt', true],
        ['requirements.txt', 'gone.txt', false],
        ['a.txt', 'requirements.txt', true],
        ['a.txt', 'a.txt', true],
        ['a.txt', 'folder', false],
      ],
    );
  });
});
