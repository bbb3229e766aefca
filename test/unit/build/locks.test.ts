import assert from 'node:assert/strict';
import { jupyterLockId, lockedPythons, lockFor } from '../../../server/build/locks';

describe('the locks of Jupyter', () => {
  it('exist for Python 3.8 to 3.14', () => {
    assert.deepEqual(lockedPythons, ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14']);
  });

  it('are found by full versions too, and not for Pythons that Jupyter does not run on', () => {
    assert.equal(lockFor('3.11.2')?.id, jupyterLockId('3.11'));
    assert.equal(lockFor('3.1'), undefined);
    assert.equal(lockFor('2.7'), undefined);
  });

  for (const python of lockedPythons) {
    it(`hold the whole stack, each file with its digest, for Python ${python}`, () => {
      const lines = lockFor(python)?.text.trim().split('\n') ?? [];
      const names = lines.map((line) => line.split('==')[0]);
      const stack = ['jupyterlab', 'notebook', 'jupyter-server', 'jupyterhub', 'ipykernel', 'ipywidgets'];
      for (const name of [
        ...stack,
        'jupyter-resource-usage',
        'jupyter-offlinenotebook',
        'nbgitpuller',
        'pip',
      ]) {
        assert.ok(names.includes(name), name);
      }
      for (const line of lines)
        assert.match(line, /^[a-z0-9-]+==\S+( ; [^#]+?)?( --hash=sha256:[0-9a-f]{64})+$/);
    });
  }

  it('name no index and no machine', () => {
    for (const python of lockedPythons)
      assert.doesNotMatch(lockFor(python)?.text ?? '', /https?:|\/home|\/tmp/);
  });

  it('change their digest with their text', () => {
    assert.notEqual(lockFor('3.12')?.digest, lockFor('3.11')?.digest);
    assert.match(lockFor('3.12')?.digest ?? '', /^[0-9a-f]{64}$/);
  });
});
