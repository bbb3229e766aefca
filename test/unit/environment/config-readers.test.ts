import assert from 'node:assert/strict';
import { readDescription } from '../../../server/environment/description';
import { readDockerfile } from '../../../server/environment/dockerfile';
import {
  condaPackages,
  condaPipLines,
  readCondaEnvironment,
} from '../../../server/environment/environment-yml';
import { readInstallR } from '../../../server/environment/install-r';
import { jsonGet, jsonString, readJson } from '../../../server/environment/json-text';
import {
  readJuliaManifest,
  readJuliaProject,
  readJuliaRequire,
} from '../../../server/environment/julia-project';
import { logicalLineAt } from '../../../server/environment/logical-lines';
import { readMatchSpec, versionFreedom } from '../../../server/environment/match-spec';
import type { MatchSpec } from '../../../server/environment/match-spec';
import { readPipfile, readPipfileLock } from '../../../server/environment/pipfile';
import { sourceText } from '../../../server/environment/text';
import type { SourceText, TextSpan } from '../../../server/environment/text';

const texts = (spans: readonly TextSpan[]): string[] => spans.map(({ text }) => text);
/** What stands in the file where the span says that it stands. */
const at = ({ text }: SourceText, span: TextSpan | undefined): string | undefined =>
  span && text.slice(span.range.start.offset, span.range.end.offset);
const spec = (text: string): MatchSpec | undefined =>
  readMatchSpec(logicalLineAt(sourceText('x', text), text, 0));

describe('readMatchSpec', () => {
  const table: [string, (string | undefined)[], string][] = [
    ['numpy', [undefined, 'numpy', undefined, undefined], 'any'],
    ['numpy=1.26', [undefined, 'numpy', '=1.26', undefined], 'series'],
    ['numpy==1.26.4', [undefined, 'numpy', '==1.26.4', undefined], 'exact'],
    ['numpy 1.26.4', [undefined, 'numpy', '1.26.4', undefined], 'exact'],
    ['python=3.11.4=h2755cc3_0_cpython', [undefined, 'python', '=3.11.4', 'h2755cc3_0_cpython'], 'exact'],
    ['python 3.11.4 h2755cc3_0', [undefined, 'python', '3.11.4', 'h2755cc3_0'], 'exact'],
    ['python >=3.8,<3.12', [undefined, 'python', '>=3.8,<3.12', undefined], 'range'],
    ['python >= 3.8, < 3.12', [undefined, 'python', '>= 3.8, < 3.12', undefined], 'range'],
    ['python = 3.12', [undefined, 'python', '= 3.12', undefined], 'series'],
    ['python=3.*', [undefined, 'python', '=3.*', undefined], 'series'],
    ['conda-forge::gdal>=3', ['conda-forge', 'gdal', '>=3', undefined], 'range'],
    ['conda-forge/linux-64::gdal', ['conda-forge/linux-64', 'gdal', undefined, undefined], 'any'],
    ["pytorch[version='>=2',build=*cuda*]", [undefined, 'pytorch', undefined, undefined], 'range'],
    ['  spaced  ', [undefined, 'spaced', undefined, undefined], 'any'],
  ];
  for (const [text, expected, freedom] of table) {
    it(`reads ${text}`, () => {
      const found = spec(text);
      assert(found);
      const { channel, name, version, build } = found;
      assert.deepEqual([channel?.text, name.text, version?.text, build?.text], expected);
      assert.equal(versionFreedom(found), freedom);
      for (const span of [channel, name, version, build])
        if (span !== undefined) assert.equal(at(sourceText('x', text), span), span.text);
    });
  }
  it('reads what stands in brackets', () => {
    const fields = spec('a[version=\'>=2,<3\', build="py*", md5=0]')?.fields ?? [];
    assert.deepEqual(
      fields.map(({ name, value }) => [name.text, value.text]),
      [
        ['version', '>=2,<3'],
        ['build', 'py*'],
        ['md5', '0'],
      ],
    );
  });
  for (const text of ['', '=1.0', 'a[b', 'a/b', '-e .', 'a;b'])
    it(`does not read ${JSON.stringify(text)}`, () => assert.equal(spec(text), undefined));
});

describe('readCondaEnvironment', () => {
  const source = sourceText(
    'environment.yml',
    [
      'name: demo # not used',
      'channels: &c',
      '  - conda-forge',
      'dependencies:',
      '  - "python = 3.12"',
      '  - numpy >=1.26',
      '  - 3.11',
      '  - pip:',
      '      - simplejson==3.19 # comment',
      "      - '-e .'",
      '',
    ].join('\r\n'),
  );
  const file = readCondaEnvironment(source);

  it('places every package, its version and every entry for pip', () => {
    const [python, numpy] = condaPackages(file);
    assert.deepEqual(
      [python?.name, numpy?.version].map((span) => at(source, span)),
      ['python', '>=1.26'],
    );
    assert.deepEqual(numpy?.name.range.start, { offset: source.text.indexOf('numpy'), line: 5, column: 4 });
    assert.deepEqual(
      condaPipLines(file).map(({ kind, range }) => [
        kind,
        source.text.slice(range.start.offset, range.end.offset),
      ]),
      [
        ['requirement', 'simplejson==3.19'],
        ['location', '-e .'],
      ],
    );
  });
  it('tells name, channels, what is no package, and what decides', () => {
    assert.deepEqual([file.name?.text, texts(file.channels)], ['demo', ['conda-forge']]);
    assert.deepEqual(
      file.dependencies.map(({ kind }) => kind),
      ['package', 'package', 'other', 'pip'],
    );
    assert.deepEqual([file.python?.version, file.usesR, file.local], ['3.12', false, true]);
  });
  it('follows aliases and merged mappings without expanding them', () => {
    const merged = readCondaEnvironment(
      sourceText('e', 'x: &x\n  dependencies: &d [r-base=4.3.1]\n<<: *x\nchannels: *d\n'),
    );
    assert.deepEqual(
      [merged.rBase?.version, merged.usesR, texts(merged.channels)],
      ['4.3.1', true, ['r-base=4.3.1']],
    );
  });
  it('is not exhausted by an alias bomb, by nesting or by a loop', () => {
    const bomb = [
      'a0: &a0 x',
      ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
    ];
    assert.equal(readCondaEnvironment(sourceText('e', bomb.join('\n'))).syntaxError, undefined);
    for (const deep of ['['.repeat(50_000), '- '.repeat(30_000), 'a: &a [*a]\ndependencies: *a'])
      assert.doesNotThrow(() => readCondaEnvironment(sourceText('e', deep)));
    assert.match(readCondaEnvironment(sourceText('e', '['.repeat(200))).syntaxError?.detail ?? '', /nested/);
  });
});

describe('readPipfile and readPipfileLock', () => {
  it('place packages and versions', () => {
    const source = sourceText(
      'Pipfile',
      '[[source]]\nurl = "https://a/simple"\n[packages]\nnumpy = "==2.1"\nx = {path = "."}\n"y.z" = {version = "*"}\n[dev-packages]\nblack = "*"\n',
    );
    const { packages, indexes } = readPipfile(source);
    assert.deepEqual(
      packages.map(({ section, name, version }) => [section, name.text, version?.text]),
      [
        ['default', 'numpy', '==2.1'],
        ['default', 'x', undefined],
        ['default', 'y.z', '*'],
        ['develop', 'black', '*'],
      ],
    );
    assert.equal(at(source, packages[0]?.version), '"==2.1"');
    assert.deepEqual(texts(indexes), ['https://a/simple']);
  });
  it('read the lock', () => {
    const source = sourceText(
      'Pipfile.lock',
      '{"_meta": {"hash": {"sha256": "ab"}, "requires": {"python_version": "3.9"}},\n "default": {"numpy": {"version": "==2.1"}}}',
    );
    const lock = readPipfileLock(source);
    assert.deepEqual([lock.requires.short?.text, lock.pipfileHash?.text], ['3.9', 'ab']);
    assert.deepEqual(
      [at(source, lock.packages[0]?.name), lock.packages[0]?.name.range.start.line],
      ['"numpy"', 1],
    );
  });
});

describe('the Julia readers', () => {
  it('place dependencies and their limits', () => {
    const source = sourceText(
      'Project.toml',
      'name = "A"\n[deps]\nCSV = "1-2"\n[compat]\njulia = "1.10"\nCSV = "0.10"\n',
    );
    const { name, dependencies, julia } = readJuliaProject(source);
    assert.deepEqual([name?.text, julia?.text, at(source, julia)], ['A', '1.10', '"1.10"']);
    assert.deepEqual(
      [dependencies[0]?.name.text, dependencies[0]?.uuid?.text, dependencies[0]?.compat?.text],
      ['CSV', '1-2', '0.10'],
    );
  });
  it('read manifests of both formats, and REQUIRE', () => {
    const manifest = readJuliaManifest(
      sourceText('M', 'julia_version = "1.9"\n[[deps.CSV]]\nversion = "1"\n[[deps.Dates]]\n'),
    );
    assert.deepEqual([manifest.juliaVersion?.text, texts(manifest.packages)], ['1.9', ['CSV', 'Dates']]);
    assert.deepEqual(texts(readJuliaManifest(sourceText('M', '[[CSV]]\nversion = "1"\n')).packages), ['CSV']);
    const require = readJuliaRequire(sourceText('R', 'julia 0.6 0.7\n# x\n@linux DataFrames\n'));
    assert.deepEqual(
      require.packages.map(({ name, versions }) => [name.text, ...texts(versions)]),
      [['julia', '0.6', '0.7'], ['DataFrames']],
    );
  });
});

describe('readDescription', () => {
  it('reads fields over several lines, dependencies with versions, and remotes', () => {
    const source = sourceText(
      'DESCRIPTION',
      'Package: demo\nDepends: R (>= 4.0)\nImports:\n    sf (>= 1.0),\n    terra\nRemotes: r-lib/cli\n',
    );
    const { packageName, dependencies, remotes, invalidLine } = readDescription(source);
    assert.deepEqual([packageName?.text, texts(remotes), invalidLine], ['demo', ['r-lib/cli'], undefined]);
    assert.deepEqual(
      dependencies.map(({ field, name, version }) => [field, at(source, name), version?.text]),
      [
        ['Depends', 'R', '>= 4.0'],
        ['Imports', 'sf', '>= 1.0'],
        ['Imports', 'terra', undefined],
      ],
    );
  });
  it('tells the first line that is no field', () =>
    assert.equal(
      readDescription(sourceText('D', 'Package: a\nnonsense\n')).invalidLine?.range.start.line,
      1,
    ));
});

describe('readInstallR', () => {
  it('finds the calls that install, and what they name', () => {
    const source = sourceText(
      'install.R',
      '# install.packages("no")\ninstall.packages(c("sf", \'terra\'), repos = "https://x")\nremotes::install_github("r-lib/cli")\nBiocManager::install("limma")\ninstall("own")\nmessage("install.packages(\\"no\\")")\n',
    );
    const { calls } = readInstallR(source);
    assert.deepEqual(
      calls.map(({ from, function: name, packages }) => [from?.text, name.text, ...texts(packages)]),
      [
        [undefined, 'install.packages', 'sf', 'terra'],
        ['remotes', 'install_github', 'r-lib/cli'],
        ['BiocManager', 'install', 'limma'],
      ],
    );
    assert.equal(at(source, calls[1]?.call), 'remotes::install_github("r-lib/cli")');
  });
  it('reads what never ends in the time of what does', () => {
    for (const text of ["'\\".repeat(200_000), 'install.packages('.repeat(20_000), '"'.repeat(200_001)])
      assert.doesNotThrow(() => readInstallR(sourceText('i', text)));
  });
});

describe('readDockerfile', () => {
  it('reads instructions over several lines, heredocs and stages', () => {
    const source = sourceText(
      'Dockerfile',
      '# x\nARG V=1\nfrom --platform=linux/amd64 a:${V} AS one\nRUN echo \\\n  # note\n  two\nRUN <<EOF\nFROM no\nEOF\nFROM one\n',
    );
    const { from, instructions } = readDockerfile(source);
    assert.deepEqual(
      from.map(({ image, stage }) => [at(source, image), stage?.text]),
      [
        ['a:${V}', 'one'],
        ['one', undefined],
      ],
    );
    assert.deepEqual(
      instructions.map(({ keyword, written }) => [keyword, written.range.start.line]),
      [
        ['ARG', 1],
        ['FROM', 2],
        ['RUN', 3],
        ['RUN', 6],
        ['FROM', 9],
      ],
    );
  });
});

describe('readJson', () => {
  it('places values, and takes the last of equal names', () => {
    const json = readJson(sourceText('j', '{"a": 1, "a": ["x", {"b": "\\u0041"}]}'));
    const list = jsonGet(json.root, 'a');
    assert(list?.kind === 'array');
    const value = jsonString(json, jsonGet(list.items[1], 'b'));
    assert.deepEqual([value?.text, at(json.source, value)], ['A', '"\\u0041"']);
  });
  for (const text of ['', '{', '[1,]', '{"a" 1}', '"a\n"', '[NaN]', '1 2', '['.repeat(10_000), '"\\q"'])
    it(`refuses ${JSON.stringify(text.slice(0, 20))} with a place`, () => {
      const { syntaxError } = readJson(sourceText('j', text));
      assert(syntaxError !== undefined && syntaxError.position.offset <= text.length);
    });
});
