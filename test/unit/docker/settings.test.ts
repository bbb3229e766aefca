import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  extraAuthorities,
  installerSettings,
  proxyArguments,
} from '../../../server/build/docker/installer-settings';
import type { PipSettings } from '../../../server/build/packages/pip-config';
import { AppError } from '../../../server/protocol';
import { repository } from '../../support/engine-host';

const settings: PipSettings = {
  indexUrl: "https://user:se'cret@index.example/simple",
  extraIndexUrls: ['https://more.example/simple'],
  findLinks: ['/opt/wheels', 'https://links.example/'],
  noIndex: false,
  cert: '/etc/ssl/mine.pem',
  trustedHosts: [],
  pre: false,
  constraints: ['/etc/constraints.txt'],
};

describe('Settings of installers inside a build', () => {
  it('name the indexes of this machine, for uv and pip alike', () => {
    const lines = installerSettings(settings).lines.split('\n');
    assert.ok(lines.includes(`export PIP_EXTRA_INDEX_URL='https://more.example/simple'`));
    assert.ok(lines.includes(`export UV_DEFAULT_INDEX='https://index.example/simple'`));
  });

  it('hold credentials in a secret alone, which the open lines read where it is mounted', () => {
    const { lines, secret, credentials } = installerSettings(settings);
    assert.doesNotMatch(lines, /user:|cret@/);
    assert.match(lines, /\n\[ ! -f (\S+) \] \|\| \. \1\n$/);
    assert.deepEqual(secret?.split('\n'), [
      `export UV_DEFAULT_INDEX='https://user:se'\\''cret@index.example/simple'`,
      `export PIP_INDEX_URL='https://user:se'\\''cret@index.example/simple'`,
      '',
    ]);
    assert.deepEqual(credentials, ["user:se'cret"]);
  });

  it('have no secret where no URL has credentials', () => {
    const { lines, secret, credentials } = installerSettings({
      ...settings,
      indexUrl: 'https://index.example/a@b',
    });
    assert.equal(secret, undefined);
    assert.deepEqual(credentials, []);
    assert.match(lines, /index\.example\/a@b/);
    assert.doesNotMatch(lines, /\[ ! -f/);
  });

  it('keep no part of a password that has an @ in it', () => {
    const { lines } = installerSettings({ ...settings, indexUrl: 'https://user:p@ss@index.example/simple' });
    assert.doesNotMatch(lines, /ss@/);
  });

  it('name no file of this machine, because there is none inside', () => {
    const { lines, secret = '' } = installerSettings(settings);
    assert.doesNotMatch(`${lines}${secret}`, /\/opt\/wheels|\/etc\/ssl|\/etc\/constraints/);
    assert.match(lines, /links\.example/);
  });

  it('pass proxies on, but none on the loopback of this machine', () => {
    const env = {
      HTTP_PROXY: 'http://proxy.example:3128',
      https_proxy: 'http://127.0.0.1:3128',
      NO_PROXY: 'x',
    };
    assert.deepEqual(proxyArguments(env), { HTTP_PROXY: 'http://proxy.example:3128', NO_PROXY: 'x' });
  });

  it('add the authorities of a file, or of a folder', async () => {
    const folder = repository({ 'b.crt': 'B', 'a.pem': 'A', README: 'no' });
    const text = async (named: string): Promise<Record<string, string>> => {
      const found = await extraAuthorities({ BINDERY_EXTRA_CA: named });
      return Object.fromEntries(Object.entries(found).map(([name, content]) => [name, String(content)]));
    };
    assert.deepEqual(await text(folder), { 'bindery-0.crt': 'A', 'bindery-1.crt': 'B' });
    assert.deepEqual(await text(join(folder, 'b.crt')), { 'bindery-0.crt': 'B' });
    assert.deepEqual(await extraAuthorities({}), {});
  });

  it('say so where BINDERY_EXTRA_CA names nothing', async () => {
    const folder = repository({});
    writeFileSync(join(folder, 'x'), '');
    const named = extraAuthorities({ BINDERY_EXTRA_CA: join(folder, 'none.crt') });
    await assert.rejects(named, (error) => AppError.is(error, 'config-file-unreadable'));
  });
});
