import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { readEnvironment } from '../../../server/environment/environment';
import { binderLayout, planRepository } from '../../../server/plan/plan-repository';
import { diskView } from '../../../server/source/disk-view';

const folder = path.resolve(__dirname, '../../../examples');

/** The steps of each example that follow from its files. */
const steps: Record<string, string[]> = {
  apt: ['apt-install:apt.txt', 'copy-repo'],
  'binder-folder': [
    'copy-files',
    'pip-install-requirements:binder/requirements.txt',
    'copy-repo',
    'run-post-build:binder/postBuild',
  ],
  conda: ['copy-files', 'conda-env-update:environment.yml', 'copy-repo'],
  dockerfile: ['build-dockerfile:Dockerfile'],
  empty: ['copy-repo'],
  julia: ['copy-repo', 'julia-instantiate'],
  nix: ['copy-repo', 'nix-shell:default.nix'],
  pipfile: ['copy-files', 'pip-install-pipenv', 'copy-repo', 'pipenv-install'],
  'postbuild-start': ['copy-repo', 'run-post-build:postBuild'],
  pyproject: ['copy-repo', 'pip-install-repo'],
  r: ['copy-files', 'run-install-R:install.R', 'copy-repo', 'run-install-R-if-not-done:install.R'],
  requirements: ['copy-files', 'pip-install-requirements:requirements.txt', 'copy-repo'],
};

interface Notebook {
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly cells: readonly { readonly id: string; readonly outputs?: readonly unknown[] }[];
}

describe('the examples', () => {
  it('are all of those that are planned here', () =>
    assert.deepEqual(readdirSync(folder).sort(), Object.keys(steps)));

  for (const [name, expected] of Object.entries(steps)) {
    const view = diskView(path.join(folder, name));

    it(`${name} is planned as it is meant to be`, () => {
      const reading = readEnvironment(view, { facts: { juliaVersions: ['1.9.4', '1.12.3'] } });
      assert.deepEqual(reading.environment.problems, []);
      const plan = planRepository(reading, {
        platform: 'linux/amd64',
        base: { kind: 'image', reference: 'base' },
        layout: binderLayout({ user: 'jovyan', uid: 1000 }),
        toolchain: 'managed',
        jupyterLock: (python) => python,
      });
      const repository = plan.steps.filter(({ origin }) => origin === 'repository');
      assert.deepEqual(
        repository.map(({ id }) => id),
        expected,
      );
    });

    it(`${name} has a notebook of format 4.5 without outputs, whose cells have ids of their own`, () => {
      const [file] = view.list('').filter((entry) => entry.endsWith('.ipynb'));
      const notebook = JSON.parse(Buffer.from(view.read(file!)!).toString('utf8')) as Notebook;
      assert.deepEqual([notebook.nbformat, notebook.nbformat_minor], [4, 5]);
      const ids = notebook.cells.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      for (const { outputs } of notebook.cells) assert.deepEqual(outputs ?? [], []);
    });
  }

  it('have scripts that can be run and a start that hands over', () => {
    const view = diskView(path.join(folder, 'postbuild-start'));
    assert(view.executable('postBuild') && view.executable('start'));
    assert.match(Buffer.from(view.read('start')!).toString('utf8'), /exec "\$@"\n$/);
  });
});
