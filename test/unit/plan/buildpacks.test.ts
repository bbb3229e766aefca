import assert from 'node:assert/strict';
import { readEnvironment } from '../../../server/environment/environment';
import type { EnvironmentFacts } from '../../../server/environment/environment';
import { binderLayout, planRepository } from '../../../server/plan/plan-repository';
import type { Plan } from '../../../server/protocol';
import { memoryView } from '../../support/memory-view';
import type { MemoryEntry } from '../../support/memory-view';

const facts: EnvironmentFacts = {
  today: '2026-11-21',
  juliaVersions: ['1.10.9', '1.12.1', '1.13.0-rc1'],
  cranSnapshot: 'x',
};
const plan = (files: Record<string, MemoryEntry>): Plan =>
  planRepository(readEnvironment(memoryView(files), { facts }), {
    platform: 'linux/amd64',
    base: { kind: 'image', reference: 'base:1' },
    layout: binderLayout({ user: 'jovyan', uid: 1000 }),
    toolchain: 'managed',
    jupyterLock: (python, role) => `${role}-${python}`,
  });
const before = ({ steps }: Plan): string[] =>
  steps.filter(({ place }) => place === 'before-copy').map(({ id }) => id);
const after = ({ steps }: Plan): string[] =>
  steps.filter(({ place }) => place === 'after-copy').map(({ id }) => id);
const python = ['install-python:NB_PYTHON_PREFIX', 'install-jupyter:NB_PYTHON_PREFIX'];
const oldPython = ['install-python:KERNEL_PYTHON_PREFIX', 'install-jupyter:KERNEL_PYTHON_PREFIX'];

describe('the steps of a buildpack', () => {
  it('are for R: its Debian packages, Python, R, RStudio, the snapshot and the kernel, before anything of the repository', () => {
    const r = plan({ 'runtime.txt': 'r-4.3-2024-05-01', 'install.R': '', DESCRIPTION: '', 'apt.txt': 'zip' });
    assert.deepEqual(before(r), [
      'apt-install:base',
      'apt-install:buildpack',
      ...python,
      'install-r',
      'install-rstudio-shiny',
      'pip-install-r-proxies',
      'prepare-shiny-dirs',
      'configure-r',
      'install-irkernel',
      'apt-install:apt.txt',
      'copy-files',
      'run-install-R:install.R',
    ]);
    assert.deepEqual(after(r), [
      'copy-repo',
      'run-install-R-if-not-done:install.R',
      'r-install-local-package',
    ]);
    assert.deepEqual(
      r.toolchains.map(({ language, requested }) => `${language} ${requested}`),
      ['python 3.10', 'r 4.3.3'],
    );
    const configure = r.steps.find(({ op }) => op === 'configure-r');
    assert(configure?.op === 'configure-r' && configure.snapshotDate === '2024-05-01');
  });

  it('are for conda with packages of R: R from conda behind the update, where the update is', () => {
    const early = plan({ 'environment.yml': 'dependencies: [r-base=4.3.1, r-sf]' });
    const rest = [
      'conda-install-r:conda',
      'install-rstudio-shiny:conda',
      'pip-install-r-proxies:conda',
      'prepare-shiny-dirs:conda',
      'configure-rstudio-conda:conda',
      'install-irkernel:conda',
    ];
    assert.deepEqual(before(early).slice(3), ['copy-files', 'conda-env-update:environment.yml', ...rest]);
    const late = plan({ 'environment.yml': 'dependencies: [r-sf, {pip: [-e .]}]' });
    assert.deepEqual(after(late), ['copy-repo', 'conda-env-update:environment.yml', ...rest]);
    assert(!before(late).includes('copy-files'));
  });

  it('are for an old Python in environment.yml: the update of a kernel environment of its own', () => {
    const old = plan({ 'environment.yml': 'dependencies: [python=3.6]' });
    assert.deepEqual(before(old).slice(1, 5), [...python, ...oldPython]);
    const update = old.steps.find(({ op }) => op === 'conda-env-update');
    assert(update?.op === 'conda-env-update' && update.prefix === 'KERNEL_PYTHON_PREFIX');
    assert.equal(old.layout.kernelPrefix, '/srv/conda/envs/kernel');
  });

  it('are for Julia: the project last but postBuild, with its manifest as input', () => {
    const julia = plan({
      'Project.toml': '',
      'Manifest.toml': '',
      'environment.yml': 'dependencies: [numpy]',
      'requirements.txt': 'pandas',
      'setup.py': '',
      postBuild: '',
    });
    assert.deepEqual(before(julia).slice(-3), [
      'install-julia',
      'copy-files',
      'conda-env-update:environment.yml',
    ]);
    assert.deepEqual(after(julia), [
      'copy-repo',
      'pip-install-requirements:requirements.txt',
      'pip-install-repo',
      'julia-instantiate',
      'run-post-build:postBuild',
    ]);
    assert.deepEqual(julia.steps.at(-2)?.inputs, ['Project.toml', 'Manifest.toml']);
    assert.deepEqual(julia.toolchains.at(-1), { language: 'julia', kind: 'managed', requested: '1.12.1' });
  });

  it('are for nix: nix alone, its shell at run time, and the start script kept', () => {
    const nix = plan({ 'default.nix': '{}', 'requirements.txt': 'numpy', start: '' });
    assert.deepEqual(
      [...before(nix), ...after(nix)],
      ['apt-install:base', 'install-nix', 'copy-repo', 'nix-shell:default.nix'],
    );
    assert.deepEqual([nix.wrapper, nix.start], ['nix-shell', 'start']);
    assert.deepEqual(
      nix.toolchains.map(({ language }) => language),
      ['nix'],
    );
  });

  it('are for a Dockerfile: that file, with the root as its context, and no start script', () => {
    const own = plan({ 'binder/Dockerfile': 'FROM x', 'binder/start': '', 'binder/apt.txt': 'A' });
    assert.deepEqual(
      own.steps.map(({ id }) => id),
      ['build-dockerfile:binder/Dockerfile'],
    );
    assert(own.steps[0]?.op === 'build-dockerfile' && own.steps[0].context === '.');
    assert.deepEqual([own.start, own.envExtra, own.toolchains], [null, [], []]);
  });

  it('are for a Pipfile: pipenv before the copy, everything else behind it', () => {
    const pipfile = plan({ 'binder/Pipfile': '', 'binder/requirements.txt': 'x', 'setup.py': '' });
    assert.deepEqual(before(pipfile).slice(3), ['copy-files', 'pip-install-pipenv']);
    assert.deepEqual(after(pipfile), ['copy-repo', 'pipenv-install']);
    const install = pipfile.steps.at(-1);
    assert(install?.op === 'pipenv-install' && install.cwd === 'binder' && install.mode === 'no-lock');
  });

  it('have ids of their own, whatever comes together', () => {
    const all = plan({
      'runtime.txt': 'r-2024-05-01',
      'environment.yml': 'dependencies: [r-sf]',
      'install.R': '',
      'apt.txt': '',
      'requirements.txt': '',
      DESCRIPTION: '',
    }).steps.map(({ id }) => id);
    assert.equal(new Set(all).size, all.length);
  });
});
