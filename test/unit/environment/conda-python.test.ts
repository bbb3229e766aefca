import assert from 'node:assert/strict';
import { readEnvironment } from '../../../server/environment/environment';
import { binderLayout, planRepository } from '../../../server/plan/plan-repository';
import type { Plan } from '../../../server/protocol';
import { memoryView } from '../../support/memory-view';

const planOf = (dependency: string): { plan: Plan; python: string | undefined } => {
  const reading = readEnvironment(memoryView({ 'environment.yml': `dependencies:\n  - ${dependency}\n` }));
  const plan = planRepository(reading, {
    platform: 'linux/amd64',
    base: { kind: 'image', reference: 'base' },
    layout: binderLayout({ user: 'jovyan', uid: 1000 }),
    toolchain: 'managed',
    jupyterLock: (version) => `jupyter-${version}`,
  });
  return { plan, python: reading.environment.versions.python };
};

const installed = ({ steps }: Plan): string[] =>
  steps.flatMap((step) => (step.op === 'install-python' ? [step.version] : []));

describe('the Python of a conda environment', () => {
  for (const [dependency, expected] of [
    ['"python>=3.8"', '3.10'],
    ['"python >=3.8,<3.12"', '3.10'],
    ['"python>=3.11"', '3.14'],
    ['"python >=3.11,<3.13"', '3.12'],
    ['"python <3.9"', '3.8'],
    ['"python >3.10,!=3.14.*"', '3.13'],
    ['"python 3.9.*|3.11.*"', '3.11'],
    ['"conda-forge::python=3.12"', '3.12'],
    ['"conda-forge::python=3.10"', '3.10'],
    ['"conda-forge::python==3.12.4"', '3.12'],
    ['"python >=3.11.5,<3.12"', '3.11'],
    ['"python >=3.10.5"', '3.10'],
    ['"python>=4"', '3.10'],
    ['"python>=not-a-version"', '3.10'],
    ['python', '3.10'],
    ['python-dateutil>=3.11', '3.10'],
  ] as const) {
    it(`is ${expected} with ${dependency}, and repo2docker’s choice stays told`, () => {
      const { plan, python } = planOf(dependency);
      assert.deepEqual(installed(plan), [expected]);
      assert.deepEqual(
        plan.toolchains.map(({ requested }) => requested),
        [expected],
      );
      assert.equal(python, '3.10');
    });
  }
});
