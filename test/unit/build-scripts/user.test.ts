import assert from 'node:assert/strict';
import { commandAs, environmentOf } from '../../../scripts/test/user.mjs';

const other = { name: 'bindery-test', uid: 4321, gid: 4321, home: '/home/bindery-test', self: false };
const self = { uid: 1001, gid: 1001, home: '/home/me', self: true };

describe('the user that tests run as', () => {
  it('is oneself where one is not root', () => {
    assert.deepEqual(commandAs(self, ['node', 'x']), ['node', 'x']);
    assert.deepEqual(environmentOf(self, { HOME: '/home/me', A: 'b' }), { HOME: '/home/me', A: 'b' });
  });

  it('has all of its groups', () => {
    assert.ok(commandAs(other, ['node', 'x']).includes('--init-groups'));
    assert.deepEqual(commandAs(other, ['node', 'x']).slice(-2), ['node', 'x']);
  });

  it('keeps certificates, proxies and index settings', () => {
    const kept = {
      SSL_CERT_FILE: '/etc/ssl/ca.crt',
      HTTPS_PROXY: 'http://proxy:3128',
      PIP_INDEX_URL: 'https://index/simple',
    };
    const env = environmentOf(other, { HOME: '/root', ...kept });
    for (const [name, value] of Object.entries(kept)) assert.equal(env[name], value);
  });

  it('loses what points into the home of the one who started it', () => {
    const env = environmentOf(other, {
      HOME: '/root',
      PATH: '/root/.shims:/usr/bin',
      npm_config_cache: '/root/.npm',
      OTHER: '/rooted/elsewhere',
    });
    assert.deepEqual(env, {
      HOME: '/home/bindery-test',
      USER: 'bindery-test',
      LOGNAME: 'bindery-test',
      SHELL: '/bin/sh',
      PATH: '/usr/bin',
      OTHER: '/rooted/elsewhere',
    });
  });
});
