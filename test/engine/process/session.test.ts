import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { isAlive } from '../../../server/platform/process';
import { removeTree } from '../../../server/platform/files';
import type { JobEvent, LaunchRequest } from '../../../server/protocol';
import { readProcessRecord, sessionFiles } from '../../../server/launch/session-files';
import { sessionDir } from '../../../server/launch/session-service';
import { repository } from '../../support/engine-host';
import { eventually } from '../../support/eventually';
import { git, startGitServer } from '../../support/git-http';
import { ask, startKernel } from '../../support/jupyter-client';
import type { LaunchWorld } from '../../support/launch-world';
import { eventsOf, launchWorld } from '../../support/launch-world';

describe('Sessions as processes', function () {
  this.timeout(300_000);
  let world: LaunchWorld;
  const dirs: string[] = [];

  const folder = (files: Readonly<Record<string, string>>): string => {
    const dir = repository(files);
    dirs.push(dir);
    return dir;
  };
  const local = (dir: string, more: Partial<LaunchRequest> = {}): LaunchRequest => ({
    repo: { provider: 'local', spec: dir },
    toolchain: 'system',
    ...more,
  });
  const last = (events: readonly JobEvent[]): JobEvent => events.at(-1)!;
  const serverOf = async (name: string): Promise<{ url: string; token: string }> =>
    world.sessions.connection(name);

  before(async () => {
    world = await launchWorld();
  });
  after(async () => {
    await world.remove();
    for (const dir of dirs) await removeTree(dir);
  });

  it('takes a folder to a notebook that runs in it, and leaves nothing behind', async () => {
    const dir = folder({ 'requirements.txt': 'six\n', 'data.txt': '42' });
    const { events, job } = await world.launch(local(dir));
    const ready = last(events);
    assert.equal(ready.phase, 'ready', JSON.stringify(ready));
    assert.match(ready.token ?? '', /^[0-9a-f]{64}$/);
    const name = ready.session!;
    const server = { url: ready.url!, token: ready.token! };
    const kernel = await startKernel(server);
    const read = await kernel.run('import six, os; print(open("data.txt").read(), os.getcwd())');
    assert.equal(read.text, `42 ${dir}\n`);
    assert.equal((await ask({ ...server, token: 'wrong' }, 'api/status')).status, 403);
    const files = sessionFiles(sessionDir(world.host.store, name));
    const stored = readFileSync(world.host.store.path('jobs', job.id, 'events.jsonl'), 'utf8');
    const record = (await readProcessRecord(sessionDir(world.host.store, name)))!;
    const argv = readFileSync(`/proc/${record.identity.pid}/cmdline`, 'utf8');
    for (const text of [stored, argv, readFileSync(files.log, 'utf8')])
      assert.ok(!text.includes(server.token));
    assert.equal((await world.sessions.stop(name)).state, 'stopped');
    assert.equal(await isAlive(record.identity), false);
    assert.deepEqual(readdirSync(dir).sort(), ['data.txt', 'requirements.txt']);
  });

  it('builds nothing for an unchanged folder, and gives it its session again', async () => {
    const dir = folder({ 'requirements.txt': 'six\n' });
    const first = await world.launch(local(dir));
    const name = last(first.events).session!;
    await world.sessions.stop(name);
    const second = await world.launch(local(dir));
    assert.equal(last(second.events).session, name);
    assert.deepEqual(
      second.events.filter((event) => event.phase === 'built').map((event) => event.reused),
      [true],
    );
    assert.ok(second.events.every((event) => event.build === undefined));
    await world.sessions.stop(name);
  });

  it('puts what a notebook installs into the session, not into the shared environment', async () => {
    const dir = folder({ 'requirements.txt': 'six==1.16.0\n' });
    const name = last((await world.launch(local(dir))).events).session!;
    const kernel = await startKernel(await serverOf(name));
    const installed = await kernel.run('%pip install -q six==1.17.0 iniconfig', 120);
    assert.equal(installed.status, 'ok');
    await kernel.shutdown();
    const again = await startKernel(await serverOf(name));
    const versions = 'import six, iniconfig; print(six.__version__, iniconfig.__file__)';
    const { overlay } = sessionFiles(sessionDir(world.host.store, name));
    const { text } = await again.run(versions);
    assert.ok(text.startsWith(`1.17.0 ${overlay}/`), text);
    const { artifact } = await world.sessions.get(name);
    const shared = await again.run(
      `!${artifact.location}/bin/python -c "import six; print(six.__version__)"`,
    );
    assert.equal(shared.text.trim(), '1.16.0');
    await world.sessions.stop(name);
    // It is still there when the session is started again.
    const job = await world.launches.resume(name, false);
    assert.equal(last(await eventsOf(world.launches, job.id)).phase, 'ready');
    const later = await startKernel(await serverOf(name));
    assert.ok((await later.run(versions)).text.startsWith('1.17.0 '));
    await world.sessions.stop(name);
  });

  it('keeps the edits in a copy over stop and start, and removes them with the session', async () => {
    const dir = folder({ 'requirements.txt': 'six\n', 'note.txt': 'old' });
    const name = last((await world.launch(local(dir, { copy: true, name: 'copied' }))).events).session!;
    assert.equal(name, 'copied');
    const { workFolder } = await world.sessions.get(name);
    assert.equal(workFolder.kind, 'volume');
    writeFileSync(join(workFolder.path, 'note.txt'), 'new');
    await world.sessions.stop(name);
    const job = await world.launches.resume(name, false);
    assert.equal(last(await eventsOf(world.launches, job.id)).phase, 'ready');
    assert.equal(readFileSync(join(workFolder.path, 'note.txt'), 'utf8'), 'new');
    assert.equal(readFileSync(join(dir, 'note.txt'), 'utf8'), 'old');
    await world.sessions.delete(name);
    assert.deepEqual(readdirSync(world.host.store.path('sessions')).includes(name), false);
    await assert.rejects(world.sessions.get(name), { code: 'session-not-found' });
  });

  it('runs a fetched repository apart from the person’s files, in a volume of its own', async () => {
    const dir = folder({ 'requirements.txt': 'six\n', 'note.txt': 'from afar' });
    await git(dir, 'init', '-q', '-b', 'main');
    await git(dir, 'add', 'requirements.txt', 'note.txt');
    await git(dir, 'commit', '-q', '-m', 'Pages');
    const served = folder({});
    await git(dir, 'clone', '-q', '--bare', dir, join(served, 'pages.git'));
    const remote = await startGitServer({ root: served });
    const repo = { provider: 'git', spec: `${remote.url}/pages.git`, ref: 'main' } as const;
    const { events } = await world.launch({ repo, toolchain: 'system', engine: 'host', trust: true });
    await remote.close();
    assert.equal(last(events).phase, 'ready', JSON.stringify(last(events)));
    const name = last(events).session!;
    const kernel = await startKernel(await serverOf(name));
    const { workFolder } = await world.sessions.get(name);
    const code = 'import os; print(open("note.txt").read(), os.getcwd(), os.environ["HOME"])';
    const { home } = sessionFiles(sessionDir(world.host.store, name));
    assert.equal((await kernel.run(code)).text, `from afar ${workFolder.path} ${home}\n`);
    if (!events.some((event) => event.code === 'launch.no-sandbox')) {
      const others = `os.path.exists(${JSON.stringify(world.host.store.path('jobs', last(events).job))})`;
      assert.equal((await kernel.run(others)).result, 'False');
    }
    const installed = await kernel.run('%pip install -q iniconfig', 120);
    assert.equal(installed.status, 'ok', installed.text);
    assert.equal((await kernel.run('import iniconfig')).status, 'ok');
    await world.sessions.delete(name);
  });

  it('runs the start script before the server, executable or not', async () => {
    const dir = folder({
      'requirements.txt': 'six\n',
      start: '#!/bin/bash\nexport FROM_START=yes\nexec "$@"\n',
    });
    const name = last((await world.launch(local(dir))).events).session!;
    const kernel = await startKernel(await serverOf(name));
    assert.equal((await kernel.run('import os; print(os.environ["FROM_START"])')).text, 'yes\n');
    await world.sessions.stop(name);
  });

  it('says so when the start script never hands over', async () => {
    const impatient = await launchWorld({ startTimeout: 2 }, world.host.root);
    const dir = folder({ 'requirements.txt': 'six\n', start: '#!/bin/sh\nsleep 600\n' });
    const { events } = await impatient.launch(local(dir));
    assert.equal(last(events).error?.code, 'start-did-not-hand-over');
    const session = (await impatient.sessions.list()).find(({ workFolder }) => workFolder.path === dir)!;
    assert.equal(session.state, 'failed');
    await impatient.sessions.delete(session.name);
  });

  it('tells how a server ended that never answered, with the end of its log', async () => {
    const dir = folder({ 'requirements.txt': 'six\n', start: '#!/bin/sh\necho no luck\nexit 7\n' });
    const { events } = await world.launch(local(dir));
    assert.equal(last(events).error?.code, 'session-ended-early');
    assert.equal(last(events).error?.args['exit'], 7);
    assert.ok(events.some((event) => event.message === 'no luck'));
  });

  it('refuses a port that is taken', async () => {
    const dir = folder({ 'requirements.txt': 'six\n' });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { events } = await world.launch(local(dir, { port }));
    server.close();
    assert.equal(last(events).error?.code, 'port-taken');
  });

  it('leaves nothing of a launch that is cancelled while its server starts', async () => {
    const dir = folder({ 'requirements.txt': 'six\n' });
    const job = await world.launches.start(local(dir, { name: 'unwanted' }), 'session');
    for await (const { event } of world.launches.follow(job.id, '', AbortSignal.timeout(120_000))) {
      if (event.phase === 'launching') break;
    }
    const entry = await spawned(world, 'unwanted');
    assert.equal((await world.launches.cancel(job.id)).state, 'cancelled');
    assert.equal(await isAlive(entry), false);
    await assert.rejects(world.sessions.get('unwanted'), { code: 'session-not-found' });
  });

  it('finds the truth when the entry script was killed, and lets nothing run on', async () => {
    const dir = folder({ 'requirements.txt': 'six\n' });
    const name = last((await world.launch(local(dir))).events).session!;
    const server = await serverOf(name);
    const { identity } = (await readProcessRecord(sessionDir(world.host.store, name)))!;
    process.kill(identity.pid, 'SIGKILL');
    await eventually(async () => !(await isAlive(identity)), 'the entry script is gone');
    const session = await world.sessions.get(name);
    assert.equal(session.state, 'stopped');
    await assert.rejects(ask(server, 'api/status'));
  });

  it('adopts a session whose server answers, for a launch that lost its agent', async () => {
    const dir = folder({ 'requirements.txt': 'six\n' });
    const { job, events } = await world.launch(local(dir));
    const name = last(events).session!;
    const { store } = world.host;
    const { jobs, sessions } = store;
    await eventually(async () => (await jobs.get(job.id))?.endedAt !== undefined, 'the record was written');
    // As it is when the agent is killed between the server's first answer and the records.
    const log = store.path('jobs', job.id, 'events.jsonl');
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    writeFileSync(log, `${lines.slice(0, -1).join('\n')}\n`);
    const record = { ...(await jobs.get(job.id))!, state: 'running', endedAt: undefined };
    writeFileSync(store.path('jobs', job.id, 'record.json'), JSON.stringify(record));
    await sessions.put(name, { ...(await sessions.get(name))!, state: 'spawning' });
    const next = await world.again();
    await next.launches.reconcile();
    await next.sessions.reconcile();
    assert.equal((await next.sessions.get(name)).state, 'ready');
    assert.equal(last(await eventsOf(next.launches, job.id)).phase, 'ready');
    await next.sessions.stop(name);
  });
});

async function spawned(
  world: LaunchWorld,
  name: string,
): Promise<{ pid: number; startTime: string; bootId: string }> {
  const dir = sessionDir(world.host.store, name);
  await eventually(async () => (await readProcessRecord(dir)) !== undefined, 'the server was started', 60);
  return (await readProcessRecord(dir))!.identity;
}
