import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jupyterLockId } from '../../../server/build/locks';
import { readEnvironment } from '../../../server/environment/environment';
import type { DockerfileOptions } from '../../../server/plan/dockerfile/render';
import { binderLayout, planRepository } from '../../../server/plan/plan-repository';
import type { Plan, ToolchainKind } from '../../../server/protocol';
import { diskView } from '../../../server/source/disk-view';
import { repositoryRoot } from '../../support/parts';

/** What the network would know. */
const facts = { today: '2026-01-02', juliaVersions: ['1.9.4', '1.10.10', '1.12.3'] };
/** BINDERY_UPDATE_GOLDEN=1 writes the files anew; look at what changed before committing it. */
const update = process.env['BINDERY_UPDATE_GOLDEN'] === '1';

/** The plan of an example, as it is before an engine pins it. */
export function planOf(example: string, toolchain: ToolchainKind): Plan {
  return planRepository(readEnvironment(diskView(join(repositoryRoot, 'examples', example)), { facts }), {
    platform: 'linux/amd64',
    base: { kind: 'image', reference: 'base:1' },
    layout: binderLayout({ user: 'jovyan', uid: 1000 }),
    toolchain,
    jupyterLock: (python) => jupyterLockId(python),
    labels: { 'repo2docker.repo': 'local' },
  });
}

/** As an engine renders, with its own tools. */
export const byEngine: DockerfileOptions = {
  part: 'all',
  from: 'bindery/base:1',
  tools: { kind: 'image', reference: 'bindery/tools:1' },
  repoFolder: 'repo',
  settings: true,
  authorities: false,
  trustDomain: 'local',
  labels: {},
};

/** As `bindery plan --dockerfile` prints. */
export const byItself: DockerfileOptions = {
  ...byEngine,
  from: 'base:1',
  tools: {
    kind: 'stage',
    uvVersion: '1.2.3',
    files: { 'pip-install': "echo 'one'\n\n# two\n", 'entry/x.py': 'pass\n' },
  },
  repoFolder: '',
  settings: false,
};

/** Compares with the file of this name, or writes it. */
export function compare(name: string, text: string): void {
  const file = join(__dirname, `${name}.Dockerfile`);
  if (update) writeFileSync(file, text);
  assert.ok(existsSync(file), `${file} is missing: run the tests with BINDERY_UPDATE_GOLDEN=1`);
  assert.equal(text, readFileSync(file, 'utf8'));
}
