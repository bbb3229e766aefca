import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineAddress } from '../../../server/build/docker/address';
import { addressText, engineAddresses } from '../../../server/build/docker/address';
import { AppError } from '../../../server/protocol';

function homeWith(context?: { name: string; host?: string; current?: boolean }): string {
  const home = mkdtempSync(join(tmpdir(), 'bindery-home-'));
  if (context === undefined) return home;
  const id = createHash('sha256').update(context.name).digest('hex');
  const meta = join(home, '.docker/contexts/meta', id);
  mkdirSync(meta, { recursive: true });
  const endpoint = { docker: { Host: context.host } };
  if (context.host) writeFileSync(join(meta, 'meta.json'), JSON.stringify({ Endpoints: endpoint }));
  const config = context.current === true ? { currentContext: context.name } : {};
  writeFileSync(join(home, '.docker/config.json'), JSON.stringify(config));
  return home;
}

const find = (
  env: Readonly<Record<string, string>>,
  home = homeWith(),
  platform: NodeJS.Platform = 'linux',
): Promise<readonly EngineAddress[]> => engineAddresses({ env, home, platform });

const texts = async (...args: Parameters<typeof find>): Promise<readonly string[]> =>
  (await find(...args)).map(addressText);

describe('The address of the engine', () => {
  it('is what DOCKER_HOST says, whatever else there is', async () => {
    const home = homeWith({ name: 'other', host: 'unix:///other.sock', current: true });
    assert.deepEqual(await texts({ DOCKER_HOST: 'unix:///x/y.sock' }, home), ['unix:///x/y.sock']);
    assert.deepEqual(await texts({ DOCKER_HOST: 'tcp://example.org' }, home), ['tcp://example.org:2375']);
    assert.deepEqual(await texts({ DOCKER_HOST: 'npipe:////./pipe/p' }, home, 'win32'), [
      'npipe:////./pipe/p',
    ]);
  });

  it('is that of the current context, or of the one DOCKER_CONTEXT names', async () => {
    const current = homeWith({ name: 'lab', host: 'unix:///lab.sock', current: true });
    assert.deepEqual(await texts({}, current), ['unix:///lab.sock']);
    const other = homeWith({ name: 'lab', host: 'unix:///lab.sock' });
    assert.deepEqual(await texts({ DOCKER_CONTEXT: 'lab' }, other), ['unix:///lab.sock']);
    assert.ok((await texts({ DOCKER_CONTEXT: 'default' }, current)).includes('unix:///var/run/docker.sock'));
  });

  it('is otherwise one of the usual sockets, the system-wide first, Podman last', async () => {
    const found = await texts({ XDG_RUNTIME_DIR: '/run/user/1' }, '/home/me');
    assert.equal(found[0], 'unix:///var/run/docker.sock');
    assert.ok(found.includes('unix:///run/user/1/docker.sock'));
    assert.ok(found.includes('unix:///home/me/.docker/run/docker.sock'));
    assert.equal(found.at(-1), 'unix:///run/podman/podman.sock');
    assert.equal((await texts({}, '/home/me', 'win32'))[0], 'npipe:////./pipe/docker_engine');
  });

  it('has the certificates of DOCKER_CERT_PATH', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bindery-certs-'));
    writeFileSync(join(folder, 'ca.pem'), 'authority');
    const [address] = await find({ DOCKER_HOST: 'tcp://example.org', DOCKER_CERT_PATH: folder });
    assert.ok(address?.endpoint.kind === 'tcp');
    assert.equal(address.endpoint.tls?.ca?.toString(), 'authority');
    assert.equal(address.endpoint.port, 2376);
  });

  it('is refused with a reason where it cannot be used', async () => {
    const refused = (pattern: RegExp) => (error: unknown) => {
      assert.ok(AppError.is(error, 'engine-unavailable'));
      assert.match(error.message, pattern);
      return true;
    };
    await assert.rejects(find({ DOCKER_HOST: 'ssh://me@host' }), refused(/forward its socket/));
    await assert.rejects(find({ DOCKER_HOST: 'nonsense' }), refused(/no address/));
    await assert.rejects(
      find({ DOCKER_CONTEXT: 'none' }, homeWith({ name: 'x' })),
      refused(/context none does not/),
    );
  });
});
