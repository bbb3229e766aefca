import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAgent } from '../../../server/http/client/connect';
import { createSocket } from '../../../server/http/client/socket';
import type { BinderyClient, ConnectOptions } from '../../../server/http/client/types';
import { AppError, protocolVersion } from '../../../server/protocol';
import { eventually } from '../../support/eventually';
import { localRepo } from '../../unit/http/fixture';

const program = {
  file: process.execPath,
  args: ['--require', require.resolve('tsx/cjs'), join(__dirname, 'agent-process.ts')],
};

describe('the agent', function () {
  this.timeout(60_000);
  let root: string;
  let clients: BinderyClient[];
  let agents: Set<number>;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'bindery-agent-'));
    clients = [];
    agents = new Set();
  });
  afterEach(async () => {
    for (const client of clients) client.close();
    for (const pid of agents) kill(pid, 'SIGKILL');
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  });

  async function connect(
    change: Partial<ConnectOptions> = {},
    env: Record<string, string> = {},
  ): Promise<BinderyClient> {
    const client = await connectAgent({
      env: { ...process.env, BINDERY_HOME: root, ...env },
      start: true,
      program,
      linger: 0,
      timeoutSeconds: 30,
      ...change,
    });
    clients.push(client);
    agents.add(client.hello.pid);
    return client;
  }
  const record = async (): Promise<{ pid: number; socket: string }> =>
    JSON.parse(await readFile(join(root, 'agent.json'), 'utf8')) as { pid: number; socket: string };
  const gone = (pid: number): Promise<void> =>
    eventually(() => !kill(pid, 0), `agent ${pid} does not leave`, 20);

  it('is one, however many clients start it at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => connect({}, { SLOW: '300' })));
    assert.equal(new Set(all.map(({ hello }) => hello.pid)).size, 1);
    assert.equal((await record()).pid, all[0]?.hello.pid);
  });

  it('leaves when its last client has gone, and leaves nothing behind', async () => {
    const [one, two] = [await connect(), await connect()] as const;
    const { pid, socket } = await record();
    one.close();
    await two.sessions();
    assert.ok(kill(pid, 0));
    two.close();
    await gone(pid);
    assert.ok(!existsSync(socket));
    assert.ok(!existsSync(join(root, 'agent.json')));
  });

  it('stays for the linger it was started with', async () => {
    const client = await connect({ linger: 2 });
    const closedAt = Date.now();
    client.close();
    await gone(client.hello.pid);
    assert.ok(Date.now() - closedAt >= 1900, 'it left too soon');
  });

  it('stays while something runs, though nobody is connected', async () => {
    const client = await connect();
    const { id } = await client.launch({ repo: localRepo });
    client.close();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.ok(kill(client.hello.pid, 0));
    const second = await connect();
    assert.equal(second.hello.pid, client.hello.pid);
    await second.cancel(id);
    second.close();
    await gone(client.hello.pid);
  });

  it('stays until the work of an owner that died has been ended', async () => {
    const client = await connect();
    const { id } = await client.launch({ repo: localRepo, foreground: true });
    const stream = client.follow(id, { owner: true })[Symbol.asyncIterator]();
    void stream.next();
    client.close();
    await gone(client.hello.pid);
  });

  it('that was killed is replaced by the next command', async () => {
    const first = await connect();
    kill(first.hello.pid, 'SIGKILL');
    await gone(first.hello.pid);
    assert.ok(existsSync(join(root, 'agent.json')), 'a killed agent cannot have cleaned up');
    const second = await connect();
    assert.notEqual(second.hello.pid, first.hello.pid);
    assert.deepEqual(await second.sessions(), []);
  });

  it('that was killed is replaced under a client that goes on', async () => {
    const client = await connect();
    kill(client.hello.pid, 'SIGKILL');
    await gone(client.hello.pid);
    assert.deepEqual(await client.jobs(), []);
    const { pid } = await record();
    agents.add(pid);
    assert.notEqual(pid, client.hello.pid);
  });

  it('is not started by a client that only asks', async () => {
    await assert.rejects(connect({ start: false }), (error) => AppError.is(error, 'agent-unreachable'));
    assert.ok(!existsSync(join(root, 'agent.log')));
  });

  it('that cannot start is told with what it printed and where its log is', async () => {
    await assert.rejects(connect({}, { FAIL: 'no such luck' }), (error) => {
      assert.ok(AppError.is(error, 'agent-did-not-start'));
      assert.match(error.message, /exit code 1.*no such luck/);
      assert.ok(error.action.includes(join(root, 'agent.log')));
      return true;
    });
  });

  it('that cannot be run at all is told', async () => {
    const missing = { file: join(root, 'nothing'), args: [] };
    await assert.rejects(connect({ program: missing }), (error) => AppError.is(error, 'agent-did-not-start'));
  });

  it('is told from a newer one, which is left alone', async () => {
    const other = await foreignAgent(root, protocolVersion + 1);
    await assert.rejects(connect(), (error) => AppError.is(error, 'agent-too-new'));
    assert.equal(other.drained(), 0);
    other.server.close();
  });

  it('drains an older one and takes its place', async () => {
    const other = await foreignAgent(root, protocolVersion - 1);
    const client = await connect();
    assert.equal(other.drained(), 1);
    assert.equal(client.hello.protocolVersion, protocolVersion);
    assert.notEqual(client.hello.pid, 1);
  });

  it('that drains goes on with its work, and a new client waits for its end', async () => {
    const first = await connect();
    const { id } = await first.launch({ repo: localRepo });
    const { socket } = await record();
    await drain(socket);
    await assert.rejects(connect({ timeoutSeconds: 1 }), (error) => AppError.is(error, 'agent-draining'));
    const waiting = connect();
    await first.cancel(id);
    assert.notEqual((await waiting).hello.pid, first.hello.pid);
  });

  it('told to end by SIGTERM leaves in order', async () => {
    const client = await connect({ linger: 60 });
    kill(client.hello.pid, 'SIGTERM');
    await gone(client.hello.pid);
    assert.ok(!existsSync(join(root, 'agent.json')));
  });
});

/** False when there is no such process. */
function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** An agent of another version, as far as its protocol is fixed for all versions: hello and drain. */
async function foreignAgent(
  root: string,
  theirs: number,
): Promise<{ server: Server; drained: () => number }> {
  let drained = 0;
  const hello = { name: 'bindery', version: 'other', protocolVersion: theirs, pid: 1, draining: false };
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ...hello, draining: drained > 0 }));
    if (request.method !== 'POST') return;
    drained += 1;
    setTimeout(() => {
      server.close();
      server.closeAllConnections();
    }, 200);
  });
  const socket = join(root, 'other');
  await new Promise<void>((resolve) => void server.listen(socket, resolve));
  await writeFile(join(root, 'agent.json'), JSON.stringify({ pid: 1, socket }));
  return { server, drained: () => drained };
}

async function drain(socket: string): Promise<void> {
  const connection = createSocket(() => socket);
  await connection.json({ method: 'POST', path: '/api/v1/drain' });
  connection.close();
}
