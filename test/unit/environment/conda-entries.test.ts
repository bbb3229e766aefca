import assert from 'node:assert/strict';
import { pythonRangeAllows } from '../../../server/environment/conda-choice';
import { readCondaEnvironment } from '../../../server/environment/environment-yml';
import { matchSpecFault } from '../../../server/environment/match-spec-fault';
import { sourceText } from '../../../server/environment/text';

describe('matchSpecFault', () => {
  for (const text of [
    'numpy',
    'numpy=1.26',
    'numpy = 1.26',
    'numpy >= 1.20, < 2',
    'numpy=1.26.4=py311h64a7726_0',
    'numpy 1.26.4 py311h64a7726_0',
    'numpy ~=1.26',
    'python=3.11.*',
    'r-base 4.1.*|4.2.*',
    'conda-forge/label/dev::gdal>=3',
    'libblas=*=*mkl',
    "pytorch[version='>=2',build=*cuda*]",
    'torch==1.9.0+cu111',
    '_libgcc_mutex=0.1=main',
    'numpy=1.26 # pinned',
    'pkg=1!2.0',
    'https://example.org/noarch/pkg-1.0-0.conda',
  ])
    it(`has nothing against ${text}`, () => assert.equal(matchSpecFault(text), undefined));

  for (const [text, kind, meant] of [
    ['numpy=>1.20', 'operator', 'numpy>=1.20'],
    ['numpy=<2', 'operator', 'numpy<=2'],
    ['numpy===1.26', 'operator', 'numpy==1.26'],
    ['numpy~1.26', 'operator', 'numpy~=1.26'],
    ['numpy^1.26', 'operator', 'numpy>=1.26,<2'],
    ['numpy@1.26', 'operator', 'numpy=1.26'],
    ['numpy==1.26,', 'comma', 'numpy==1.26'],
    ['numpy>=1.20,,<2', 'comma', 'numpy>=1.20,<2'],
    ['numpy>=1.20 <2', 'comma', 'numpy>=1.20,<2'],
    ['numpy >=1.20 , <2', 'comma', 'numpy >=1.20, <2'],
    ['numpy>=1.20 and <2', 'comma', 'numpy>=1.20,<2'],
    ["numpy=='1.26'", 'quotes', 'numpy==1.26'],
    ['numpy>=', 'version', 'numpy'],
    ['python=3.11 *_cpython', 'build', 'python=3.11=*_cpython'],
    ['numpy scipy', 'several', 'numpy|scipy'],
    ['numpy, scipy', 'several', 'numpy|scipy'],
    ["numpy==1.26; python_version<'3.9'", 'marker', 'numpy==1.26'],
    ['dask[complete]', 'extras', 'dask'],
    ['numpy (>=1.20)', 'parentheses', 'numpy>=1.20'],
    ['git+https://example.org/a/b', 'pip', ''],
    ['-r requirements.txt', 'pip', ''],
    ['numpy|scipy', 'name', ''],
    ['=1.2', 'name', ''],
  ] as const)
    it(`finds ${kind} in ${text}`, () => {
      const fault = matchSpecFault(text);
      assert.equal(fault?.kind, kind);
      assert.equal(fault.meant.join('|'), meant);
    });

  it('tells what mamba takes all the same', () => {
    const tolerated = (text: string): boolean | undefined => matchSpecFault(text)?.tolerated;
    assert.deepEqual(['numpy=', 'numpy==', 'dask[complete]', 'numpy (>=1.20)'].map(tolerated), [
      true,
      true,
      true,
      true,
    ]);
    assert.deepEqual(['numpy>=', 'numpy=>1', 'dask[complete]=2'].map(tolerated), [false, false, false]);
  });

  it('reads what never ends in the time of what does', () => {
    for (const piece of [' ', '=', '>', ',', '[', 'a ', '>=1 ', '(']) {
      const began = performance.now();
      matchSpecFault(`numpy${piece.repeat(100_000)}`);
      matchSpecFault(`numpy${piece.repeat(290 / piece.length)}`);
      assert.ok(performance.now() - began < 100, piece);
    }
  });
});

describe('readCondaEnvironment, of what is at fault', () => {
  const read = (...lines: string[]): ReturnType<typeof readCondaEnvironment> =>
    readCondaEnvironment(sourceText('environment.yml', lines.join('\n')));

  it('tells every key with what it holds', () => {
    const { keys } = read('name: a', 'dependancies:', '- numpy', '- 2', 'pip:', 'variables: {A: b}');
    assert.deepEqual(
      keys.map(({ key, holds, items, value }) => [key.text, holds, items.length, value?.text.trim()]),
      [
        ['name', 'value', 0, 'a'],
        ['dependancies', 'list', 2, '- numpy\n- 2'],
        ['pip', 'nothing', 0, undefined],
        ['variables', 'mapping', 0, '{A: b}'],
      ],
    );
  });

  it('tells channels that are no list', () => {
    assert.equal(read('channels: conda-forge').channelsNotList?.text, 'conda-forge');
    assert.equal(read('channels:').channelsNotList?.text, 'channels');
    assert.equal(read('channels: []').channelsNotList, undefined);
    assert.equal(read('dependencies: []').channelsNotList, undefined);
  });

  it('tells what entries hold that are no packages', () => {
    const { dependencies } = read('dependencies:', '- numpy: 1.26', '- pip:', '- 3.11', '- [a]', '-');
    assert.deepEqual(
      dependencies.flatMap((entry) =>
        entry.kind === 'other'
          ? [[entry.holds, ...entry.pairs.map(({ key, value }) => [key.text, value?.text])]]
          : [],
      ),
      [['mapping', ['numpy', '1.26']], ['mapping', ['pip', undefined]], ['value'], ['list'], ['nothing']],
    );
  });

  it('places the word before a list for pip', () => {
    const { dependencies } = read('dependencies:', '  - pip:', '    - a');
    const [entry] = dependencies;
    assert.equal(entry?.kind === 'pip' && entry.key.range.start.offset, 'dependencies:\n  - '.length);
  });

  it('says what a range of Python allows', () => {
    const file = read('dependencies: ["python>=3.9,<3.12"]');
    assert.deepEqual(
      ['3.8', '3.9', '3.12'].map((version) => pythonRangeAllows(file, version)),
      [false, true, false],
    );
    assert.equal(pythonRangeAllows(read('dependencies: [python]'), '3.9'), undefined);
    assert.equal(pythonRangeAllows(read('dependencies: ["python>=x"]'), '3.9'), undefined);
  });
});
