import assert from 'node:assert/strict';
import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { createClient } from '../../../server/http/client/client';
import { createSocket } from '../../../server/http/client/socket';
import type { BinderyClient } from '../../../server/http/client/types';
import type { JobEvent, Session } from '../../../server/protocol';
import { AppError, protocolVersion } from '../../../server/protocol';
import { eventually } from '../../support/eventually';
import type { ServedApp } from './fixture';
import { localRepo, serveApp, sessionNamed } from './fixture';

const hello = { name: 'bindery', version: '0', protocolVersion, pid: 0, draining: false } as const;
const clientOf = (socketPath: string): BinderyClient =>
  createClient(
    createSocket(() => socketPath),
    hello,
    () => Promise.resolve(hello),
  );

describe('event streams', () => {
  let app: ServedApp;
  let client: BinderyClient;
  beforeEach(async () => {
    app = await serveApp();
    client = clientOf(app.socketPath);
  });
  afterEach(async () => {
    client.close();
    await app.close();
  });

  async function launched(events: number): Promise<string> {
    const { id } = await client.launch({ repo: localRepo });
    for (let line = 1; line <= events; line += 1) app.launches.append(id, { message: `line ${line} äöü` });
    return id;
  }

  it('tell each event once and in order, and end after the terminal one', async () => {
    const id = await launched(500);
    app.launches.append(id, { phase: 'ready' });
    const ids = await collect(client, id);
    assert.deepEqual(
      ids,
      Array.from({ length: 501 }, (_, index) => index + 1),
    );
  });

  it('go on behind the cursor that is given', async () => {
    const id = await launched(5);
    app.launches.append(id, { phase: 'failed' });
    assert.deepEqual(await collect(client, id, '4'), [5, 6]);
  });

  it('tell each event once over connections that break in the middle of an event', async () => {
    const id = await launched(2000);
    app.launches.append(id, { phase: 'ready' });
    const proxy = await breakingProxy(app.socketPath, 40_000);
    const shaky = clientOf(proxy.socketPath);
    try {
      const ids = await collect(shaky, id);
      assert.deepEqual(
        ids,
        Array.from({ length: 2001 }, (_, index) => index + 1),
      );
      assert.ok(proxy.connections() > 3, 'the connection never broke');
    } finally {
      shaky.close();
      proxy.server.close();
    }
  });

  it('read no further than a slow reader takes', async () => {
    const id = await launched(50_000);
    app.launches.append(id, { phase: 'ready' });
    const reader = client.follow(id)[Symbol.asyncIterator]();
    await reader.next();
    let before = -1;
    await eventually(async () => {
      const still = app.launches.served === before;
      before = app.launches.served;
      await new Promise((resolve) => setTimeout(resolve, 200));
      return still && app.launches.served === before;
    }, 'the agent goes on reading for a reader that does not');
    assert.ok(before < 25_000, `${before} events were taken for a reader that took one`);
    await reader.return?.();
  });

  it('end for a reader that stops, and the agent stops following for it', async () => {
    const id = await launched(1);
    const stop = new AbortController();
    const seen: JobEvent[] = [];
    for await (const { event } of client.follow(id, { signal: stop.signal })) {
      seen.push(event);
      stop.abort();
    }
    assert.equal(seen.length, 1);
    await eventually(async () => (await openConnections(app)) <= 1, 'the stream’s connection stays open');
  });

  it('reject with what the agent answered', async () => {
    await assert.rejects(collect(client, 'none'), (error) => AppError.is(error, 'job-not-found'));
  });

  it('tell a session’s changes until it runs no more', async () => {
    app.sessions.put(sessionNamed('one', 'spawning'));
    const seen: Session['state'][] = [];
    for await (const session of client.watchSession('one')) {
      seen.push(session.state);
      if (session.state === 'spawning') app.sessions.put(sessionNamed('one', 'ready'));
      else app.sessions.put({ ...sessionNamed('one', 'stopped'), reason: 'It was idle.' });
    }
    assert.deepEqual(seen, ['spawning', 'ready', 'stopped']);
  });

  it('tell the end of a session that is deleted while it is watched', async () => {
    app.sessions.put(sessionNamed('two'));
    const seen: Session['state'][] = [];
    for await (const session of client.watchSession('two')) {
      seen.push(session.state);
      if (session.state === 'ready') await client.deleteSession('two');
    }
    assert.deepEqual(seen, ['ready', 'stopped']);
  });
});

describe('owners', () => {
  let app: ServedApp;
  let client: BinderyClient;
  beforeEach(async () => {
    app = await serveApp(0.3);
    client = clientOf(app.socketPath);
  });
  afterEach(async () => {
    client.close();
    await app.close();
  });

  /** Follows as an owner; what is returned ends the connection without a word, like a process that dies. */
  async function own(id: string): Promise<() => void> {
    const owner = clientOf(app.socketPath);
    const seen = app.launches.served;
    const stream = owner.follow(id, { owner: true })[Symbol.asyncIterator]();
    void stream.next();
    await eventually(() => app.launches.served > seen, 'the owner’s stream does not begin');
    return () => owner.close();
  }

  it('cancel a job when the last of them is gone', async () => {
    const { id } = await client.launch({ repo: localRepo });
    app.launches.append(id, {});
    const leaves = [await own(id), await own(id)] as const;
    leaves[0]();
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.deepEqual(app.launches.cancelled, []);
    leaves[1]();
    await eventually(() => app.launches.cancelled.includes(id), 'the job is not cancelled');
  });

  it('may come back within the grace', async () => {
    const { id } = await client.launch({ repo: localRepo });
    app.launches.append(id, {});
    const leave = await own(id);
    leave();
    const leaveAgain = await own(id);
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.deepEqual(app.launches.cancelled, []);
    leaveAgain();
  });

  it('are not made by watching', async () => {
    const { id } = await client.launch({ repo: localRepo });
    app.launches.append(id, {});
    const watcher = clientOf(app.socketPath);
    const stream = watcher.follow(id)[Symbol.asyncIterator]();
    await stream.next();
    watcher.close();
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.deepEqual(app.launches.cancelled, []);
  });

  it('are waited for when a foreground launch begins, and their absence cancels it', async () => {
    const { id } = await client.launch({ repo: localRepo, foreground: true });
    await eventually(() => app.launches.cancelled.includes(id), 'the job is not cancelled');
  });

  it('that are gone when the session becomes ready end the session', async () => {
    app.sessions.put(sessionNamed('left'));
    const { id } = await client.launch({ repo: localRepo, foreground: true });
    app.launches.finish(id, { state: 'succeeded', session: 'left' });
    await eventually(() => app.sessions.stopped.includes('left'), 'the session is not stopped');
  });

  it('keep the session from the launch’s end on by owning it in turn', async () => {
    app.sessions.put(sessionNamed('kept'));
    const { id } = await client.launch({ repo: localRepo, foreground: true });
    app.launches.append(id, {});
    const leaveJob = await own(id);
    app.launches.finish(id, { state: 'succeeded', session: 'kept' });
    const owner = clientOf(app.socketPath);
    const watch = owner.watchSession('kept', { owner: true })[Symbol.asyncIterator]();
    await watch.next();
    leaveJob();
    await eventually(() => !app.owners.has(`job:${id}`), 'the launch’s end is not settled');
    assert.deepEqual(app.sessions.stopped, []);
    owner.close();
    await eventually(() => app.sessions.stopped.includes('kept'), 'the session is not stopped');
  });

  it('count even if they are gone before their stream begins', async () => {
    app.sessions.put(sessionNamed('hasty'));
    app.sessions.slowness = 200;
    const owner = clientOf(app.socketPath);
    const watch = owner.watchSession('hasty', { owner: true })[Symbol.asyncIterator]();
    const first = watch.next();
    await eventually(async () => (await openConnections(app)) > 0, 'the owner does not connect');
    await new Promise((resolve) => setTimeout(resolve, 50));
    owner.close();
    await first;
    await eventually(() => app.sessions.stopped.includes('hasty'), 'the session is not stopped');
  });

  it('leave a detached session alone', async () => {
    app.sessions.put(sessionNamed('detached'));
    const { id } = await client.launch({ repo: localRepo });
    app.launches.append(id, {});
    const leave = await own(id);
    app.launches.finish(id, { state: 'succeeded', session: 'detached' });
    leave();
    await eventually(() => !app.owners.has(`job:${id}`), 'the launch’s end is not settled');
    assert.deepEqual(app.sessions.stopped, []);
  });
});

async function collect(client: BinderyClient, id: string, cursor = ''): Promise<number[]> {
  const ids: number[] = [];
  for await (const { event } of client.follow(id, { cursor })) ids.push(event.id);
  return ids;
}

function openConnections(app: ServedApp): Promise<number> {
  return new Promise((resolve) => app.server.getConnections((_error, count) => resolve(count)));
}

/** Passes bytes on, and breaks each connection after it passed so many. */
async function breakingProxy(
  target: string,
  bytes: number,
): Promise<{ server: Server; socketPath: string; connections: () => number }> {
  let count = 0;
  const server = createServer((near: Socket) => {
    count += 1;
    const far = connect(target);
    let passed = 0;
    const end = (): void => {
      near.destroy();
      far.destroy();
    };
    near
      .on('error', end)
      .on('close', end)
      .on('data', (chunk) => far.write(chunk));
    far
      .on('error', end)
      .on('close', end)
      .on('data', (chunk: Buffer) => {
        const part = chunk.subarray(0, bytes - passed);
        passed += part.length;
        near.write(part, () => {
          if (passed >= bytes) end();
        });
      });
  });
  const socketPath = `${target}.proxy`;
  await new Promise<void>((resolve) => void server.listen(socketPath, resolve));
  return { server, socketPath, connections: () => count };
}
