import assert from 'node:assert/strict';
import {
  compareVersions,
  parseSpecifiers,
  parseVersion,
  satisfies,
} from '../../../server/environment/pep440';

/** Each older than the next. */
const ordered = [
  '1.dev1',
  '1a1.dev1',
  '1a1',
  '1b2',
  '1rc1',
  '1',
  '1.post1.dev2',
  '1.post1',
  '1.0.1',
  '1.10',
  '2',
  '1!0.1',
];

describe('compareVersions', () => {
  it('orders versions as PEP 440 does', () => {
    for (const [index, older] of ordered.entries()) {
      for (const newer of ordered.slice(index + 1)) {
        assert(compareVersions(parseVersion(older)!, parseVersion(newer)!) < 0, `${older} < ${newer}`);
      }
    }
  });
  for (const [left, right] of [
    ['1', '1.0.0'],
    ['1.0alpha1', '1a1'],
    ['v1.0', '1.0'],
    ['1-1', '1.post1'],
    ['1+local', '1'],
  ]) {
    it(`takes ${String(left)} and ${String(right)} for equal`, () => {
      assert.equal(compareVersions(parseVersion(left!)!, parseVersion(right!)!), 0);
    });
  }
  for (const text of ['', '1.', 'abc', '1..2', '1.0-', '3.11\nextra', '9'.repeat(300)]) {
    it(`does not take ${JSON.stringify(text.slice(0, 20))} for a version`, () =>
      assert.equal(parseVersion(text), undefined));
  }
});

describe('satisfies', () => {
  const table: [string, string, boolean][] = [
    ['3.10', '', true],
    ['3.10', '>=3.10', true],
    ['3.10', '>=3.10.5', false],
    ['3.10', '<3.10', false],
    ['3.10', '<=3.10.0', true],
    ['3.10', '==3.10', true],
    ['3.10', '==3.10.*', true],
    ['3.11', '==3.1.*', false],
    ['3.10', '==3.*', true],
    ['3.10', '!=3.10.*', false],
    ['3.10', '!=3.9', true],
    ['3.10', '~=3.8', true],
    ['4.0', '~=3.8', false],
    ['3.9', '~=3.8.0', false],
    ['3.10', '>=3.8,<3.11', true],
    ['3.11', '>=3.8, <3.11', false],
    ['3.10', '>3.9', true],
    ['3.10', '>3.10', false],
    ['3.10.post1', '>3.10', false],
    ['3.12rc1', '<3.12', false],
    ['3.12rc1', '>=3.11', false],
    ['3.12rc1', '>=3.12rc1', true],
    ['3.10', '===3.10', true],
    ['3.10', '===3.10.0', false],
  ];
  for (const [version, specifiers, expected] of table) {
    it(`says that ${version} ${expected ? 'satisfies' : 'does not satisfy'} "${specifiers}"`, () => {
      assert.equal(satisfies(parseVersion(version)!, parseSpecifiers(specifiers)!), expected);
    });
  }
  for (const text of ['3.10', '>=', '>= abc', '~=3', '=>3.8', '>=3.8 <4', '>=3.8;']) {
    it(`cannot read "${text}"`, () => assert.equal(parseSpecifiers(text), undefined));
  }
});
