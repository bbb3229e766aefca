import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  authOf,
  loginFor,
  readRegistry,
  registryPrefix,
  remoteName,
} from '../../../server/build/docker/registry';
import { registryCredential } from '../../../server/build/docker/registry-credentials';
import { AppError } from '../../../server/protocol';
import { repository } from '../../support/engine-host';

const signal = new AbortController().signal;
const auth = (pair: string): string => Buffer.from(pair).toString('base64');

/** A home folder with docker's configuration, and a credential helper that knows one host. */
function homeWith(config: unknown): { home: string; env: Record<string, string> } {
  const home = repository({ '.docker/config.json': JSON.stringify(config) });
  const helper = join(home, 'docker-credential-test');
  writeFileSync(
    helper,
    '#!/bin/sh\nread -r host\ntest "$host" = helped.example || exit 1\nprintf \'{"Username":"h","Secret":"from helper"}\'\n',
  );
  chmodSync(helper, 0o755);
  return { home, env: { PATH: `${home}:${process.env['PATH'] ?? ''}` } };
}

describe('The login at a registry', () => {
  const cases: Record<string, { config: unknown; host: string; expected: unknown }> = {
    'is the one that docker login left for it': {
      config: { auths: { 'a.example:5000': { auth: auth('me:pass:word') } } },
      host: 'a.example:5000',
      expected: { username: 'me', secret: 'pass:word' },
    },
    'may be stored under a URL': {
      config: { auths: { 'https://a.example/v2/': { auth: auth('me:x') } } },
      host: 'a.example',
      expected: { username: 'me', secret: 'x' },
    },
    'of the public hub is stored under its old name': {
      config: { auths: { 'https://index.docker.io/v1/': { auth: auth('me:x') } } },
      host: 'docker.io',
      expected: { username: 'me', secret: 'x' },
    },
    'of another port is none': {
      config: { auths: { 'a.example:5001': { auth: auth('me:x') } } },
      host: 'a.example:5000',
      expected: undefined,
    },
    'may be a token': {
      config: { auths: { 'a.example': { identitytoken: 'tok' } } },
      host: 'a.example',
      expected: { username: '', secret: 'tok' },
    },
    'is asked of the helper for that host': {
      config: { credHelpers: { 'helped.example': 'test' } },
      host: 'helped.example',
      expected: { username: 'h', secret: 'from helper' },
    },
    'is asked of the helper for all hosts': {
      config: { credsStore: 'test', auths: { 'helped.example': {} } },
      host: 'helped.example',
      expected: { username: 'h', secret: 'from helper' },
    },
    'is none where the helper has none': {
      config: { credsStore: 'test' },
      host: 'other.example',
      expected: undefined,
    },
    'is none where the helper is missing, or no name of a program': {
      config: { credHelpers: { 'a.example': 'not-there', 'b.example': '../../bin/sh' } },
      host: 'b.example',
      expected: undefined,
    },
    'is none where the configuration makes no sense': {
      config: { auths: [], credHelpers: 3 },
      host: 'a.example',
      expected: undefined,
    },
  };
  for (const [name, { config, host, expected }] of Object.entries(cases)) {
    it(name, async () => {
      assert.deepEqual(await registryCredential(host, homeWith(config), signal), expected);
    });
  }

  it('is rather the one of repo2docker’s variable, where that is for this host', async () => {
    const { home, env } = homeWith({ auths: { 'a.example': { auth: auth('me:x') } } });
    const variable = { registry: 'https://a.example', username: 'you', password: 'y' };
    const both = { home, env: { ...env, CONTAINER_ENGINE_REGISTRY_CREDENTIALS: JSON.stringify(variable) } };
    assert.deepEqual(await registryCredential('a.example', both, signal), { username: 'you', secret: 'y' });
    assert.equal(await registryCredential('b.example', both, signal), undefined);
  });
});

describe('The registry of this machine', () => {
  it('is named by host, port and a name below', () => {
    const named = (value: string): string | undefined => registryPrefix({ BINDERY_REGISTRY: value });
    assert.equal(named(''), undefined);
    assert.equal(named('127.0.0.1:5000'), '127.0.0.1:5000');
    assert.equal(named('registry.example/lab/'), 'registry.example/lab');
    assert.equal(named('localhost/x'), 'localhost/x');
    for (const wrong of [
      'lab/images',
      'https://registry.example',
      'a.example/x:1/y z',
      'a.example/X',
      'a.example/x@y',
    ]) {
      assert.throws(
        () => named(wrong),
        (error) => AppError.is(error, 'no-registry'),
        wrong,
      );
    }
  });

  it('is logged in to with the login for its host alone', async () => {
    const { home, env } = homeWith({
      auths: { 'a.example': { auth: auth('me:x') }, b: { auth: auth('no:no') } },
    });
    const registry = await readRegistry({ home, env: { ...env, BINDERY_REGISTRY: 'a.example/lab' } }, signal);
    assert.ok(registry);
    assert.deepEqual(authOf(registry), { username: 'me', password: 'x', serveraddress: 'a.example' });
    assert.deepEqual(loginFor(registry, 'a.example/base:1'), authOf(registry));
    for (const other of [
      'b.example/a.example/base:1',
      'a.example.evil/base:1',
      'base:1',
      'a.example:5000/base',
    ]) {
      assert.equal(loginFor(registry, other), undefined, other);
    }
    assert.deepEqual(remoteName(registry, 'artifact', 'abc'), { repo: 'a.example/lab/artifact', tag: 'abc' });
  });
});
