import assert from 'node:assert/strict';
import { resolveEnvironment } from '../../../server/environment/environment';
import type { EnvironmentFacts } from '../../../server/environment/environment';
import type { Environment, MessageCode } from '../../../server/protocol';
import { renderMessage } from '../../../server/protocol';
import { memoryView } from '../../support/memory-view';
import type { MemoryEntry } from '../../support/memory-view';

const facts: EnvironmentFacts = {
  today: '2026-11-21',
  juliaVersions: ['1.10.9', '1.12.1'],
  cranSnapshot: 'x',
};
const resolve = (files: Record<string, MemoryEntry>): Environment =>
  resolveEnvironment(memoryView(files), facts);
const roles = ({ files }: Environment): Record<string, string> =>
  Object.fromEntries(files.map(({ path, role, why }) => [path, `${role} ${why.code.slice('why.'.length)}`]));
const sentence = ({ files }: Environment, path: string): string => {
  const use = files.find((file) => file.path === path);
  assert(use, `nothing is said of ${path}`);
  return renderMessage(use.why.code as MessageCode, use.why.args);
};

describe('what each buildpack does with its files', () => {
  const table: [string, Record<string, MemoryEntry>, Record<string, string>][] = [
    [
      'conda',
      { 'environment.yml': '', 'environment.yaml': '', 'runtime.txt': 'python-3.9' },
      {
        'environment.yml': 'used conda',
        'environment.yaml': 'ignored outdone',
        'runtime.txt': 'ignored other-buildpack',
      },
    ],
    [
      'conda with packages of R that need the repository',
      { 'environment.yml': 'dependencies: [r-sf, {pip: [-r more.txt, -r gone.txt]}]', 'more.txt': 'numpy' },
      {
        'environment.yml': 'used conda-r-after-local',
        'more.txt': 'used included',
        'gone.txt': 'missing included-missing',
      },
    ],
    [
      'Pipfile',
      {
        Pipfile: '[requires]\npython_version = "3.11"',
        'Pipfile.lock': '{}',
        'requirements.txt': '-r other.txt',
        'requirements3.txt': '',
        'runtime.txt': 'python-3.9',
      },
      {
        Pipfile: 'used pipfile-python',
        'Pipfile.lock': 'used pipfile-lock',
        'requirements.txt': 'ignored other-buildpack',
        'requirements3.txt': 'ignored old-python-only',
        'runtime.txt': 'ignored runtime-pipfile',
      },
    ],
    [
      'Pipfile with a lock that says everything',
      { Pipfile: '', 'Pipfile.lock': '{"_meta": {"requires": {"python_version": "3.12"}}}' },
      { Pipfile: 'ignored pipfile-locked', 'Pipfile.lock': 'used pipfile-lock' },
    ],
    [
      'R',
      {
        DESCRIPTION: 'Package: a',
        'runtime.txt': 'r-4.3',
        'install.R': '',
        'environment.yml': '',
        'requirements.txt': 'numpy',
        Pipfile: '',
      },
      {
        DESCRIPTION: 'used r-package-undated',
        'runtime.txt': 'used r-runtime',
        'install.R': 'used install-r',
        'environment.yml': 'used conda-beside',
        'requirements.txt': 'used pip',
        Pipfile: 'ignored other-buildpack',
      },
    ],
    [
      'Julia',
      {
        'JuliaProject.toml': '',
        'Project.toml': '',
        'Manifest.toml': '',
        'runtime.txt': 'r-4.3',
        'install.R': '',
      },
      {
        'JuliaProject.toml': 'used julia-project',
        'Project.toml': 'ignored outdone',
        'Manifest.toml': 'used julia-manifest',
        'runtime.txt': 'ignored runtime-not-python',
        'install.R': 'ignored other-buildpack',
      },
    ],
    [
      'nix',
      { 'default.nix': '', 'apt.txt': '', 'requirements.txt': '' },
      { 'default.nix': 'used nix', 'apt.txt': 'used apt', 'requirements.txt': 'ignored other-buildpack' },
    ],
    [
      'dockerfile',
      { Dockerfile: '', start: '', 'environment.yml': '' },
      {
        Dockerfile: 'used dockerfile',
        start: 'ignored other-buildpack',
        'environment.yml': 'ignored other-buildpack',
      },
    ],
  ];
  for (const [name, files, expected] of table) {
    it(`is told of ${name}`, () => assert.deepEqual(roles(resolve(files)), expected));
  }

  it('is told with the versions that result', () => {
    const r = resolve({ 'runtime.txt': 'r-4.3-2024-01-10' });
    assert.equal(
      sentence(r, 'runtime.txt'),
      'It decides that R 4.3.3 is used, with the CRAN snapshot of 2024-01-10.',
    );
    assert.match(sentence(resolve({ 'Project.toml': '' }), 'Project.toml'), /^Julia 1\.12\.1 is the newest/);
    const conda = resolve({ 'environment.yml': 'dependencies: [python=3.12]' });
    assert.match(sentence(conda, 'environment.yml'), /Python 3\.12 is used\.$/);
  });
});

describe('the problems of the other buildpacks', () => {
  const conda = (text: string): Record<string, string> => ({ 'environment.yml': text });
  const project = (compat: string): Record<string, string> => ({
    'Project.toml': `[compat]\njulia = ${compat}\n`,
  });
  const table: [string, Record<string, MemoryEntry>, string, number][] = [
    ['a list', conda('- numpy'), 'environment-yml-not-mapping', 0],
    ['no dependencies', conda('name: x\ndependencies:\n'), 'environment-yml-null-dependencies', 1],
    ['a number of dependencies', conda('dependencies: 3'), 'environment-yml-null-dependencies', 0],
    ['a doubled key', conda('a: 1\nb: 2\na: 3\n'), 'config-file-syntax', 2],
    ['an unknown alias', conda('dependencies: *x\n'), 'config-file-syntax', 0],
    ['two documents', conda('a: 1\n---\nb: 2\n'), 'config-file-syntax', 1],
    ['a Python that nobody has', conda('dependencies:\n- python=3.99\n'), 'unsupported-python', 1],
    ['a major version that nobody has', conda('dependencies: [python=4]'), 'unsupported-python', 0],
    [
      'a Python without its minor version',
      conda('dependencies: ["python=3.*"]'),
      'unparsable-python-version',
      0,
    ],
    ['a Pipfile’s number', { Pipfile: '[requires]\npython_version = 3.9' }, 'config-file-syntax', 1],
    ['a lock that is a list', { 'Pipfile.lock': '[]' }, 'config-file-syntax', 0],
    ['an R that nobody has', { 'runtime.txt': 'r-4-2024-01-01' }, 'unsupported-r', 0],
    ['an R with a command in it', { 'runtime.txt': 'r-4.1.1;id-2024-01-01' }, 'unsupported-r', 0],
    ['packages from before CRAN’s snapshots', { 'runtime.txt': 'r-2018-12-06' }, 'cran-snapshot-too-old', 0],
    [
      'a Python’s version taken for R’s',
      { DESCRIPTION: '', 'runtime.txt': 'python-3.11' },
      'unsupported-r',
      0,
    ],
    [
      'an install.R that is a folder',
      { 'runtime.txt': 'r-2024-01-01', 'install.R/x': '' },
      'config-file-unreadable',
      0,
    ],
    ['a list of Julias', project('"1.6, 1.10"'), 'unparsable-julia-compat', 1],
    ['a blank behind the operator', project('">= 1.6"'), 'unparsable-julia-compat', 1],
    ['a Julia that is a number', project('1.6'), 'unparsable-julia-compat', 1],
    ['a Julia that is not released', project('"~1.13"'), 'no-matching-julia', 1],
    ['a broken Project.toml', { 'Project.toml': 'a = \n' }, 'config-file-syntax', 0],
    ['a broken runtime.txt beside Julia', { 'Project.toml': '', 'runtime.txt': 'x' }, 'invalid-runtime', 0],
    ['REQUIRE', { REQUIRE: 'julia 0.6' }, 'julia-require-removed', 0],
  ];
  for (const [name, files, code, line] of table) {
    it(`tell ${name}`, () => {
      const [problem] = resolve(files).problems;
      assert.deepEqual([problem?.stage, problem?.error.code], ['plan', code]);
      assert.equal(problem?.range?.start.line ?? 0, line);
      assert(problem?.file !== undefined && problem.error.message.includes(problem.file));
    });
  }

  it('tell an entry for pip that pip cannot read, at its place', () => {
    const [problem] = resolve(conda('dependencies:\n- pip:\n  - numpy\n  - "numpy=1"\n')).problems;
    assert.deepEqual([problem?.stage, problem?.error.code], ['build', 'invalid-requirement']);
    assert.deepEqual([problem?.range?.start.line, problem?.range?.start.column], [3, 5]);
  });

  it('tell what R needs on another platform', () => {
    const on = (files: Record<string, string>): string[] =>
      resolveEnvironment(memoryView(files), facts, { platform: 'linux/arm64' }).problems.map(
        ({ error }) => error.code,
      );
    assert.deepEqual(on(conda('dependencies: [r-sf]')), ['r-needs-amd64']);
    assert.deepEqual(on({ DESCRIPTION: '' }), ['r-needs-amd64']);
    assert.deepEqual(on({ 'Project.toml': '', ...conda('dependencies: [r-sf]') }), ['r-needs-amd64']);
    assert.deepEqual(on(conda('dependencies: [numpy]')), []);
  });
});
