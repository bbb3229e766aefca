import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plan, Step } from '../../../server/protocol';
import type { HostWorld } from '../../support/engine-host';
import { buildIn, checkoutOf, hostWorld, repository, runIn } from '../../support/engine-host';

const pipfile = `[[source]]
url = "https://pypi.org/simple"
verify_ssl = true
name = "pypi"

[packages]
text-unidecode = "==1.3"

[dev-packages]
six = "*"
`;

/** What pipenv writes for an older six than the newest. */
const lock = {
  _meta: {
    hash: { sha256: '0' },
    'pipfile-spec': 6,
    requires: {},
    sources: [{ name: 'pypi', url: 'https://pypi.org/simple', verify_ssl: true }],
  },
  default: {
    six: {
      hashes: ['sha256:8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254'],
      index: 'pypi',
      version: '==1.16.0',
    },
  },
  develop: {},
};

const common = { user: 'user', inputs: [], origin: 'repository', prefix: 'KERNEL_PYTHON_PREFIX' } as const;
const installPipenv: Step = {
  ...common,
  id: 'pip-install-pipenv',
  op: 'pip-install-pipenv',
  place: 'before-copy',
  version: '2022.1.8',
};

/** The plan of a repository whose Pipfile stands in the folder `env`, where no plan of its own comes from. */
function withPipenv(mode: 'lock' | 'no-lock'): (plan: Plan) => Plan {
  const step: Step = {
    ...common,
    id: 'pipenv-install',
    op: 'pipenv-install',
    place: 'after-copy',
    cwd: 'env',
    mode,
    dev: true,
  };
  return (plan) => ({
    ...plan,
    steps: [...plan.steps, step].flatMap((one) => (one.op === 'copy-repo' ? [installPipenv, one] : [one])),
  });
}

describe('A Pipfile on the host engine', function () {
  this.timeout(240_000);
  let world: HostWorld;

  before(async () => {
    world = await hostWorld();
  });
  after(() => world.remove());

  const versions = `import importlib.metadata as m
def of(name):
    try: return m.version(name)
    except m.PackageNotFoundError: return 'none'
print(of('text-unidecode'), of('six'))`;

  it('without a lock is installed with its development packages, and nothing is written beside it', async () => {
    const dir = repository({ 'env/Pipfile': pipfile });
    const built = await buildIn(world, checkoutOf(dir, 'one'), { bare: true, plan: withPipenv('no-lock') });
    assert.equal(built.error, undefined);
    assert.match(runIn(built.artifact!, '-c', versions), /^1\.3 1\.\d+\.\d+\n$/);
    assert.deepEqual(readdirSync(join(dirname(built.artifact!.location), 'content', 'env')), ['Pipfile']);
  });

  it('with a lock is passed over: what the lock says is installed, also where it stands alone', async () => {
    const text = JSON.stringify(lock);
    for (const files of [
      { 'env/Pipfile': pipfile, 'env/Pipfile.lock': text },
      { 'env/Pipfile.lock': text },
    ]) {
      const dir = repository(files);
      const built = await buildIn(world, checkoutOf(dir, 'one'), { bare: true, plan: withPipenv('lock') });
      assert.equal(built.error, undefined);
      assert.equal(runIn(built.artifact!, '-c', versions), 'none 1.16.0\n');
      const left = readdirSync(join(dirname(built.artifact!.location), 'content', 'env'));
      assert.deepEqual(left.map((name) => `env/${name}`).sort(), Object.keys(files).sort());
    }
  });

  it('that asks for what nobody has fails in that step, and its log names the package', async () => {
    const dir = repository({ 'env/Pipfile': '[packages]\nthere-is-no-such-package-at-all = "*"\n' });
    const built = await buildIn(world, checkoutOf(dir, 'one'), { bare: true, plan: withPipenv('no-lock') });
    assert.equal(built.artifact, undefined);
    const output = built.events.map(({ message }) => message ?? '').join('\n');
    assert.match(output, /No matching distribution found for there-is-no-such-package-at-all/);
  });
});
