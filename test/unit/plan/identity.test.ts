import assert from 'node:assert/strict';
import { readEnvironment } from '../../../server/environment/environment';
import { canonicalJson } from '../../../server/plan/canonical-json';
import { artifactKey, environmentHash, inputDigests } from '../../../server/plan/identity';
import { binderLayout, planRepository } from '../../../server/plan/plan-repository';
import type { PlanOptions } from '../../../server/plan/plan-repository';
import { memoryView } from '../../support/memory-view';

const options: PlanOptions = {
  platform: 'linux/amd64',
  base: { kind: 'image', reference: 'base:1', digest: 'sha256:aa' },
  layout: binderLayout({ user: 'jovyan', uid: 1000 }),
  toolchain: 'managed',
  jupyterLock: (python, role) => `${role}-${python}`,
};
const files = { 'requirements.txt': 'numpy\n', 'apt.txt': 'zip\n', postBuild: 'true\n', 'index.ipynb': '{}' };

interface Identity {
  readonly environment: string;
  readonly artifact: string;
}

function identity(
  changes: Record<string, string> = {},
  planChanges: Partial<PlanOptions> = {},
  { content = 'c1', lock = 'l1', index = 'https://index.example.org/simple' } = {},
): Identity {
  const view = memoryView({ ...files, ...changes });
  const plan = planRepository(readEnvironment(view), { ...options, ...planChanges });
  const inputs = { files: inputDigests(plan, view), locks: { 'server-3.10': lock }, indexUrls: [index] };
  const environment = environmentHash(plan, inputs);
  return { environment, artifact: artifactKey(environment, content, plan) };
}

describe('environmentHash', () => {
  const first = identity();

  it('is the same for the same environment, on every machine', () => {
    assert.deepEqual(identity(), first);
    assert.match(first.environment, /^[0-9a-f]{64}$/);
  });

  const same: [string, Identity][] = [
    ['content that no step before the copy reads', identity({ 'index.ipynb': '{ }', postBuild: 'false\n' })],
    ['labels', identity({}, { labels: { a: 'b' } })],
    [
      'a tag that names the same digest',
      identity({}, { base: { kind: 'image', reference: 'b:2', digest: 'sha256:aa' } }),
    ],
    ['credentials of the index', identity({}, {}, { index: 'https://me:pw@index.example.org/simple' })],
  ];
  for (const [what, other] of same) {
    it(`does not depend on ${what}`, () => assert.equal(other.environment, first.environment));
  }

  const different: [string, Identity][] = [
    ['requirements', identity({ 'requirements.txt': 'numpy \n' })],
    ['Debian packages', identity({ 'apt.txt': 'unzip\n' })],
    ['Python', identity({ 'runtime.txt': 'python-3.11' })],
    ['the toolchain', identity({}, { toolchain: 'system' })],
    ['the platform', identity({}, { platform: 'linux/arm64' })],
    ['the base', identity({}, { base: { kind: 'image', reference: 'base:1', digest: 'sha256:bb' } })],
    ['the account', identity({}, { layout: binderLayout({ user: 'jovyan', uid: 1001 }) })],
    ['the lock', identity({}, {}, { lock: 'l2' })],
    ['the index', identity({}, {}, { index: 'https://other.example.org/simple' })],
  ];
  for (const [what, other] of different) {
    it(`depends on ${what}`, () => {
      assert.notEqual(other.environment, first.environment);
      assert.notEqual(other.artifact, first.artifact);
    });
  }

  it('depends on the files that requirements include only where they are installed before the copy', () => {
    const late = (other: string): Identity =>
      identity({ 'requirements.txt': '-r other.txt\n', 'other.txt': other });
    assert.equal(late('a').environment, late('b').environment);
  });
});

describe('artifactKey', () => {
  it('depends on the content and on the steps after the copy', () => {
    const first = identity();
    assert.notEqual(identity({}, {}, { content: 'c2' }).artifact, first.artifact);
    const withStart = identity({ start: 'exec "$@"\n' });
    assert.equal(withStart.environment, first.environment);
    assert.notEqual(withStart.artifact, first.artifact);
  });
});

describe('canonicalJson', () => {
  it('does not depend on the order of keys', () => {
    assert.equal(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' }), '{"a":"x","b":[{"c":null,"d":1}]}');
  });
});
