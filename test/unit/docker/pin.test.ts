import assert from 'node:assert/strict';
import { baseAlias } from '../../../server/build/docker/build-image';
import { imageReference } from '../../../server/build/docker/images';
import { pinPlan, tellToolchains } from '../../../server/build/docker/pin';
import type { PipSettings } from '../../../server/build/packages/pip-config';
import type { EventBody } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import { imagePlan } from '../../support/docker-world';
import { checkoutOf, repository } from '../../support/engine-host';

const settings: PipSettings = {
  indexUrl: 'https://index.example/simple',
  extraIndexUrls: [],
  findLinks: [],
  noIndex: false,
  trustedHosts: [],
  pre: false,
  constraints: [],
};
const digest = `sha256:${'ab'.repeat(32)}`;
const base = { id: digest, digest, python: '3.11.2', resolvedAt: '2026-01-01T00:00:00Z' };
const dir = repository({ 'requirements.txt': 'six\n', 'runtime.txt': 'python-3.12\n' });
const checkout = checkoutOf(dir, 'content');
const means = { toolchain: 'system', settings, env: {} } as const;
const pinned = (
  change: Partial<typeof base> = {},
  toolchain: 'system' | 'managed' = 'system',
): ReturnType<typeof pinPlan> =>
  pinPlan(imagePlan(dir), checkout, { ...base, ...change }, { toolchain, settings, env: {} });

describe('A plan that is pinned for an image', () => {
  it('has the Python of the base with the system toolchain, its lock too, and says so aloud', () => {
    const { plan } = pinned();
    const system = { language: 'python', kind: 'system', requested: '3.12', resolved: '3.11.2' };
    assert.deepEqual(plan.toolchains, [system]);
    assert.ok(plan.steps.some((step) => step.op === 'install-jupyter' && step.lock === 'jupyter-3.11'));
    const events: EventBody[] = [];
    tellToolchains(imagePlan(dir), pinned(), (event) => events.push(event));
    const [told] = events;
    assert.equal(told?.level, 'warning');
    assert.match(String(told.message), /asks for Python 3\.12, this image has the Python 3\.11\.2/);
  });

  it('has the Python that was asked for with the managed toolchain', () => {
    const { plan } = pinned({}, 'managed');
    assert.equal(plan.toolchains[0]?.resolved, '3.12');
    assert.ok(plan.steps.some((step) => step.op === 'install-jupyter' && step.lock === 'jupyter-3.12'));
  });

  it('is another environment upon another base, with other files or another index, but not with other content', () => {
    const hash = pinned().environmentHash;
    assert.notEqual(pinned({ digest: `sha256:${'cd'.repeat(32)}` }).environmentHash, hash);
    assert.notEqual(pinned({ python: '3.11.3' }).environmentHash, hash);
    const index = { ...settings, indexUrl: 'https://other.example/simple' };
    assert.notEqual(
      pinPlan(imagePlan(dir), checkout, base, { ...means, settings: index }).environmentHash,
      hash,
    );
    const other = pinPlan(imagePlan(dir), checkoutOf(dir, 'other'), base, means);
    assert.equal(other.environmentHash, hash);
    assert.notEqual(other.artifactKey, pinned().artifactKey);
  });

  it('is not another environment with other credentials for the same index', () => {
    const secret = { ...settings, indexUrl: 'https://me:secret@index.example/simple' };
    const other = pinPlan(imagePlan(dir), checkout, base, { ...means, settings: secret });
    assert.equal(other.environmentHash, pinned().environmentHash);
  });

  it('cannot be upon a base without Python, or with one that Jupyter does not run on', () => {
    const without = { id: base.id, digest: base.digest, resolvedAt: base.resolvedAt };
    const pin = (): unknown => pinPlan(imagePlan(dir), checkout, without, means);
    assert.throws(pin, (error) => AppError.is(error, 'python-missing'));
    assert.throws(
      () => pinned({ python: '3.4.0' }),
      (error) => AppError.is(error, 'python-missing'),
    );
  });
});

describe('The name of an image', () => {
  it('is for people in front and the key behind', () => {
    assert.match(imageReference(pinned(), checkout), /^bindery\/work:[0-9a-f]{12}$/);
  });

  it('is a legal reference whatever the folder is called', () => {
    const { plan, ...rest } = pinned();
    const named = (repoDir: string): string => {
      const layout = { ...plan.layout, repoDir: `/home/jovyan/${repoDir}` };
      return imageReference({ ...rest, plan: { ...plan, layout } }, checkout).split(':')[0] ?? '';
    };
    assert.equal(named('My Köln__Repo.'), 'bindery/my-k-ln-repo');
    assert.equal(named('___'), 'bindery/repository');
  });

  it('of a base follows from its digest', () => {
    assert.equal(baseAlias(digest), 'bindery/base:abababababab');
  });
});
