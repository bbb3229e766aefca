import assert from 'node:assert/strict';
import { readCitation } from '../../../server/environment/citation-cff';
import { readCodemeta } from '../../../server/environment/codemeta-json';
import { licenseFiles, recogniseLicense } from '../../../server/environment/license-file';
import { orcidDigits, orcidFault } from '../../../server/environment/orcid';
import { sourceText } from '../../../server/environment/text';
import { readZenodo } from '../../../server/environment/zenodo-json';
import { memoryView } from '../../support/memory-view';

const citation = `cff-version: 1.2.0
message: Cite this.
title: Tides
authors:
  - family-names: Carberry
    given-names: Josiah
    orcid: https://orcid.org/0000-0002-1825-0097
  - name: Tides Lab
version: 1.10
license: [MIT, CC-BY-4.0]
doi: 10.5281/zenodo.1
identifiers:
  - { type: doi, value: 10.5281/zenodo.2 }
  - { type: url, value: https://example.org/tides }
`;

const violations = (text: string): string[] =>
  readCitation(sourceText('CITATION.cff', text)).violations.map(({ kind, path }) => `${kind} ${path}`);

describe('readCitation', () => {
  it('tells what is cited, and by which names', () => {
    const file = readCitation(sourceText('CITATION.cff', citation));
    assert.deepEqual(
      [file.title?.text, file.version?.text, file.authors, file.dois],
      ['Tides', '1.10', ['Josiah Carberry', 'Tides Lab'], ['10.5281/zenodo.1', '10.5281/zenodo.2']],
    );
    assert.deepEqual(
      file.licences.map(({ text }) => text),
      ['MIT', 'CC-BY-4.0'],
    );
    assert.deepEqual(file.violations, []);
  });

  const broken: readonly (readonly [string, string, string[]])[] = [
    ['an empty file', '', ['missing authors', 'missing cff-version', 'missing message', 'missing title']],
    ['a list', '- a\n', ['map ']],
    ['a title that is a number', citation.replace('Tides\n', '2024\n'), ['text title']],
    ['an unknown licence', citation.replace('[MIT,', '[Free,'), ['value license.0']],
    [
      'an unknown key of a person',
      citation.replace('given-names', 'first-name'),
      ['unknown authors.0.first-name'],
    ],
    [
      'a person’s key of an organisation',
      `${citation}contact:\n  - name: Lab\n    affiliation: x\n`,
      ['unknown contact.0.affiliation'],
    ],
    ['a date that is none', `${citation}date-released: 2024-13-01\n`, ['pattern date-released']],
    ['a key without a value', `${citation}abstract:\n`, ['empty abstract']],
    [
      'a reference without a type',
      `${citation}references:\n  - title: x\n    authors: [{ name: y }]\n`,
      ['missing references.0.type'],
    ],
  ];
  for (const [name, text, expected] of broken) {
    it(`says what is wrong with ${name}`, () => assert.deepEqual(violations(text), expected));
  }

  it('asks of files in an older format only for what is required', () => {
    const older = citation.replace('1.2.0', '1.0.3').replace('message: Cite this.\n', '');
    assert.deepEqual(violations(`${older}unknown: 1\n`), ['missing message']);
  });
  it('passes over what other readers of YAML accept', () => {
    const text = `${citation}abstract: "Levels of\nthe northern gauges"\n`;
    const { syntaxError, violations: found } = readCitation(sourceText('CITATION.cff', text));
    assert.deepEqual([syntaxError, found], [undefined, []]);
  });
  it('ends with data that refer to themselves many times over', () => {
    const levels = Array.from(
      { length: 9 },
      (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}*a${at}]`,
    );
    assert(violations(`a0: &a0 [x, x]\n${levels.join('\n')}\nauthors: *a9\n`).length > 0);
  });
});

describe('orcidFault', () => {
  it('knows the digit that checks the others', () => {
    assert.equal(orcidFault('0000-0002-1825-0097'), undefined);
    assert.equal(orcidFault('https://orcid.org/0000-0002-1694-233X'), undefined);
    assert.equal(orcidFault('0000-0002-1825-0079'), 'digits');
    assert.equal(orcidFault('https://orcid.org/'), 'form');
  });
  it('finds the digits in addresses', () => {
    assert.equal(orcidDigits('http://www.orcid.org/0000-0002-1694-233x/'), '0000-0002-1694-233x');
  });
});

describe('readZenodo', () => {
  const read = (value: unknown): string[] =>
    readZenodo(sourceText('.zenodo.json', JSON.stringify(value))).violations.map(
      ({ kind, path }) => `${kind} ${path}`,
    );

  it('knows fields, their values and what they need', () => {
    assert.deepEqual(read({ title: 'a', creators: [{ name: 'b' }], version: 1, keywords: ['c'] }), []);
    assert.deepEqual(
      read({ creators: [{ orcid: 'x' }], licence: 'MIT', upload_type: 'code', keywords: 'c' }),
      ['missing creators.0.name', 'unknown licence', 'value upload_type', 'list keywords'],
    );
  });
  it('tells who may see the deposit', () => {
    assert.equal(readZenodo(sourceText('.zenodo.json', '{"access_right": "closed"}')).open, false);
  });
  it('tells where it is no JSON', () => {
    assert.equal(readZenodo(sourceText('.zenodo.json', '{"a": 1,}')).syntaxError?.position.column, 8);
  });
});

describe('readCodemeta', () => {
  it('reads the version under either name', () => {
    const read = (json: string): string | undefined =>
      readCodemeta(sourceText('codemeta.json', json)).version?.text;
    assert.deepEqual(
      [read('{"version": "1.2"}'), read('{"softwareVersion": 1.0}'), read('no json')],
      ['1.2', '1.0', undefined],
    );
  });
});

describe('licence files', () => {
  it('are found under the names that people give them', () => {
    const view = memoryView({
      LICENSE: 'a',
      'licence.txt': 'a',
      COPYING: 'a',
      'LICENSES/MIT.txt': 'a',
      license: { folder: true },
      'license-checker.py': 'a',
      'notes.md': 'a',
    });
    assert.deepEqual(licenseFiles(view), ['COPYING', 'LICENSE', 'licence.txt', 'LICENSES/MIT.txt']);
  });
  it('are recognised by what they say', () => {
    const texts: readonly (readonly [string, string | undefined])[] = [
      ['Permission is hereby granted, free of charge, to any person obtaining a copy', 'MIT'],
      ['GNU LESSER GENERAL PUBLIC LICENSE\n   Version 3, 29 June 2007', 'LGPL-3.0'],
      [
        'Redistributions in binary form must reproduce …\nNeither the name of x may be used to endorse or promote products',
        'BSD-3-Clause',
      ],
      ['Do as you like.', undefined],
    ];
    for (const [text, expected] of texts) assert.equal(recogniseLicense(text), expected);
  });
});
