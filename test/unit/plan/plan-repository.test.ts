import assert from 'node:assert/strict';
import { readEnvironment } from '../../../server/environment/environment';
import { assertBuildable, binderLayout, planRepository } from '../../../server/plan/plan-repository';
import type { PlanOptions } from '../../../server/plan/plan-repository';
import type { Plan, Step } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import { memoryView } from '../../support/memory-view';
import type { MemoryEntry } from '../../support/memory-view';

const options: PlanOptions = {
  platform: 'linux/amd64',
  base: { kind: 'image', reference: 'base:1' },
  layout: binderLayout({ user: 'jovyan', uid: 1000 }),
  toolchain: 'managed',
  jupyterLock: (python, role) => `${role}-${python}`,
};
const plan = (files: Record<string, MemoryEntry>, changes: Partial<PlanOptions> = {}): Plan =>
  planRepository(readEnvironment(memoryView(files)), { ...options, ...changes });
const ids = ({ steps }: Plan): string[] => steps.map(({ id }) => id);
const step = ({ steps }: Plan, id: string): Step => {
  const found = steps.find((candidate) => candidate.id === id);
  assert(found, `no step ${id}`);
  return found;
};

const base = ['apt-install:base', 'install-python:NB_PYTHON_PREFIX', 'install-jupyter:NB_PYTHON_PREFIX'];

describe('planRepository', () => {
  it('plans the base and the copy for a repository without configuration', () => {
    const empty = plan({});
    assert.deepEqual(ids(empty), [...base, 'copy-repo']);
    assert.deepEqual(
      empty.steps.map(({ origin }) => origin),
      ['base', 'base', 'base', 'repository'],
    );
    assert(empty.chosenAsFallback);
  });

  it('orders apt, early files, pip, copy, package and postBuild', () => {
    const early = plan({ 'apt.txt': 'zip\n', 'requirements.txt': 'numpy\n', postBuild: '', start: '' });
    const pip = 'pip-install-requirements:requirements.txt';
    assert.deepEqual(ids(early), [
      ...base,
      'apt-install:apt.txt',
      'copy-files',
      pip,
      'copy-repo',
      'run-post-build:postBuild',
    ]);
    assert.equal(early.start, 'start');
    const late = plan({ 'requirements.txt': '-e .\n', 'setup.py': '' });
    assert.deepEqual(ids(late), [...base, 'copy-files', 'copy-repo', pip, 'pip-install-repo']);
  });

  it('installs requirements after the copy where the repository is a package, though they refer to nothing', () => {
    const late = plan({ 'requirements.txt': 'numpy\n', 'setup.py': '' });
    assert.equal(step(late, 'pip-install-requirements:requirements.txt').place, 'after-copy');
  });

  it('names included files as inputs of the step, each once', () => {
    const files = {
      'binder/requirements.txt': '-r ../a.txt\n-c c.txt\n',
      'a.txt': '-r a.txt',
      'binder/c.txt': '',
    };
    const { inputs } = step(plan(files), 'pip-install-requirements:binder/requirements.txt');
    assert.deepEqual(inputs, ['binder/requirements.txt', 'a.txt', 'binder/c.txt']);
  });

  it('gives packages to root and the rest to the user', () => {
    const { steps } = plan({ 'apt.txt': 'zip', 'requirements.txt': '', postBuild: '' });
    const root = steps.filter(({ user }) => user === 'root').map(({ op }) => op);
    assert.deepEqual(root, ['apt-install', 'install-python', 'apt-install']);
  });

  it('installs the Python that was asked for, with its lock', () => {
    const asked = plan({ 'runtime.txt': 'python-3.12' });
    assert.deepEqual(asked.toolchains, [{ language: 'python', kind: 'managed', requested: '3.12' }]);
    const jupyter = step(asked, 'install-jupyter:NB_PYTHON_PREFIX');
    assert(jupyter.op === 'install-jupyter' && jupyter.lock === 'server-3.12');
    assert.equal(asked.layout.kernelPrefix, asked.layout.nbPrefix);
  });

  it('keeps the server apart from a Python that is too old for it', () => {
    const old = plan({ 'runtime.txt': 'python-2.7', 'requirements.txt': '', 'requirements3.txt': '' });
    assert.deepEqual(ids(old).slice(1, 5), [
      'install-python:NB_PYTHON_PREFIX',
      'install-jupyter:NB_PYTHON_PREFIX',
      'install-python:KERNEL_PYTHON_PREFIX',
      'install-jupyter:KERNEL_PYTHON_PREFIX',
    ]);
    assert.deepEqual(
      old.toolchains.map(({ requested }) => requested),
      ['3.10', '2.7'],
    );
    assert.deepEqual(
      [old.layout.nbPrefix, old.layout.kernelPrefix],
      ['/srv/conda/envs/notebook', '/srv/conda/envs/kernel'],
    );
    const server = step(old, 'pip-install-requirements:requirements3.txt');
    assert(server.op === 'pip-install-requirements' && server.prefix === 'NB_PYTHON_PREFIX');
  });

  it('tells the copy which files filter it', () => {
    const copy = step(plan({ 'binder/.dockerignore': 'x', '.dockerignore': 'y' }), 'copy-repo');
    assert(copy.op === 'copy-repo');
    assert.deepEqual(copy.ignoreFiles, ['binder/.dockerignore']);
  });

  it('gives every step an id of its own', () => {
    const all = ids(
      plan({
        'runtime.txt': 'python-2.7',
        'requirements.txt': '',
        'requirements3.txt': '',
        'apt.txt': '',
        postBuild: '',
      }),
    );
    assert.equal(new Set(all).size, all.length);
  });

  it('refuses a plan whose versions depend on a fact that is not given, and names the fact', () => {
    const refused = (files: Record<string, MemoryEntry>, fact: RegExp): void =>
      assert.throws(
        () => plan(files),
        (error) => AppError.is(error, 'fact-missing') && fact.test(error.message),
      );
    refused({ 'Project.toml': '' }, /released versions of Julia/);
    refused({ DESCRIPTION: '' }, /date of today/);
  });

  it('refuses what repo2docker would refuse, and plans what only the build would', () => {
    assert.throws(
      () => plan({ 'apt.txt': 'a;b' }),
      (error) => AppError.is(error, 'invalid-apt-package'),
    );
    const reading = readEnvironment(memoryView({ 'requirements.txt': 'numpy=1' }));
    assert.doesNotThrow(() => planRepository(reading, options));
    assert.throws(
      () => {
        assertBuildable(reading.environment);
      },
      (error) => AppError.is(error, 'invalid-requirement'),
    );
  });
});
