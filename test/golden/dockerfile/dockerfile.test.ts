import assert from 'node:assert/strict';
import type { DockerfileOptions } from '../../../server/plan/dockerfile/render';
import { renderDockerfile } from '../../../server/plan/dockerfile/render';
import { byEngine, byItself, compare, planOf } from './golden';

const examples = ['requirements', 'pyproject', 'apt', 'postbuild-start', 'empty', 'pipfile', 'binder-folder'];

describe('The Dockerfile', () => {
  for (const toolchain of ['system', 'managed'] as const) {
    for (const example of examples) {
      it(`of examples/${example} with the ${toolchain} toolchain is as it was`, () => {
        compare(`${example}-${toolchain}`, renderDockerfile(planOf(example, toolchain), byEngine).text);
      });
    }
  }

  it('that brings its own tools is as it was', () => {
    compare('requirements-printed', renderDockerfile(planOf('requirements', 'system'), byItself).text);
  });

  it('is the same when it is rendered again', () => {
    const [one, two] = [1, 2].map(() => renderDockerfile(planOf('apt', 'system'), byEngine).text);
    assert.equal(one, two);
  });

  it('in two parts has the steps of the whole, in the same order', () => {
    for (const example of examples) {
      const plan = planOf(example, 'system');
      const ids = (part: DockerfileOptions['part']): readonly string[] =>
        renderDockerfile(plan, { ...byEngine, part }).layers.map(({ id }) => id);
      assert.deepEqual([...ids('environment'), ...ids('content').slice(1)], ids('all'));
    }
  });

  it('needs nothing that the built-in frontend of engine 20.10 lacks', () => {
    for (const options of [byEngine, byItself]) {
      const { text } = renderDockerfile(planOf('postbuild-start', 'managed'), options);
      assert.doesNotMatch(text, /^# *syntax *=/m);
      assert.doesNotMatch(text, /<<-?\s*['"]?EOF/);
      assert.doesNotMatch(text, /--mount=type=secret|--network=|--link/);
    }
  });

  it('mounts no shared cache where code of the repository runs', () => {
    const { text } = renderDockerfile(planOf('pyproject', 'system'), { ...byEngine, part: 'content' });
    assert.match(text, /pip-install .* \./);
    assert.doesNotMatch(text, /type=cache/);
  });

  it('keeps names of files and labels as they are, whatever is in them', () => {
    const plan = planOf('empty', 'system');
    const odd = 'odd [1] "$HOME".txt';
    const step = {
      id: 'copy-files',
      op: 'copy-files',
      place: 'before-copy',
      user: 'user',
      origin: 'repository',
    } as const;
    const labels = { odd: 'say "$HOME" \\ end' };
    const { text } = renderDockerfile(
      { ...plan, labels, steps: [{ ...step, files: [odd], inputs: [] }] },
      byEngine,
    );
    assert.ok(text.includes('LABEL odd="say \\"\\$HOME\\" \\\\ end"'), text);
    assert.ok(text.includes('["repo/odd [[]1] \\"\\\\$HOME\\".txt","${REPO_DIR}/odd [1] \\"'), text);
  });
});
