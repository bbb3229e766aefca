import assert from 'node:assert/strict';
import fc from 'fast-check';
import { packageForImport } from '../../../../server/environment/names/python';
import { debianPackageFor } from '../../../../server/environment/names/debian';
import { readLog } from '../../../../server/build/explain/log';
import { recogniseCause } from '../../../../server/build/explain/recognise';
import { explainFailure, findCause } from '../../../../server/build/explain/explain';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan, Step } from '../../../../server/protocol';
import { memoryView } from '../../../support/memory-view';

const plan = {
  buildpack: 'python',
  configDir: '',
  platform: 'linux/arm64',
  layout: { repoDir: '/home/jovyan' },
  toolchains: [{ language: 'python', requested: '3.12' }],
} as unknown as Plan;
const step = {
  op: 'pip-install-requirements',
  id: 'pip',
  file: 'requirements.txt',
  inputs: [],
} as unknown as Step;
const model = { plan, step, view: memoryView({ 'requirements.txt': 'cv2\n' }) };
const logs = join(__dirname, 'logs');
const recorded = readdirSync(logs).filter((name) => name.endsWith('.log'));

function explained(lines: readonly string[], exit: string | number = 1): ReturnType<typeof explainFailure> {
  return explainFailure(findCause(lines, exit, model), exit, model);
}

function pipNotFound(name: string): readonly string[] {
  return [`ERROR: Could not find a version that satisfies the requirement ${name} (from versions: none)`];
}

describe('an explanation', () => {
  it('leaves no hole in any sentence, for every recorded log', () => {
    for (const name of recorded) {
      for (const { message, fix, docs } of explained(readFileSync(join(logs, name), 'utf8').split('\n'))) {
        assert.doesNotMatch(`${message} ${fix ?? ''}`, /\{\w+\}/, name);
        assert.match(docs ?? '', /^docs\/failures\.md#[a-z-]+$/);
      }
    }
  });

  it('names the package where the name of an import was asked for', () => {
    const [explanation] = explained(pipNotFound('cv2'));
    assert.match(explanation?.fix ?? '', /Ask for opencv-python-headless/);
    assert.match(explanation?.message ?? '', /Python 3\.12/);
    assert.deepEqual(explanation?.args, {
      package: 'cv2',
      suggestion: 'opencv-python-headless',
      python: '3.12',
    });
    assert.doesNotMatch(explained(pipNotFound('numpyy'))[0]?.fix ?? '', /Ask for/);
  });

  it('names the Debian package that has what is missing, where it is known', () => {
    const failed = 'ERROR: Failed building wheel for x';
    const known = explained(['a.c:1:2: fatal error: libpq-fe.h: No such file or directory', failed]);
    assert.equal(known[0]?.fix, 'Add libpq-dev to apt.txt: it has libpq-fe.h.');
    const unknown = explained(['a.c:1:2: fatal error: own.h: No such file or directory', failed]);
    assert.equal(unknown[0]?.fix, 'Add the Debian package that has own.h to apt.txt.');
  });
});

describe('the fix of an explanation', () => {
  const lines = ['a.c:1:2: fatal error: libpq-fe.h: No such file or directory'];
  const files: readonly (readonly [Partial<Plan>, string])[] = [
    [{ buildpack: 'python', configDir: 'binder' }, 'binder/apt.txt'],
    [{ buildpack: 'conda', configDir: '' }, 'apt.txt'],
    [{ buildpack: 'dockerfile', configDir: '' }, 'the Dockerfile'],
    [{ buildpack: 'nix', configDir: '.binder' }, '.binder/default.nix'],
  ];
  for (const [change, file] of files) {
    it(`names ${file} where the buildpack is ${change.buildpack ?? ''}`, () => {
      const changed = { ...model, plan: { ...plan, ...change } };
      const [explanation] = explainFailure(findCause(lines, 1, changed), 1, changed);
      assert.equal(explanation?.fix, `Add libpq-dev to ${file}: it has libpq-fe.h.`);
    });
  }
});

describe('the tables of names', () => {
  it('know what is imported by another name, however it is written', () => {
    assert.equal(packageForImport('PIL'), 'Pillow');
    assert.equal(packageForImport('sklearn==1.0'), 'scikit-learn');
    assert.equal(packageForImport('numpy'), undefined);
    assert.equal(packageForImport('constructor'), undefined);
  });

  it('know Debian packages by header, module, library and program', () => {
    const names = [
      'Python.h',
      'libxml-2.0',
      'curl/curl.h',
      'ssl',
      'pg_config',
      'gdal-config',
      'hdf5.h',
      'x86_64-linux-gnu-gcc',
      'gfortran',
    ];
    assert.deepEqual(names.map(debianPackageFor), [
      'python3-dev',
      'libxml2-dev',
      'libcurl4-openssl-dev',
      'libssl-dev',
      'libpq-dev',
      'libgdal-dev',
      'libhdf5-dev',
      'build-essential',
      'gfortran',
    ]);
    assert.equal(debianPackageFor('nothing'), undefined);
  });
});

/** Pieces that the expressions look for, so that random text comes near to matching. */
const pieces = [
  'error: ',
  'Because ',
  'a and ',
  '(from versions: ',
  'Failed to build `',
  "host='",
  'https://',
  '\n  cause: ',
  '\n│ └─ ',
  '\u001b[31m',
  '\r',
  'x'.repeat(300),
  ' '.repeat(200),
  '‘a’, ',
  'Traceback (most recent call last):\n',
  'File "a", line 1',
  '\n',
  '+ cp ',
  'Error in ',
  'Configuration failed because ',
  '\u0000',
  '\ud83d',
];

describe('the recogniser of causes, fed with anything', () => {
  it('never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...pieces))), (parts) => {
        explained(parts.join('').split('\n'));
      }),
      { numRuns: 300 },
    );
  });

  it('takes bounded time over megabytes of what its expressions nearly match', function () {
    this.timeout(60_000);
    for (const piece of [
      ...pieces,
      ...pieces.map((one) => `${one}a`),
      'a',
      ' ',
      '\t',
      '- ',
      ': ',
      "'",
      '/a',
    ]) {
      const started = process.cpuUsage().user;
      recogniseCause([piece.repeat(Math.ceil(2_000_000 / piece.length))]);
      recogniseCause(piece.repeat(Math.ceil(400_000 / piece.length)).split('\n'));
      const seconds = (process.cpuUsage().user - started) / 1e6;
      assert.ok(seconds < 2, `${JSON.stringify(piece.slice(0, 20))} took ${seconds} s`);
    }
  });

  it('keeps a bounded piece of the output, whole lines of it cut to a bounded length', () => {
    const long = readLog(['a'.repeat(5_000_000), ...Array.from({ length: 50_000 }, () => 'b'.repeat(100))]);
    assert.ok(long.text.length <= 100_000);
    assert.ok(readLog(['a'.repeat(5_000_000)]).text.length < 5000);
  });
});
