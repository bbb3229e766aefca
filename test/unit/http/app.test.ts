import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ErrorBody, JobAnswer } from '../../../server/protocol';
import { routes } from '../../../server/protocol';
import type { ServedApp } from './fixture';
import { localRepo, serveApp, sessionNamed } from './fixture';

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: unknown;
}

describe('the API over its socket', () => {
  let app: ServedApp;
  before(async () => (app = await serveApp()));
  after(() => app.close());

  async function ask(
    method: string,
    path: string,
    options: { headers?: Record<string, string>; body?: string } = {},
  ): Promise<Answer> {
    const headers = { host: 'bindery', 'content-type': 'application/json', ...options.headers };
    const request = httpRequest({ socketPath: app.socketPath, method, path, headers });
    request.end(options.body);
    return new Promise((resolve, reject) => {
      request.once('error', reject);
      request.once('response', (response) => {
        text(response)
          .then((content) => {
            const { statusCode = 0, headers: got } = response;
            resolve({ status: statusCode, headers: got, body: JSON.parse(content || 'null') });
          })
          .catch(reject);
      });
    });
  }
  const codeOf = (answer: Answer): string => (answer.body as ErrorBody).error.code;

  it('says who answers', async () => {
    const { status, body } = await ask('GET', routes.hello);
    assert.equal(status, 200);
    assert.equal((body as { name: string }).name, 'bindery');
  });

  it('refuses every request that a web page made, whatever its origin', async () => {
    for (const origin of ['http://evil.example', 'null', 'http://bindery', '']) {
      const answer = await ask('GET', routes.hello, { headers: { origin } });
      assert.equal(answer.status, 403, origin);
      assert.equal(codeOf(answer), 'request-refused');
      assert.equal(answer.headers['access-control-allow-origin'], undefined);
    }
  });

  it('refuses a Host other than its own', async () => {
    for (const host of ['localhost', '127.0.0.1:8888', 'bindery.evil.example', 'bindery:80']) {
      assert.equal((await ask('GET', routes.hello, { headers: { host } })).status, 403, host);
    }
  });

  it('lets nothing be cached, errors neither', async () => {
    for (const path of [routes.hello, '/nothing']) {
      assert.equal((await ask('GET', path)).headers['cache-control'], 'no-store');
    }
  });

  it('answers a launch at once with its job', async () => {
    const answer = await ask('POST', routes.launches, {
      body: JSON.stringify({ repo: localRepo, port: 8080 }),
    });
    assert.equal(answer.status, 202);
    const { job } = answer.body as JobAnswer;
    assert.deepEqual(job.request, { repo: localRepo, port: 8080 });
    assert.equal((await ask('GET', `/api/v1/jobs/${job.id}`)).status, 200);
  });

  it('names the field of a request that cannot be read', async () => {
    const cases: readonly [unknown, string][] = [
      [{}, 'repo'],
      [{ repo: { provider: 'nowhere', spec: 'x' } }, 'repo.provider'],
      [{ repo: { provider: 'local', spec: 'relative/path' } }, 'repo.spec'],
      [{ repo: localRepo, port: 70_000 }, 'port'],
      [{ repo: localRepo, engine: 'podman' }, 'engine'],
      [{ repo: localRepo, foreground: 'yes' }, 'foreground'],
      [{ repo: localRepo, surprise: 1 }, 'surprise'],
    ];
    for (const [body, field] of cases) {
      const answer = await ask('POST', routes.launches, { body: JSON.stringify(body) });
      assert.equal(answer.status, 400, field);
      assert.equal(codeOf(answer), 'bad-request');
      assert.ok((answer.body as ErrorBody).error.message.includes(field), field);
    }
  });

  it('refuses a body that is no JSON, and one that is too long', async () => {
    for (const body of ['{', JSON.stringify({ repo: localRepo, name: 'x'.repeat(100_000) })]) {
      const answer = await ask('POST', routes.builds, { body });
      assert.equal(answer.status, 400);
      assert.equal(codeOf(answer), 'bad-request');
    }
  });

  it('tells what the environment has that was built for a folder', async () => {
    const modules = (query: string) => ask('GET', `${routes.modules}${query}`);
    assert.deepEqual((await modules('?folder=%2Fbuilt')).body, { modules: { yaml: ['PyYAML'] } });
    assert.deepEqual((await modules('?folder=%2Felsewhere')).body, { modules: null });
    for (const query of ['', '?folder=', '?folder=built', '?folder=%2Fa&folder=%2Fb'])
      assert.equal(codeOf(await modules(query)), 'bad-request', query);
  });

  it('answers what does not exist by its own code', async () => {
    const cases = [
      ['GET', '/api/v1/jobs/none', 'job-not-found'],
      ['GET', '/api/v1/jobs/none/events', 'job-not-found'],
      ['POST', '/api/v1/jobs/none/cancel', 'job-not-found'],
      ['GET', '/api/v1/sessions/none', 'session-not-found'],
      ['GET', '/api/v1/sessions/none/events', 'session-not-found'],
      ['DELETE', '/api/v1/sessions/none', 'session-not-found'],
      ['GET', '/api/v2/', 'route-not-found'],
      ['PUT', routes.jobs, 'route-not-found'],
    ] as const;
    for (const [method, path, code] of cases) {
      const answer = await ask(method, path);
      assert.equal(answer.status, 404, path);
      assert.equal(codeOf(answer), code, path);
    }
  });

  it('answers a path that cannot be decoded as a mistake of the caller', async () => {
    const answer = await ask('GET', '/api/v1/jobs/%zz');
    assert.equal(answer.status, 400);
    assert.equal(codeOf(answer), 'bad-request');
  });

  it('takes no new work once it is draining', async () => {
    app.sessions.put(sessionNamed('rest', 'stopped'));
    assert.equal((await ask('POST', routes.drain)).status, 200);
    const posts: readonly [string, string | undefined][] = [
      [routes.launches, JSON.stringify({ repo: localRepo })],
      [routes.builds, JSON.stringify({ repo: localRepo })],
      ['/api/v1/sessions/rest/start', undefined],
    ];
    for (const [path, body] of posts) {
      const answer = await ask('POST', path, body === undefined ? {} : { body });
      assert.equal(answer.status, 503, path);
      assert.equal(codeOf(answer), 'agent-draining');
    }
    app.drained = false;
  });
});
