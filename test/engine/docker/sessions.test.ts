import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createDockerSpawner } from '../../../server/launch/docker-spawner';
import { sessionFiles, writeToken } from '../../../server/launch/session-files';
import type { SpawnSpec } from '../../../server/launch/types';
import type { Session, SessionLimits } from '../../../server/protocol';
import { AppError, Cancelled } from '../../../server/protocol';
import type { BuiltImage, DockerWorld } from '../../support/docker-world';
import { buildImageOf, dockerWorld, repoDir } from '../../support/docker-world';
import { repository } from '../../support/engine-host';
import { eventually } from '../../support/eventually';
import { ask, startKernel } from '../../support/jupyter-client';

const never = new AbortController().signal;
const ignore = (): void => undefined;
const mebibyte = 1024 ** 2;

interface Wish {
  readonly name: string;
  readonly folder?: string;
  readonly limits?: SessionLimits;
  readonly port?: number;
  readonly startTimeout?: number;
  readonly built?: BuiltImage;
}

describe('A session in a container', function () {
  this.timeout(120_000);
  let world: DockerWorld;
  let plain: BuiltImage;
  const started: SpawnSpec[] = [];

  before(async function () {
    this.timeout(300_000);
    world = await dockerWorld();
    plain = await buildImageOf(world, repository({ 'notes.md': 'from the image\n' }));
  });
  after(async () => {
    for (const spec of started) await world.spawner.stop(spec.session, spec.dir, 0);
    assert.deepEqual(await containers(), []);
    await world.remove();
  });

  async function containers(): Promise<readonly string[]> {
    const all = await world.docker.listContainers({ all: true, filters: { label: ['bindery.session'] } });
    const names = started.map(({ session }) => session.name);
    return all.map(({ Labels }) => Labels['bindery.session'] ?? '').filter((name) => names.includes(name));
  }

  async function specFor(wish: Wish): Promise<SpawnSpec> {
    const { pinned, artifact } = wish.built ?? plain;
    const dir = world.store.path('sessions', wish.name);
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const files = sessionFiles(dir);
    await writeToken(files.token);
    const session: Session = {
      name: wish.name,
      state: 'spawning',
      reason: '',
      repo: { provider: 'local', spec: wish.folder ?? '/', displayName: wish.name },
      spawner: 'docker',
      artifact,
      workFolder:
        wish.folder === undefined
          ? { kind: 'volume', path: files.work }
          : { kind: 'folder', path: wish.folder },
      limits: wish.limits ?? {},
      createdAt: new Date().toISOString(),
    };
    const spec: SpawnSpec = {
      session,
      plan: pinned.plan,
      artifact,
      dir,
      tokenFile: files.token,
      port: wish.port ?? 0,
      startTimeout: wish.startTimeout ?? 60,
    };
    started.push(spec);
    return spec;
  }

  const tokenOf = (spec: SpawnSpec): string => readFileSync(spec.tokenFile, 'utf8');
  const start = (spec: SpawnSpec): Promise<{ readonly url: string }> =>
    world.spawner.start(spec, ignore, never);

  it('answers with its token only, runs cells, and writes into the folder as its owner', async () => {
    const folder = repository({ 'mine.txt': 'mine\n' });
    const spec = await specFor({
      name: 'in-place',
      folder,
      limits: { memory: 512 * mebibyte, cpus: 1, processes: 128 },
    });
    const { url } = await start(spec);
    assert.equal((await ask({ url, token: 'wrong' }, 'api/contents')).status, 403);
    assert.equal((await ask({ url, token: tokenOf(spec) }, 'lab')).status, 200);
    const kernel = await startKernel({ url, token: tokenOf(spec) });
    const { text, error } = await kernel.run(
      'import os, pathlib\n' +
        'print(os.getcwd(), pathlib.Path("mine.txt").read_text().strip())\n' +
        'pathlib.Path("new.txt").write_text("made here")\n' +
        'pathlib.Path.home().joinpath("x").write_text("home")\n' +
        'status = dict(line.split(":\\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\\t" in line)\n' +
        'print(status["CapEff"], status["NoNewPrivs"])',
    );
    assert.equal(error, undefined);
    assert.equal(text, `${repoDir} mine\n0000000000000000 1\n`);
    const written = statSync(join(folder, 'new.txt'));
    assert.equal(written.uid, statSync(folder).uid);
    assert.equal(written.gid, statSync(folder).gid);
    await kernel.shutdown();
    await world.spawner.stop(spec.session, spec.dir, 10);
  });

  it('is held to its limits', async () => {
    const limits = { memory: 300 * mebibyte, cpus: 0.5, processes: 64 };
    const spec = await specFor({ name: 'limited', limits });
    const { url } = await start(spec);
    const [container] = await world.docker.listContainers({
      filters: { label: ['bindery.session=limited'] },
    });
    const { HostConfig } = await world.docker.getContainer(container!.Id).inspect();
    assert.equal(HostConfig.Memory, limits.memory);
    assert.equal(HostConfig.NanoCpus, 5e8);
    assert.equal(HostConfig.PidsLimit, 64);
    const kernel = await startKernel({ url, token: tokenOf(spec) });
    const many =
      'import subprocess\nprocs = []\ntry:\n  while True: procs.append(subprocess.Popen(["sleep", "60"]))\nexcept OSError as error: print(error.errno, len(procs) < 64)\n[(p.kill(), p.wait()) for p in procs];';
    assert.equal((await kernel.run(many)).text, '11 True\n');
    const much =
      'import sys\nprint(subprocess.run([sys.executable, "-c", "bytearray(600 * 1024 * 1024)"]).returncode)';
    assert.equal((await kernel.run(much)).text, '-9\n');
    await world.spawner.stop(spec.session, spec.dir, 2);
  });

  it('is found by whoever comes later, is asked to end, and leaves its log and its exit record', async () => {
    const spec = await specFor({ name: 'found' });
    const { url } = await start(spec);
    const later = createDockerSpawner({ env: process.env, home: '/', root: world.root });
    assert.deepEqual(await later.inspect(spec.session, spec.dir), { alive: true, url });
    const stranger = createDockerSpawner({ env: process.env, home: '/', root: '/another/root' });
    assert.deepEqual(await stranger.inspect(spec.session, spec.dir), { alive: false });
    await later.stop(spec.session, spec.dir, 10);
    const state = await later.inspect(spec.session, spec.dir);
    assert.ok(!state.alive);
    assert.equal(state.reason, 'stopped');
    assert.match(readFileSync(sessionFiles(spec.dir).log, 'utf8'), /Jupyter Server .* is running/);
    assert.ok(!(await containers()).includes('found'));
  });

  it('without a folder of the person gets the content of its image once, and keeps what is done to it', async () => {
    const spec = await specFor({ name: 'volume' });
    const server = { url: (await start(spec)).url, token: tokenOf(spec) };
    assert.equal(readFileSync(join(spec.session.workFolder.path, 'notes.md'), 'utf8'), 'from the image\n');
    const edit = { type: 'file', format: 'text', content: 'edited\n' };
    assert.equal((await ask(server, 'api/contents/notes.md', 'PUT', edit)).status, 200);
    await world.spawner.stop(spec.session, spec.dir, 10);
    const again = { url: (await start(spec)).url, token: tokenOf(spec) };
    const { body } = await ask(again, 'api/contents/notes.md');
    assert.equal((body as { content: string }).content, 'edited\n');
    await world.spawner.stop(spec.session, spec.dir, 10);
  });

  it('listens on the port that was asked for, which a second one cannot have', async () => {
    const first = await specFor({ name: 'port-one' });
    const { url } = await start(first);
    const port = Number(new URL(url).port);
    await world.spawner.stop(first.session, first.dir, 2);
    const asked = await specFor({ name: 'port-asked', port });
    assert.equal((await start(asked)).url, url);
    const second = await specFor({ name: 'port-second', port });
    await assert.rejects(start(second), (error) => AppError.is(error, 'port-taken'));
    assert.ok(!(await containers()).includes('port-second'));
    await world.spawner.stop(asked.session, asked.dir, 2);
  });

  it('whose container is killed from outside is known to have ended', async () => {
    const spec = await specFor({ name: 'killed' });
    await start(spec);
    const [container] = await world.docker.listContainers({ filters: { label: ['bindery.session=killed'] } });
    await world.docker.getContainer(container!.Id).kill();
    const ended = async (): Promise<boolean> => !(await world.spawner.inspect(spec.session, spec.dir)).alive;
    await eventually(ended, 'its end is seen');
    const state = await world.spawner.inspect(spec.session, spec.dir);
    assert.ok(!state.alive);
    assert.equal(state.exitCode, 137);
  });

  it('whose start script never hands over fails with that sentence, and nothing is left', async () => {
    const built = await buildImageOf(world, repository({ start: '#!/bin/bash\nsleep 600\n' }));
    const spec = await specFor({ name: 'stuck', built, startTimeout: 3 });
    await assert.rejects(start(spec), (error) => AppError.is(error, 'start-did-not-hand-over'));
    assert.ok(!(await containers()).includes('stuck'));
  });

  it('whose start script hands over runs with what that exported', async () => {
    const files = { start: '#!/bin/bash\nexport FROM_START=yes\nexec "$@"\n' };
    const built = await buildImageOf(world, repository(files));
    const spec = await specFor({ name: 'handed', built });
    const { url } = await start(spec);
    const kernel = await startKernel({ url, token: tokenOf(spec) });
    assert.equal((await kernel.run('import os; print(os.environ["FROM_START"])')).text, 'yes\n');
    await kernel.shutdown();
    await world.spawner.stop(spec.session, spec.dir, 2);
  });

  it('that is cancelled while it starts leaves nothing', async () => {
    const spec = await specFor({ name: 'cancelled' });
    const stop = new AbortController();
    const starting = world.spawner.start(spec, ignore, stop.signal);
    await eventually(async () => (await containers()).includes('cancelled'), 'its container exists');
    stop.abort();
    await assert.rejects(starting, Cancelled);
    assert.ok(!(await containers()).includes('cancelled'));
  });

  it('whose image is gone says so', async () => {
    const spec = await specFor({ name: 'gone', folder: repository({ a: 'a' }) });
    const gone = { ...spec, artifact: { ...spec.artifact, location: 'bindery/never:made' } };
    await assert.rejects(start(gone), (error) => AppError.is(error, 'session-artifact-gone'));
  });

  it('whose engine is gone counts as ended', async () => {
    const env = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
    const spawner = createDockerSpawner({ env, home: '/', root: world.root });
    const spec = await specFor({ name: 'no-engine' });
    assert.deepEqual(await spawner.inspect(spec.session, spec.dir), { alive: false });
    await spawner.stop(spec.session, spec.dir, 1);
    await assert.rejects(spawner.start(spec, ignore, never), (error) =>
      AppError.is(error, 'engine-unavailable'),
    );
    assert.ok(!existsSync(spec.session.workFolder.path));
  });
});
