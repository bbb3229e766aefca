import assert from 'node:assert/strict';
import { containerOptions } from '../../../server/launch/docker-container';
import type { SpawnSpec } from '../../../server/launch/types';
import { imagePlan } from '../../support/docker-world';
import { repository } from '../../support/engine-host';

const plan = imagePlan(repository({ start: '#!/bin/sh\nexec "$@"\n' }));
const artifact = {
  kind: 'image',
  key: 'key',
  engine: 'docker',
  location: 'bindery/x:1',
  environmentHash: '',
  contentId: '',
  toolchains: [],
  builtAt: '',
  lastUsedAt: '',
} as const;
const spec: SpawnSpec = {
  session: {
    name: 'mine',
    state: 'spawning',
    reason: '',
    repo: { provider: 'local', spec: '/x', displayName: 'x' },
    spawner: 'docker',
    artifact,
    workFolder: { kind: 'folder', path: '/home/me/x' },
    limits: { memory: 1024, cpus: 1.5, processes: 10, idleSeconds: 600, maxAgeSeconds: 3600 },
    createdAt: '',
  },
  plan,
  artifact,
  dir: '/state/sessions/mine',
  tokenFile: '/state/sessions/mine/token',
  port: 0,
  startTimeout: 60,
};
const place = { runDir: '/state/sessions/mine/container', user: '501:20', groups: ['1000', '20'] };
const host = (change: Partial<SpawnSpec> = {}, root = '/state'): ReturnType<typeof containerOptions> =>
  containerOptions({ ...spec, ...change }, place, root);

describe('The container of a session', () => {
  it('has no capabilities, gains none, runs as the person and is bounded', () => {
    const { User, HostConfig } = host();
    assert.equal(User, '501:20');
    assert.deepEqual(HostConfig?.CapDrop, ['ALL']);
    assert.deepEqual(HostConfig.SecurityOpt, ['no-new-privileges']);
    assert.deepEqual(HostConfig.GroupAdd, ['1000', '20']);
    const { Memory, MemorySwap, NanoCpus, PidsLimit } = HostConfig;
    assert.deepEqual([Memory, MemorySwap, NanoCpus, PidsLimit], [1024, 1024, 1.5e9, 10]);
  });

  it('is reached through loopback only, on a free port or the one that was asked for', () => {
    const bound = (port: number): unknown =>
      (host({ port }).HostConfig?.PortBindings as Record<string, unknown>)['8888/tcp'];
    assert.deepEqual(bound(0), [{ HostIp: '127.0.0.1', HostPort: '' }]);
    assert.deepEqual(bound(8123), [{ HostIp: '127.0.0.1', HostPort: '8123' }]);
  });

  it('sees the work folder, its own folder and the token, and nothing else of this machine', () => {
    const mounts = host().HostConfig?.Mounts?.map(({ Source, Target, ReadOnly }) => [
      Source,
      Target,
      ReadOnly,
    ]);
    assert.deepEqual(mounts, [
      ['/home/me/x', '/home/jovyan/work', undefined],
      ['/state/sessions/mine/container', '/run/bindery/session', undefined],
      ['/state/sessions/mine/token', '/run/bindery/token', true],
    ]);
  });

  it('runs the entry script with its deadlines, through a login shell, without a secret', () => {
    const { Entrypoint, Cmd, Env } = containerOptions(
      spec,
      { ...place, startScript: '/book/start' },
      '/state',
    );
    assert.deepEqual(Entrypoint, ['/bin/bash', '-lc', 'exec "$@"', 'bash']);
    const command = (Cmd ?? []).join(' ');
    assert.match(
      command,
      /bindery-entry\.py run .*--max-age 3600 --hand-over \S+ --start-timeout 60 -- \/book\/start /,
    );
    assert.match(command, /handed-over \S+ -- jupyter lab .*shutdown_no_activity_timeout=600/);
    assert.ok(Env?.includes('JUPYTER_TOKEN_FILE=/run/bindery/token'));
  });

  it('of an image by a repository’s own Dockerfile keeps its entry point, and cannot change the entry script', () => {
    const own = { folder: '/srv/app', isHome: true };
    const options = containerOptions(
      { ...spec, plan: { ...plan, buildpack: 'dockerfile', start: null } },
      { ...place, own },
      '/state',
    );
    assert.equal(options.Entrypoint, undefined);
    assert.equal(options.WorkingDir, '/srv/app');
    const mounts = options.HostConfig?.Mounts ?? [];
    assert.equal(mounts.find(({ Source }) => Source === '/home/me/x')?.Target, '/srv/app');
    const script = mounts.find(({ Target }) => Target === '/run/bindery/bindery-entry.py');
    assert.equal(script?.ReadOnly, true);
    const command = (options.Cmd ?? []).join(' ');
    assert.match(command, / run .*--max-age 3600 -- .*--ServerApp\.root_dir=\/srv\/app/s);
    assert.ok(options.Env?.includes('JUPYTER_DATA_DIR=/run/bindery/session/jupyter/data'));
  });

  it('is told apart from those of another state root', () => {
    const names = [host(), host({}, '/other')].map(({ name, Labels }) => [name, Labels?.['bindery.root']]);
    assert.notDeepEqual(names[0], names[1]);
    assert.equal(host().Labels?.['bindery.session'], 'mine');
  });
});
