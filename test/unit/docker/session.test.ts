import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { ClientHttp2Session } from 'node:http2';
import { connect as connectHttp2 } from 'node:http2';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { decodeMessage, encodeMessage } from '../../../server/build/docker/session/messages';
import { buildOffer, neededOffer } from '../../../server/build/docker/session/offer';
import { openSession } from '../../../server/build/docker/session/open';
import { redactedEmit, redactor } from '../../../server/build/docker/session/redact';
import type { SessionOffer } from '../../../server/build/docker/session/services';
import type { EventBody } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';

const offer: SessionOffer = {
  registry: { host: 'registry.example:5000', username: 'me', secret: 'pass-word' },
  secrets: { index: 'the secret' },
};

interface FakeEngine {
  readonly docker: Docker;
  readonly server: Server;
  /** The engine's side of the session, once it was opened. */
  readonly session: Promise<{ client: ClientHttp2Session; headers: Record<string, unknown> }>;
}

/** An engine that opens sessions, or answers in some other way. */
async function engine(refusal?: { status: number; message: string }): Promise<FakeEngine> {
  const path = join(mkdtempSync(join(tmpdir(), 'bindery-session-')), 'engine.sock');
  const server = createServer((_, response) => {
    response.writeHead(refusal?.status ?? 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: refusal?.message }));
  });
  const session = new Promise<Awaited<FakeEngine['session']>>((resolve) => {
    if (refusal !== undefined) return;
    server.on('upgrade', ({ headers }, socket: Duplex) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
      resolve({ client: connectHttp2('http://engine', { createConnection: () => socket }), headers });
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return { docker: new Docker({ socketPath: path }), server, session };
}

/** One call as gRPC makes it: its status, and the message that came back. */
async function call(
  client: ClientHttp2Session,
  path: string,
  message: Uint8Array,
): Promise<{ status: string; data: Buffer }> {
  const stream = client.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc' });
  const frame = Buffer.alloc(5 + message.length);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, 5);
  let status = '';
  stream.on(
    'trailers',
    (trailers: Readonly<Record<string, unknown>>) => (status = String(trailers['grpc-status'])),
  );
  // Torn in the middle, as a network may do it.
  stream.write(frame.subarray(0, 3));
  stream.end(frame.subarray(3));
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return { status, data: Buffer.concat(chunks).subarray(5) };
}

async function withSession<T>(
  offered: SessionOffer,
  work: (client: ClientHttp2Session) => Promise<T>,
): Promise<T> {
  const fake = await engine();
  const opened = await openSession(fake.docker, offered, new AbortController().signal);
  try {
    return await work((await fake.session).client);
  } finally {
    opened.close();
    fake.server.close();
  }
}

const credentials = '/moby.filesync.v1.Auth/Credentials';
const getSecret = '/moby.buildkit.secrets.v1.Secrets/GetSecret';

describe('The session of a build, as the engine sees it', () => {
  const hosts = {
    'registry.example:5000': { username: 'me', secret: 'pass-word' },
    'REGISTRY.example:5000': { username: 'me', secret: 'pass-word' },
    'registry.example': { username: '', secret: '' },
    'registry.example:5001': { username: '', secret: '' },
    'evil.registry.example:5000': { username: '', secret: '' },
    'registry.example:5000.evil': { username: '', secret: '' },
    '': { username: '', secret: '' },
  };
  for (const [host, expected] of Object.entries(hosts)) {
    it(`answers ${host === '' ? 'no host' : host} with ${expected.username === '' ? 'nothing' : 'its credential'}`, async () => {
      await withSession(offer, async (client) => {
        const request = encodeMessage('CredentialsRequest', { host });
        const { status, data } = await call(client, credentials, request);
        assert.equal(status, '0');
        assert.deepEqual(decodeMessage('CredentialsResponse', data), expected);
      });
    });
  }

  it('knows the public hub by all of its names', async () => {
    const hub = { registry: { host: 'docker.io', username: 'me', secret: 'x' }, secrets: {} };
    await withSession(hub, async (client) => {
      const request = encodeMessage('CredentialsRequest', { host: 'registry-1.docker.io' });
      const { data } = await call(client, credentials, request);
      assert.equal(decodeMessage('CredentialsResponse', data).secret, 'x');
    });
  });

  it('tells secrets by name, and says of others that they are not found', async () => {
    await withSession(offer, async (client) => {
      const { data } = await call(client, getSecret, encodeMessage('GetSecretRequest', { id: 'index' }));
      assert.equal(Buffer.from(decodeMessage('GetSecretResponse', data).data).toString(), 'the secret');
      for (const id of ['other', '', 'constructor', '__proto__']) {
        const answer = await call(client, getSecret, encodeMessage('GetSecretRequest', { id }));
        assert.deepEqual(
          { id, status: answer.status, size: answer.data.length },
          { id, status: '5', size: 0 },
        );
      }
    });
  });

  it('is healthy, and serves nothing else', async () => {
    await withSession(offer, async (client) => {
      const health = await call(client, '/grpc.health.v1.Health/Check', new Uint8Array());
      assert.equal(decodeMessage('Health', health.data).status, 1);
      for (const path of [
        '/moby.filesync.v1.FileSync/DiffCopy',
        '/moby.filesync.v1.Auth/FetchToken',
        '/moby.sshforward.v1.SSH/ForwardAgent',
        '/constructor',
      ]) {
        assert.equal((await call(client, path, new Uint8Array())).status, '12', path);
      }
    });
  });

  it('names what it serves when it is opened', async () => {
    const fake = await engine();
    const opened = await openSession(fake.docker, offer, new AbortController().signal);
    const { headers } = await fake.session;
    assert.equal(headers['x-docker-expose-session-uuid'], opened.id);
    assert.match(String(headers['x-docker-expose-session-grpc-method']), /Auth\/Credentials.*GetSecret/);
    opened.close();
    fake.server.close();
  });
});

describe('What a build is offered', () => {
  const registry = { host: 'registry.example:5000', username: 'me', secret: 'x' };
  const whole = { registry, sshAgent: '/agent.sock', secrets: { index: 'y' } };
  const hub = { registry: { ...registry, host: 'docker.io' }, secrets: {} };
  const cases: Record<string, { offer: SessionOffer; text: string; from?: string[]; expected: string[] }> = {
    'is only its secrets where it asks for nothing else': {
      ...{ offer: whole, text: 'FROM bindery/base:1\nRUN --mount=type=cache true', expected: ['secrets'] },
    },
    'is the login where it names the registry': {
      ...{ offer: whole, text: 'FROM registry.example:5000/x', expected: ['registry', 'secrets'] },
    },
    'is the login where it borrows layers from there': {
      ...{
        offer: whole,
        text: 'FROM x',
        from: ['registry.example:5000/x'],
        expected: ['registry', 'secrets'],
      },
    },
    'is the agent where a step mounts it': {
      ...{ offer: whole, text: 'FROM x\nRUN --mount=type=ssh git', expected: ['secrets', 'sshAgent'] },
    },
    'is the hub’s login where a name has no host': {
      ...{ offer: hub, text: 'FROM python:3', expected: ['registry', 'secrets'] },
    },
    'is not the hub’s login for images of ours': {
      ...{ offer: hub, text: 'FROM bindery/base:1', expected: ['secrets'] },
    },
  };
  for (const [name, { offer: given, text, from, expected }] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(Object.keys(neededOffer(given, text, from)).sort(), expected));
  }

  it('is never the agent unless BINDERY_BUILD_SSH allows it', () => {
    assert.deepEqual(buildOffer({ SSH_AUTH_SOCK: '/a' }, undefined), {});
    const allowed = { SSH_AUTH_SOCK: '/a', BINDERY_BUILD_SSH: '1' };
    assert.deepEqual(buildOffer(allowed, undefined), { sshAgent: '/a' });
  });
});

describe('An engine that opens no session', () => {
  const refusals = [
    { status: 404, message: 'page not found' },
    { status: 400, message: 'no upgrade' },
    { status: 500, message: 'not supported' },
    { status: 200, message: 'fine' },
  ];
  for (const refusal of refusals) {
    it(`is told as such where it answers ${refusal.status}`, async () => {
      const { docker, server } = await engine(refusal);
      const opening = openSession(docker, offer, new AbortController().signal);
      await assert.rejects(opening, (error) => AppError.is(error, 'session-refused'));
      server.close();
    });
  }

  it('is told as lost where it is gone', async () => {
    const docker = new Docker({ socketPath: '/nowhere/engine.sock' });
    const opening = openSession(docker, offer, new AbortController().signal);
    await assert.rejects(opening, (error) => AppError.is(error, 'engine-lost'));
  });
});

describe('What a build says', () => {
  const redact = redactor({
    registry: { host: 'x', username: 'me', secret: 'pass:word/1' },
    secrets: {
      token: 'first-line\nsecond-line',
      short: 'abc',
    },
    urlCredentials: ['someone:se%2Fcret', 'only-a-token'],
  });
  const lines = {
    'the password pass:word/1': 'the password [redacted]',
    'encoded pass%3Aword%2F1': 'encoded [redacted]',
    [Buffer.from('me:pass:word/1').toString('base64')]: '[redacted]',
    'Looking in https://someone:se%2Fcret@index.example/simple':
      'Looking in https://someone:[redacted]@index.example/simple',
    'https://only-a-token@index.example/': 'https://[redacted]@index.example/',
    'plain se/cret': 'plain [redacted]',
    'a first-line and a second-line': 'a [redacted] and a [redacted]',
    'abcdef index.example': 'abcdef index.example',
  };
  for (const [line, expected] of Object.entries(lines)) {
    it(`is told without its secrets: ${expected}`, () => {
      const events: EventBody[] = [];
      redactedEmit((event) => void events.push(event), redact)({ phase: 'building', message: line });
      assert.deepEqual(events, [{ phase: 'building', message: expected }]);
    });
  }

  it('is told without them when it fails, too', () => {
    const error = redact.error(new AppError('engine-failed', { detail: 'at https://x:pass:word/1@host' }));
    assert.ok(AppError.is(error, 'engine-failed'));
    assert.doesNotMatch(JSON.stringify(error.toData()), /word\/1/);
  });
});
