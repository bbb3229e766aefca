import assert from 'node:assert/strict';
import { childEnvironment } from '../../../server/platform/environment';

const base = {
  PATH: '/bin',
  LC_ALL: 'C',
  GITHUB_TOKEN: 'secret',
  JUPYTER_TOKEN: 'secret',
  https_proxy: 'http://proxy:3128',
  PIP_INDEX_URL: 'https://index.example/simple',
  UV_PUBLISH_TOKEN: 'secret',
  UV_CACHE_DIR: '/cache',
};

describe('the environment of a child process', () => {
  it('holds what its groups name and nothing else', () => {
    assert.deepEqual(childEnvironment(base, ['system']), { PATH: '/bin', LC_ALL: 'C' });
    assert.deepEqual(childEnvironment(base, ['proxy']), { https_proxy: 'http://proxy:3128' });
  });

  it('never holds a secret, also where a pattern covers its name', () => {
    assert.deepEqual(childEnvironment(base, ['installers']), {
      PIP_INDEX_URL: 'https://index.example/simple',
      UV_CACHE_DIR: '/cache',
    });
  });

  it('is added to and taken from by name', () => {
    const environment = childEnvironment(base, ['system'], { PATH: '/own', LC_ALL: undefined, MORE: '1' });
    assert.deepEqual(environment, { PATH: '/own', MORE: '1' });
  });
});
