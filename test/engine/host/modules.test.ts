import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { openStore } from '../../../server/store/open';
import { builtModules } from '../../../server/store/built-modules';
import type { CliWorld } from '../../support/cli-world';
import { cliWorld, onHost } from '../../support/cli-world';
import { notebookJson } from '../../support/lint-input';

describe('what a built environment says of its modules', function () {
  this.timeout(240_000);
  let world: CliWorld;
  before(async () => (world = await cliWorld()));
  after(() => world.remove());
  afterEach(() => world.idle());

  it('is kept once per environment, and found for the folder', async () => {
    const folder = await world.folder('modules', {
      'requirements.txt': 'python-dateutil==2.9.0.post0\n',
      'a.ipynb': notebookJson(['import dateutil\n']),
    });
    const { code, stderr } = await world.run(['build', folder, ...onHost]);
    assert.equal(code, 0, stderr);
    const store = await openStore(world.state);
    const modules = await builtModules(store, realpathSync(folder));
    assert.deepEqual(modules?.['dateutil'], ['python-dateutil']);
    assert.deepEqual(modules['six'], ['six']);
    assert.equal(await builtModules(store, '/elsewhere'), undefined);
  });
});
