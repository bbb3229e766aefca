import assert from 'node:assert/strict';
import templates from '../../../l10n/messages.en.json';
import { readEnvironment, resolveEnvironment } from '../../../server/environment/environment';
import type { Environment } from '../../../server/protocol';
import { memoryView } from '../../support/memory-view';
import type { MemoryEntry } from '../../support/memory-view';

const resolve = (files: Record<string, MemoryEntry>): Environment => resolveEnvironment(memoryView(files));
const roles = (environment: Environment): Record<string, string> =>
  Object.fromEntries(environment.files.map(({ path, role, why }) => [path, `${role} ${why.code}`]));
const codes = ({ problems }: Environment): string[] =>
  problems.map(({ stage, error }) => `${stage} ${error.code}`);
const pyproject = (range: string): string => `[build-system]\n[project]\nrequires-python = "${range}"\n`;

describe('the choice of the buildpack', () => {
  const table: [string, Record<string, MemoryEntry>, string][] = [
    [
      'Dockerfile before all else',
      { Dockerfile: 'FROM x', 'Project.toml': '', 'environment.yml': '' },
      'dockerfile',
    ],
    ['Julia before R', { 'Project.toml': '', 'runtime.txt': 'r-4.4-2024-01-01' }, 'julia-project'],
    ['REQUIRE before nix', { REQUIRE: '', 'default.nix': '' }, 'julia-require'],
    ['nix before R', { 'default.nix': '', DESCRIPTION: '' }, 'nix'],
    ['R by DESCRIPTION', { DESCRIPTION: '', 'environment.yml': '' }, 'r'],
    ['conda before Pipfile', { 'environment.yaml': '', Pipfile: '' }, 'conda'],
    ['Pipfile before requirements.txt', { 'Pipfile.lock': '{}', 'requirements.txt': '' }, 'pipfile'],
    [
      'Python over a Pipfile when runtime.txt names another language',
      { Pipfile: '', 'runtime.txt': 'ruby-3' },
      'python',
    ],
    [
      'Python with a configuration folder that hides DESCRIPTION',
      { DESCRIPTION: '', 'binder/x': '' },
      'python',
    ],
    ['Python for nothing at all', {}, 'python'],
  ];
  for (const [name, files, buildpack] of table) {
    it(`takes ${name}`, () => assert.equal(resolve(files).buildpack, buildpack));
  }

  it('names the file that decided', () => {
    assert.equal(readEnvironment(memoryView({ 'binder/Pipfile': '' })).decidedBy, 'binder/Pipfile');
    assert.equal(readEnvironment(memoryView({ 'apt.txt': '' })).decidedBy, undefined);
  });
  it('says which facts are open for buildpacks that need them', () => {
    const view = memoryView({ DESCRIPTION: '' });
    assert.deepEqual(resolveEnvironment(view).open, ['today', 'cran-snapshot']);
    assert.deepEqual(resolveEnvironment(view, { today: '2026-11-21' }).open, ['cran-snapshot']);
  });
  it('follows a link to a configuration folder inside the repository', () => {
    const environment = resolve({
      binder: { link: 'env' },
      'env/requirements.txt': 'numpy',
      'runtime.txt': 'python-3.9',
    });
    assert.equal(environment.configDir, 'binder');
  });
});

describe('problems', () => {
  const table: [string, Record<string, MemoryEntry>, string[]][] = [
    ['both configuration folders', { 'binder/x': '', '.binder/x': '' }, ['detect binder-dir-conflict']],
    [
      'a broken runtime.txt beside conda',
      { 'runtime.txt': 'x', 'environment.yml': '' },
      ['detect invalid-runtime'],
    ],
    ['a broken pyproject.toml', { 'pyproject.toml': '[' }, ['detect config-file-syntax']],
    [
      'a broken pyproject.toml beside setup.py',
      { 'pyproject.toml': '[', 'setup.py': '' },
      ['plan config-file-syntax'],
    ],
    [
      'a broken pyproject.toml in a fallback',
      { 'pyproject.toml': '[', 'runtime.txt': 'x-1' },
      ['plan config-file-syntax'],
    ],
    ['a broken pyproject.toml that is hidden', { 'pyproject.toml': '[', 'binder/x': '' }, []],
    [
      'a requires-python that is no range',
      { 'pyproject.toml': pyproject('3.11') },
      ['plan config-file-syntax'],
    ],
    ['a Python that nobody has', { 'runtime.txt': 'python-3.4' }, ['plan unsupported-python']],
    ['a major version that nobody has', { 'runtime.txt': 'python-4' }, ['plan unsupported-python']],
    ['a Python with a word in it', { 'runtime.txt': 'python-three' }, ['plan invalid-runtime']],
    [
      'all bad names of apt.txt',
      { 'apt.txt': 'a;b\nok\n$x\n' },
      ['plan invalid-apt-package', 'plan invalid-apt-package'],
    ],
    ['a folder named requirements.txt', { 'requirements.txt/x': '' }, ['plan config-file-unreadable']],
    ['a folder named runtime.txt', { 'runtime.txt/x': '' }, ['detect config-file-unreadable']],
    ['a folder named pyproject.toml', { 'pyproject.toml/x': '' }, ['detect config-file-unreadable']],
    ['the same beside setup.py', { 'pyproject.toml/x': '', 'setup.py': '' }, ['plan config-file-unreadable']],
    ['a link out of the repository', { 'apt.txt': { link: '../etc' } }, ['plan config-file-unreadable']],
    [
      'a line that pip cannot read',
      { 'requirements.txt': 'numpy\nnumpy=1\n' },
      ['build invalid-requirement'],
    ],
    [
      'a requirements file that is missing',
      { 'requirements.txt': '-r x.txt' },
      ['build config-file-unreadable'],
    ],
    ['a postBuild that is a folder', { 'postBuild/x': '' }, ['build config-file-unreadable']],
    ['a requirements file that no build reads', { 'requirements.txt': 'a b', 'environment.yml': '' }, []],
  ];
  for (const [name, files, expected] of table) {
    it(`tell ${name}`, () => assert.deepEqual(codes(resolve(files)), expected));
  }

  it('name file, line and place', () => {
    const [problem] = resolve({ 'binder/apt.txt': '# x\nzip curl;id\n' }).problems;
    assert.equal(problem?.file, 'binder/apt.txt');
    assert.deepEqual(problem.range?.start, { offset: 8, line: 1, column: 4 });
    assert.equal(
      problem.error.message,
      'binder/apt.txt line 2: curl;id is not the name of a Debian package.',
    );
  });
  it('point at the line of an included file', () => {
    const [problem] = resolve({ 'requirements.txt': '-r dev.txt', 'dev.txt': '\nnumpy=1\n' }).problems;
    assert.deepEqual([problem?.file, problem?.range?.start.line], ['dev.txt', 1]);
  });
});

describe('the version of Python', () => {
  const table: [Record<string, MemoryEntry>, string][] = [
    [{}, '3.10'],
    [{ 'runtime.txt': 'python-3.12' }, '3.12'],
    [{ 'runtime.txt': 'python-2' }, '2.7'],
    [{ 'pyproject.toml': pyproject('>=3.8') }, '3.10'],
    [{ 'pyproject.toml': pyproject('<3.10') }, '3.9'],
    [{ 'pyproject.toml': pyproject('>=3.11,<3.13') }, '3.12'],
    [{ 'pyproject.toml': pyproject('>=3.12'), 'runtime.txt': 'r-4.4' }, '3.10'],
  ];
  for (const [files, version] of table) {
    it(`is ${version} for ${JSON.stringify(files)}`, () =>
      assert.equal(resolve(files).versions.python, version));
  }
  it('gets a kernel of its own below 3.7 only', () => {
    assert.equal(resolve({ 'runtime.txt': 'python-3.6' }).versions.separateKernel, true);
    assert.equal(resolve({ 'runtime.txt': 'python-3.7' }).versions.separateKernel, false);
  });
  it('knows fewer old versions on arm64', () => {
    const view = memoryView({ 'runtime.txt': 'python-3.6' });
    assert.deepEqual(codes(resolveEnvironment(view, {}, { platform: 'linux/arm64' })), [
      'plan unsupported-python',
    ]);
  });
});

describe('the roles of files', () => {
  it('say what each file is for', () => {
    const files = {
      'runtime.txt': 'python-3.11',
      'requirements.txt': '-r more.txt\n-c gone.txt\n',
      'more.txt': 'numpy',
      'requirements3.txt': '',
      'apt.txt': 'zip',
      postBuild: '',
      start: '',
      'setup.py': '',
      'pyproject.toml': '[tool.x]\n',
      '.dockerignore': '',
      'uv.lock': '',
      'Postbuild.txt': '',
      'Environment.yml': '',
    };
    assert.deepEqual(roles(resolve(files)), {
      '.dockerignore': 'used why.ignore-file',
      'Environment.yml': 'ignored why.wrong-case',
      'apt.txt': 'used why.apt',
      'gone.txt': 'missing why.included-missing',
      'more.txt': 'used why.included',
      postBuild: 'used why.post-build',
      'pyproject.toml': 'used why.package',
      'requirements.txt': 'used why.pip-after-package',
      'requirements3.txt': 'ignored why.old-python-only',
      'runtime.txt': 'used why.python-version',
      'setup.py': 'used why.package',
      start: 'used why.start',
      'uv.lock': 'ignored why.says-packages',
    });
  });
  it('say what a configuration folder hides, unless a file in it includes it', () => {
    const files = {
      'binder/requirements.txt': '-r ../requirements.txt',
      'requirements.txt': '',
      'setup.py': '',
    };
    assert.deepEqual(roles(resolve(files)), {
      'binder/requirements.txt': 'used why.pip-after-local',
      'requirements.txt': 'used why.included',
      'setup.py': 'ignored why.hidden',
    });
  });
  it('say what another buildpack does not read', () => {
    assert.deepEqual(roles(resolve({ 'environment.yml': '', 'requirements.txt': '', 'apt.txt': '' })), {
      'apt.txt': 'used why.apt',
      'environment.yml': 'used why.conda',
      'requirements.txt': 'ignored why.other-buildpack',
    });
  });
  it('have a template for every reason, with an argument for every hole', () => {
    const views: Record<string, MemoryEntry>[] = [
      { 'requirements.txt': '', 'runtime.txt': 'x-1', 'pyproject.toml': pyproject('>=3.12') },
      { 'requirements.txt': '', 'requirements3.txt': '', 'runtime.txt': 'python-2', 'uv.lock': '' },
      { 'environment.yml': '', 'requirements.txt': '' },
      { 'binder/requirements.txt': '-r ../x', 'setup.py': '' },
    ];
    for (const { why } of views.flatMap((files) => resolve(files).files)) {
      const template = (templates as Record<string, string>)[why.code];
      assert(template !== undefined, why.code);
      for (const [, hole] of template.matchAll(/\{(\w+)\}/g)) assert(why.args[hole!] !== undefined, why.code);
    }
  });
});
