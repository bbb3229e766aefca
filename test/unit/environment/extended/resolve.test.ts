import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readEnvironment } from '../../../../server/environment/environment';
import type { EnvironmentReading } from '../../../../server/environment/environment';
import { binderLayout, planRepository } from '../../../../server/plan/plan-repository';
import type { Dialect, MessageCode, Plan } from '../../../../server/protocol';
import { renderMessage } from '../../../../server/protocol';
import { memoryView } from '../../../support/memory-view';
import type { MemoryEntry } from '../../../support/memory-view';

const sample = (path: string): string => readFileSync(`test/fixtures/locks/${basename(path)}`, 'utf8');
const locks = (...paths: string[]): Record<string, string> =>
  Object.fromEntries(paths.map((path) => [path, sample(path)]));

const project = '[project]\nname = "demo"\nrequires-python = ">=3.10"\n';
const installable = `${project}[build-system]\nrequires = ["hatchling"]\n`;
const devcontainer = '.devcontainer/devcontainer.json';
const today = '2026-06-15';

type Files = Readonly<Record<string, MemoryEntry>>;

function read(files: Files, dialect: Dialect = 'extended'): EnvironmentReading {
  return readEnvironment(memoryView(files), { dialect, facts: { today } });
}

function plan(reading: EnvironmentReading, baseConfigured = false): Plan {
  return planRepository(reading, {
    platform: 'linux/amd64',
    base: { kind: 'image', reference: 'base' },
    layout: binderLayout({ user: 'jovyan', uid: 1000 }),
    toolchain: 'managed',
    jupyterLock: (python) => `jupyter-${python}`,
    baseConfigured,
  });
}

/** The steps that follow from the repository's files. */
function steps(made: Plan): string[] {
  return made.steps.filter(({ origin }) => origin === 'repository').map(({ id }) => id);
}

const why = ({ environment }: EnvironmentReading, path: string): string => {
  const use = environment.files.find((file) => file.path === path);
  assert(use, `nothing is said of ${path}`);
  return `${use.role}: ${renderMessage(use.why.code as MessageCode, use.why.args)}`;
};

/** Which lock counts beside what else is there: files, the lock, the buildpack. */
const winners: readonly (readonly [string, Files, string | undefined, string])[] = [
  [
    'uv.lock with an installable project',
    { 'pyproject.toml': installable, ...locks('uv.lock') },
    'uv.lock',
    'python',
  ],
  ['uv.lock with one that is not', { 'pyproject.toml': project, ...locks('uv.lock') }, 'uv.lock', 'python'],
  ['uv.lock without its project', locks('uv.lock'), undefined, 'python'],
  [
    'uv.lock beside poetry.lock and pylock.toml',
    { 'pyproject.toml': project, ...locks('uv.lock', 'poetry.lock', 'pylock.toml') },
    'uv.lock',
    'python',
  ],
  [
    'poetry.lock with its project',
    { 'pyproject.toml': project, ...locks('poetry.lock') },
    'poetry.lock',
    'python',
  ],
  ['pylock.toml alone', locks('pylock.toml'), 'pylock.toml', 'python'],
  [
    'a lock beside requirements.txt',
    {
      'requirements.txt': 'six\n',
      'pyproject.toml': project,
      ...locks('uv.lock', 'pylock.toml', 'conda-lock.yml'),
    },
    undefined,
    'python',
  ],
  ['conda-lock.yml alone', locks('conda-lock.yml'), 'conda-lock.yml', 'conda'],
  [
    'conda-lock.yml with environment.yml',
    { 'environment.yml': 'dependencies: [six]\n', ...locks('conda-lock.yml') },
    'conda-lock.yml',
    'conda',
  ],
  [
    'pixi.lock beside environment.yml',
    { 'environment.yml': 'dependencies: [six]\n', ...locks('pixi.lock', 'pixi.toml') },
    undefined,
    'conda',
  ],
  ['pixi.lock alone', locks('pixi.lock', 'pixi.toml'), 'pixi.lock', 'conda'],
  ['renv.lock alone', locks('renv.lock'), 'renv.lock', 'r'],
  [
    'renv.lock with a dated runtime.txt',
    { 'runtime.txt': 'r-4.1-2022-01-01', ...locks('renv.lock') },
    'renv.lock',
    'r',
  ],
  [
    'any lock beside a Dockerfile',
    { Dockerfile: 'FROM x\n', ...locks('uv.lock', 'pixi.lock') },
    undefined,
    'dockerfile',
  ],
  ['any lock beside Pipfile', { Pipfile: '', ...locks('pylock.toml', 'renv.lock') }, undefined, 'pipfile'],
  [
    'a lock in a repository with binder/',
    { 'binder/postBuild': '', ...locks('pylock.toml') },
    undefined,
    'python',
  ],
];

describe('the dialect extended', () => {
  for (const [name, files, lock, buildpack] of winners) {
    it(`${name}: ${lock === undefined ? 'no lock counts' : `${lock} counts`}`, () => {
      const reading = read(files);
      assert.equal(reading.extended?.lock?.path, lock);
      assert.equal(reading.environment.buildpack, buildpack);
      assert.equal(reading.extended?.needed, lock === undefined ? 'binder' : 'extended');
      assert.deepEqual(reading.environment.problems, []);
      if (lock !== undefined) assert.match(why(reading, lock), /^used: It pins \d+ packages/);
      const made = plan(reading);
      assert.deepEqual([made.dialect, made.dialectNeeded], ['extended', reading.extended.needed]);
      assert.equal(made.steps.filter(({ op }) => op === 'install-lock').length, lock === undefined ? 0 : 1);
    });

    it(`${name}: the dialect binder is not changed by it, and says what it would say`, () => {
      const reading = read(files, 'binder');
      assert.equal(reading.extended?.needed, 'binder');
      const made = plan(reading);
      assert.deepEqual([made.dialect, made.dialectNeeded], ['binder', 'binder']);
      assert(!made.steps.some(({ op }) => op === 'install-lock'));
      if (lock !== undefined)
        assert.match(why(reading, lock), /^ignored: It pins .*the dialect extended does/);
    });
  }

  it('installs a lock of Python packages before the copy, and the repository itself behind it', () => {
    const files = { 'pyproject.toml': installable, ...locks('uv.lock') };
    assert.deepEqual(steps(plan(read(files))), [
      'copy-files',
      'install-lock:uv.lock',
      'copy-repo',
      'pip-install-repo',
    ]);
    const made = plan(read(files)).steps.find(({ op }) => op === 'install-lock');
    assert.deepEqual(made?.inputs, ['uv.lock', 'pyproject.toml']);
  });

  it('installs a lock that names folders of the repository after the copy', () => {
    const uv = sample('uv.lock').replace('{ registry = "https://pypi.org/simple" }', '{ editable = "lib" }');
    const made = plan(read({ 'pyproject.toml': installable, 'uv.lock': uv }));
    assert.deepEqual(steps(made), ['copy-repo', 'install-lock:uv.lock', 'pip-install-repo']);
  });

  it('installs a conda lock instead of environment.yml, and renv’s after the copy', () => {
    const conda = { 'environment.yml': 'dependencies: [six]\n', ...locks('conda-lock.yml') };
    assert.deepEqual(steps(plan(read(conda))), ['copy-files', 'install-lock:conda-lock.yml', 'copy-repo']);
    assert.deepEqual(steps(plan(read(locks('renv.lock')))), ['copy-repo', 'install-lock:renv.lock']);
  });

  it('says which file won over a lock, and what a lock lacks', () => {
    const both = read({ 'pyproject.toml': project, ...locks('uv.lock', 'poetry.lock') });
    assert.equal(why(both, 'poetry.lock'), 'ignored: uv.lock decides what it would say, and wins.');
    const listed = read({ 'requirements.txt': '', 'pyproject.toml': project, ...locks('uv.lock') });
    assert.equal(why(listed, 'uv.lock'), 'ignored: requirements.txt decides what it would say, and wins.');
    assert.match(why(read(locks('uv.lock')), 'uv.lock'), /lock of pyproject\.toml, which is not there/);
  });

  it('stops at a lock that counts and is broken, with its place', () => {
    const reading = read({ 'pylock.toml': 'lock-version = "1.0"\n[[packages\n' });
    const [problem] = reading.environment.problems;
    assert.equal(problem?.error.code, 'config-file-syntax');
    assert.equal(problem.range?.start.line, 1);
    assert.throws(() => plan(reading), { code: 'config-file-syntax' });
    assert.deepEqual(read({ 'pylock.toml': '[[x' }, 'binder').environment.problems, []);
  });
});

describe('Python in the dialect extended', () => {
  const version = (files: Files): string | undefined => read(files).environment.versions.python;

  for (const [name, files, expected] of [
    ['.python-version decides where nothing else does', locks('.python-version'), '3.12'],
    ['runtime.txt wins over it', { 'runtime.txt': 'python-3.11', ...locks('.python-version') }, '3.11'],
    ['requires-python allows it', { 'pyproject.toml': project, '.python-version': '3.13' }, '3.13'],
    ['requires-python forbids it', { 'pyproject.toml': project, '.python-version': '3.9' }, '3.10'],
    ['a Python that there is not', { '.python-version': '3.99' }, '3.10'],
    ['Binder’s default where the lock allows it', locks('pylock.toml'), '3.10'],
    [
      'the newest that the lock allows where it forbids the default',
      { 'pylock.toml': 'lock-version = "1.0"\nrequires-python = ">=3.12,<3.14"\npackages = []\n' },
      '3.13',
    ],
    ['the Python that a conda lock pins', locks('pixi.lock'), '3.12'],
  ] as const) {
    it(name, () => assert.equal(version(files), expected));
  }

  it('is refused where runtime.txt and the lock disagree, and where the lock allows none', () => {
    const pylock = (range: string): string =>
      `lock-version = "1.0"\nrequires-python = "${range}"\npackages = []\n`;
    const [first] = read({ 'runtime.txt': 'python-3.9', 'pylock.toml': pylock('>=3.10') }).environment
      .problems;
    assert.equal(first?.error.code, 'python-version-conflict');
    assert.equal(first.file, 'runtime.txt');
    const [second] = read({ 'pylock.toml': pylock('>=4') }).environment.problems;
    assert.equal(second?.error.code, 'no-supported-python');
    assert.equal(second.range?.start.line, 1);
  });

  it('is named in the reason of the file that decided', () => {
    assert.equal(
      why(read(locks('.python-version')), '.python-version'),
      'used: It decides that Python 3.12 is used; Binder would not read it.',
    );
    assert.match(
      why(read({ '.python-version': 'pypy3.10' }), '.python-version'),
      /no Python that can be had/,
    );
  });
});

describe('R in the dialect extended', () => {
  it('is selected by install.R without a date, with the packages of two days ago', () => {
    const files = { 'install.R': 'install.packages("x")\n' };
    const reading = read(files);
    assert.deepEqual(
      [
        reading.environment.buildpack,
        reading.environment.versions.r,
        reading.environment.versions.cranSnapshotDate,
      ],
      ['r', '4.4.2', '2026-06-13'],
    );
    assert.equal(reading.decidedBy, 'install.R');
    assert.equal(plan(reading).dialectNeeded, 'extended');
    assert.match(why(reading, 'install.R'), /^used: It makes this an R repository/);
    assert.equal(read(files, 'binder').environment.buildpack, 'python');
  });

  it('has the version that an undated runtime.txt states', () => {
    const { versions } = read({ 'install.R': '', 'runtime.txt': 'r-4.2' }).environment;
    assert.equal(versions.r, '4.2.3');
  });

  it('is what renv.lock says, with its day', () => {
    const { versions } = read(locks('renv.lock')).environment;
    assert.deepEqual([versions.r, versions.cranSnapshotDate], ['4.3.1', '2023-10-02']);
  });

  it('is what a dated runtime.txt says, even beside renv.lock', () => {
    const { versions } = read({ 'runtime.txt': 'r-4.1-2022-01-01', ...locks('renv.lock') }).environment;
    assert.deepEqual([versions.r, versions.cranSnapshotDate], ['4.1.3', '2022-01-01']);
  });
});

describe('the image of a devcontainer', () => {
  const image = 'mcr.microsoft.com/devcontainers/python:3.12';
  const files = { 'requirements.txt': 'six\n', [devcontainer]: sample(devcontainer) };

  it('is built upon where no other base is configured', () => {
    assert.deepEqual(plan(read(files)).base, { kind: 'image', reference: image });
    assert.deepEqual(plan(read(files), true).base, { kind: 'image', reference: 'base' });
    assert.deepEqual(plan(read(files, 'binder')).base, { kind: 'image', reference: 'base' });
    assert.equal(plan(read(files)).dialectNeeded, 'extended');
  });

  it('does not count beside a Dockerfile, nor where it is no name of an image', () => {
    assert.equal(read({ ...files, Dockerfile: 'FROM x\n' }).extended?.image, undefined);
    for (const name of ['a b', '${IMAGE}', '-x', 'a\\nRUN b', '']) {
      assert.equal(read({ [devcontainer]: `{"image": "${name}"}` }).extended?.image, undefined, name);
    }
  });
});
