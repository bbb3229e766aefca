import assert from 'node:assert/strict';
import { stepInstructions } from '../../../server/plan/dockerfile/steps/all';
import type { LockFormat, Step, StepPlace } from '../../../server/protocol';
import { byEngine, planOf } from '../../golden/dockerfile/golden';

const plan = planOf('empty', 'system');

function rendered(format: LockFormat, file: string, place: StepPlace = 'before-copy'): string {
  const step: Step = {
    id: `install-lock:${file}`,
    op: 'install-lock',
    user: 'user',
    origin: 'repository',
    inputs: [file],
    prefix: 'KERNEL_PYTHON_PREFIX',
    ...{ place, format, file },
  };
  return stepInstructions(step, plan, byEngine)
    .map(({ text }) => text)
    .join('\n');
}

describe('A lock file in a Dockerfile', () => {
  for (const [format, file] of [
    ['uv', 'uv.lock'],
    ['poetry', 'poetry.lock'],
    ['pylock', 'pylock.toml'],
  ] as const) {
    it(`${file} is installed by one step with its format, environment and path`, () => {
      const command = `sh /run/bindery/tools/install-lock ${format} /srv/conda/envs/notebook ${file}`;
      assert(rendered(format, file).endsWith(command), rendered(format, file));
    });
  }

  it('shares the cache of packages only before the copy: later it may name code of the repository', () => {
    assert.match(rendered('uv', 'uv.lock'), /type=cache/);
    assert.doesNotMatch(rendered('uv', 'uv.lock', 'after-copy'), /type=cache/);
  });

  it('renv.lock is restored by renv, with the mirror that is configured', () => {
    assert.match(rendered('renv', 'renv.lock', 'after-copy'), /restore-renv renv\.lock$/);
  });
});
