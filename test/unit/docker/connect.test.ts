import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asEngineError, createConnector } from '../../../server/build/docker/connect';
import { isPodman } from '../../../server/build/docker/podman-client';
import { AppError } from '../../../server/protocol';

/** An engine that knows its version and nothing else. */
async function engineThatIs(component: string): Promise<{ server: Server; host: string }> {
  const path = join(mkdtempSync(join(tmpdir(), 'bindery-engine-')), 'engine.sock');
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(request.url === '/_ping' ? '"OK"' : JSON.stringify({ Components: [{ Name: component }] }));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return { server, host: `unix://${path}` };
}

const connectTo = (host: string): ReturnType<ReturnType<typeof createConnector>['connect']> =>
  createConnector({ env: { DOCKER_HOST: host }, home: '/', platform: 'linux' }).connect();

describe('Connecting to an engine', () => {
  it('takes one that answers', async () => {
    const { server, host } = await engineThatIs('Engine');
    assert.equal((await connectTo(host)).address.from, 'DOCKER_HOST');
    server.close();
  });

  it('knows Podman by what it says of itself', async () => {
    for (const [component, expected] of [
      ['Podman Engine', true],
      ['Engine', false],
    ] as const) {
      const { server, host } = await engineThatIs(component);
      assert.equal(isPodman((await connectTo(host)).docker), expected, component);
      server.close();
    }
  });

  it('says for each address why none answers', async () => {
    await assert.rejects(connectTo('tcp://127.0.0.1:1'), (error) => {
      assert.ok(AppError.is(error, 'engine-unavailable'));
      assert.match(error.message, /tcp:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\)/);
      return true;
    });
  });
});

describe('What the client of the engine throws', () => {
  it('is told as refused where the engine answered, as lost where it went away, and else left as it is', () => {
    const refused = asEngineError(
      Object.assign(new Error('x'), { statusCode: 500, json: { message: 'no' } }),
    );
    assert.ok(AppError.is(refused, 'engine-failed'));
    assert.equal(refused.args['detail'], 'no');
    const lost = asEngineError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    assert.ok(AppError.is(lost, 'engine-lost'));
    const other = Object.assign(new Error('file'), { code: 'ENOENT', syscall: 'open' });
    assert.equal(asEngineError(other), other);
  });
});
