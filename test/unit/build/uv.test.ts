import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import { readPipSettings } from '../../../server/build/packages/pip-config';
import { parseHtmlPage } from '../../../server/build/packages/simple-index';
import type { UvDeps } from '../../../server/build/uv';
import { ensureUv, uvVersion } from '../../../server/build/uv';
import { AppError, Cancelled } from '../../../server/protocol';
import { createLeases } from '../../../server/store/leases';
import { temporaryDir } from '../../support/engine-scratch';

const wheel = `uv-${uvVersion}-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl`;
const never = new AbortController().signal;

/** A wheel whose `uv` is a shell script; Python, which every test machine has, writes the zip. */
function makeWheel(other = 'uv/__init__.py'): Buffer {
  const file = join(temporaryDir('bindery-wheel-'), wheel);
  const code = [
    'import sys, zipfile',
    'z = zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED)',
    'z.writestr(sys.argv[3], "other")',
    'z.writestr(sys.argv[2], "#!/bin/sh\\necho uv\\n")',
    'z.close()',
  ].join('\n');
  execFileSync('python3', ['-c', code, file, `uv-${uvVersion}.data/scripts/uv`, other]);
  return readFileSync(file);
}

interface Index {
  readonly url: string;
  readonly requests: string[];
  readonly close: () => void;
}

/** A package index over real HTTP, in JSON or in HTML. */
async function serveIndex(form: 'json' | 'html', sha256?: string, delayed = false): Promise<Index> {
  const content = makeWheel();
  const digest = sha256 ?? createHash('sha256').update(content).digest('hex');
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (request.url === `/files/${wheel}`) {
      setTimeout(() => response.end(content), delayed ? 300 : 0);
    } else if (request.url !== '/simple/uv/') {
      response.writeHead(404).end();
    } else if (form === 'json') {
      response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json');
      response.end(
        JSON.stringify({
          files: [{ filename: wheel, url: `../../files/${wheel}`, hashes: { sha256: digest } }],
        }),
      );
    } else {
      response.setHeader('content-type', 'text/html');
      response.end(`<a data-x="1" href="../../files/${wheel}#sha256=${digest}">${wheel}</a>`);
    }
  });
  const port = await listening(server);
  return { url: `http://127.0.0.1:${port}/simple`, requests, close: () => void server.close() };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function depsFor(env: Readonly<Record<string, string>>): Promise<UvDeps> {
  const dir = temporaryDir('bindery-uv-');
  const settings = await readPipSettings({
    env: { PIP_CONFIG_FILE: '/dev/null', ...env },
    home: dir,
    platform: 'linux',
  });
  return {
    cacheDir: join(dir, 'uv'),
    leases: createLeases(join(dir, 'leases')),
    settings,
    env,
    machine: { platform: 'linux', arch: 'x64', glibc: '2.36' },
  };
}

async function detailOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(AppError.is(error, 'uv-unavailable'), String(error));
  return String(error.args['detail']);
}

describe('uv, fetched by Bindery itself', () => {
  for (const form of ['json', 'html'] as const) {
    it(`comes from an index that answers in ${form}, is executable, and nothing else is unpacked`, async () => {
      const index = await serveIndex(form);
      try {
        const deps = await depsFor({ PIP_INDEX_URL: index.url });
        const path = await ensureUv(deps, never);
        accessSync(path, constants.X_OK);
        assert.equal(execFileSync(path, { encoding: 'utf8' }), 'uv\n');
        assert.deepEqual(readdirSync(deps.cacheDir), [uvVersion]);
        assert.deepEqual(readdirSync(join(deps.cacheDir, uvVersion)), ['uv']);
      } finally {
        index.close();
      }
    });
  }

  it('is fetched once for all who ask at the same time, and not again', async () => {
    const index = await serveIndex('json', undefined, true);
    try {
      const deps = await depsFor({ PIP_INDEX_URL: index.url });
      const paths = await Promise.all([1, 2, 3].map(() => ensureUv(deps, never)));
      assert.equal(new Set([...paths, await ensureUv(deps, never)]).size, 1);
      assert.equal(index.requests.filter((url) => url.startsWith('/files/')).length, 1);
    } finally {
      index.close();
    }
  });

  it('is not kept when its digest is not what the index promises', async () => {
    const index = await serveIndex('json', '0'.repeat(64));
    try {
      const deps = await depsFor({ PIP_INDEX_URL: index.url });
      assert.match(await detailOf(ensureUv(deps, never)), /SHA-256.*index promises/);
      assert.throws(() => accessSync(join(deps.cacheDir, uvVersion, 'uv')));
    } finally {
      index.close();
    }
  });

  it('is not taken from an archive with a path that leads out of it', async () => {
    const dir = temporaryDir('bindery-links-');
    writeFileSync(join(dir, wheel), makeWheel('../escape'));
    const deps = await depsFor({ PIP_NO_INDEX: '1', PIP_FIND_LINKS: dir });
    assert.match(await detailOf(ensureUv(deps, never)), /\.\.\/escape/);
  });

  it('says which index has none, without its credentials', async () => {
    const index = await serveIndex('json');
    try {
      const url = index.url.replace('http://', 'http://me:secret@').replace('/simple', '/other');
      const detail = await detailOf(ensureUv(await depsFor({ PIP_INDEX_URL: url }), never));
      assert.match(detail, new RegExp(`/other has no uv ${uvVersion} for linux x64`));
      assert.doesNotMatch(detail, /secret/);
    } finally {
      index.close();
    }
  });

  it('says so when the index cannot be reached', async () => {
    const deps = await depsFor({ PIP_INDEX_URL: 'http://127.0.0.1:1/simple' });
    assert.match(await detailOf(ensureUv(deps, never)), /127\.0\.0\.1:1.*ECONNREFUSED/);
  });

  it('comes from a folder of find-links where there is no index', async () => {
    const dir = temporaryDir('bindery-links-');
    writeFileSync(join(dir, wheel), makeWheel());
    const deps = await depsFor({ PIP_NO_INDEX: '1', PIP_FIND_LINKS: dir });
    assert.equal(execFileSync(await ensureUv(deps, never), { encoding: 'utf8' }), 'uv\n');
  });

  it('goes through the proxy that pip is configured for', async () => {
    const index = await serveIndex('json');
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      seen.push(request.url ?? '');
      void fetch(request.url ?? '').then(async (answer) => {
        response.setHeader('content-type', answer.headers.get('content-type') ?? '');
        response.end(Buffer.from(await answer.arrayBuffer()));
      });
    });
    const port = await listening(proxy);
    try {
      await ensureUv(await depsFor({ PIP_INDEX_URL: index.url, PIP_PROXY: `127.0.0.1:${port}` }), never);
      assert.equal(seen.length, 2);
    } finally {
      proxy.close();
      index.close();
    }
  });

  it('asks a proxy for a tunnel to an index behind https', async () => {
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket: Socket) => {
      asked.push(request.url ?? '');
      // The tunnel leads to somebody who does not speak TLS: the request fails behind the proxy, not before it.
      const target = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      target.on('error', () => socket.destroy()).pipe(socket);
      socket.on('error', () => target.destroy()).pipe(target);
    });
    const port = await listening(proxy);
    try {
      const env = { PIP_INDEX_URL: 'https://index.example/simple', HTTPS_PROXY: `http://127.0.0.1:${port}` };
      await detailOf(ensureUv(await depsFor(env), never));
      assert.deepEqual(asked, ['index.example:443']);
    } finally {
      proxy.close();
      proxy.closeAllConnections();
    }
  });

  it('is the one that BINDERY_UV names', async () => {
    const deps = await depsFor({ BINDERY_UV: process.execPath });
    assert.equal(await ensureUv(deps, never), process.execPath);
    assert.match(await detailOf(ensureUv(await depsFor({ BINDERY_UV: '/no/uv' }), never)), /\/no\/uv/);
  });

  it('is not fetched any further once its caller cancels', async () => {
    const index = await serveIndex('json', undefined, true);
    try {
      const deps = await depsFor({ PIP_INDEX_URL: index.url });
      const stop = new AbortController();
      const asked = ensureUv({ ...deps, onDownload: () => stop.abort() }, stop.signal);
      await assert.rejects(asked, (error) => Cancelled.is(error));
      assert.ok(await ensureUv(deps, never), 'the next one fetches it');
    } finally {
      index.close();
    }
  });
});

describe('a page of the HTML form of the simple API', () => {
  it('tells names, addresses, digests and Pythons', () => {
    const page = `<a href='a-1.whl#sha256=${'a'.repeat(64)}' data-requires-python="&gt;=3">a-1.whl</a><a href="/b.zip">b.zip</a>`;
    assert.deepEqual(parseHtmlPage(page, 'https://h/simple/a/'), [
      { name: 'a-1.whl', requiresPython: '>=3', url: 'https://h/simple/a/a-1.whl', sha256: 'a'.repeat(64) },
      { name: 'b.zip', url: 'https://h/b.zip' },
    ]);
  });
});
