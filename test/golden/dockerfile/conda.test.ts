import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printedDockerfile } from '../../../server/build/docker/printed';
import { jupyterLockId } from '../../../server/build/locks';
import { readEnvironment } from '../../../server/environment/environment';
import type { RepoView } from '../../../server/environment/view';
import type { DockerfileOptions } from '../../../server/plan/dockerfile/render';
import { renderDockerfile } from '../../../server/plan/dockerfile/render';
import { binderLayout, planRepository } from '../../../server/plan/plan-repository';
import type { Plan } from '../../../server/protocol';
import { diskView } from '../../../server/source/disk-view';
import { memoryView } from '../../support/memory-view';
import { repositoryRoot } from '../../support/parts';

/** BINDERY_UPDATE_GOLDEN=1 writes the files anew; look at what changed before committing it. */
const update = process.env['BINDERY_UPDATE_GOLDEN'] === '1';

function planOf(view: RepoView): Plan {
  return planRepository(readEnvironment(view), {
    platform: 'linux/amd64',
    base: { kind: 'image', reference: 'base:1' },
    layout: binderLayout({ user: 'jovyan', uid: 1000 }),
    toolchain: 'managed',
    jupyterLock: (python) => jupyterLockId(python),
    labels: { 'repo2docker.repo': 'local' },
  });
}

const options: DockerfileOptions = {
  part: 'all',
  from: 'bindery/base:1',
  tools: { kind: 'image', reference: 'bindery/tools:1' },
  repoFolder: 'repo',
  settings: true,
  secrets: ['conda'],
  authorities: false,
  trustDomain: 'local',
  labels: {},
};

function compare(name: string, text: string): void {
  const file = join(__dirname, `${name}.Dockerfile`);
  if (update) writeFileSync(file, text);
  assert.ok(existsSync(file), `${file} is missing: run the tests with BINDERY_UPDATE_GOLDEN=1`);
  assert.equal(text, readFileSync(file, 'utf8'));
}

const oldPython = 'dependencies:\n  - python=2.7\n  - numpy\n  - pip:\n      - ./own\n';

describe('The Dockerfile of a conda repository', () => {
  it('of examples/conda is as it was', () => {
    const plan = planOf(diskView(join(repositoryRoot, 'examples', 'conda')));
    compare('conda-managed', renderDockerfile(plan, options).text);
  });

  it('with Python 2.7, which gets a kernel environment of its own, is as it was', () => {
    const plan = planOf(memoryView({ 'environment.yml': oldPython }));
    compare('conda-old-python-managed', renderDockerfile(plan, options).text);
  });

  it('with R packages is as it was', () => {
    const plan = planOf(memoryView({ 'environment.yml': 'dependencies:\n  - r-base=4.3\n  - r-sf\n' }));
    compare('conda-r-managed', renderDockerfile(plan, options).text);
  });

  it('shares no cache with what its pip list may run of the repository', () => {
    const { text } = renderDockerfile(planOf(memoryView({ 'environment.yml': oldPython })), {
      ...options,
      part: 'content',
    });
    assert.match(text, /conda-from-file \S+ environment\.yml update$/m);
    assert.doesNotMatch(text, /type=cache/);
  });

  it('brings the client itself where it is printed', () => {
    const text = printedDockerfile(planOf(diskView(join(repositoryRoot, 'examples', 'conda'))), 'entry');
    assert.match(text, /pip install .*--target \/tools\/conda py-rattler==\S+ ruamel\.yaml==\S+/);
    assert.match(text, />\/tools\/conda\/bindery-conda\.py/);
  });
});
