import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checkout, EventBody, RepoRef } from '../../../server/protocol';
import { AppError, Cancelled } from '../../../server/protocol';
import { createSource } from '../../../server/source/source';
import type { Source } from '../../../server/source/types';
import { openStore } from '../../../server/store/open';
import { eventually } from '../../support/eventually';
import type { GitServer, MadeRepository } from '../../support/git-http';
import { git, makeRepository, startGitServer } from '../../support/git-http';

const never = new AbortController().signal;

describe('repositories over HTTP', function () {
  this.timeout(60_000);
  let dir: string;
  let server: GitServer;
  let made: MadeRepository;
  let part: MadeRepository;
  let state: string;
  let source: Source;
  let events: EventBody[];

  const environment = (more: Record<string, string> = {}): Record<string, string> => ({
    PATH: process.env['PATH'] ?? '',
    HOME: join(dir, 'home'),
    ...more,
  });
  const open = async (env = environment()): Promise<Source> =>
    createSource({ store: await openStore(state), env });
  const context = (signal = never) => ({ emit: (event: EventBody) => void events.push(event), signal });
  const repo = (more: Partial<RepoRef> = {}): RepoRef => ({
    provider: 'git',
    spec: `${server.url}/owner/repo`,
    ref: 'HEAD',
    ...more,
  });
  const commitOf = async (ref: string): Promise<string | undefined> =>
    (await source.resolve(repo({ ref }), context())).resolvedRef;
  const fetch = async (wanted: RepoRef): Promise<Checkout> =>
    source.fetch(await source.resolve(wanted, context()), context());
  const text = async (checkout: Checkout, name: string): Promise<string> =>
    readFile(join(checkout.dir, name), 'utf8');
  const fails = (code: Parameters<typeof AppError.is>[1]) => (error: unknown) => {
    assert.ok(AppError.is(error, code), String(error));
    return true;
  };

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bindery-source-'));
    const root = join(dir, 'srv');
    server = await startGitServer({ root });
    part = await makeRepository(root, 'owner/part', [{ files: { 'data.txt': 'part' } }]);
    made = await makeRepository(root, 'owner/repo', [
      { files: { 'README.md': 'first', 'sub/requirements.txt': 'numpy\n' }, tags: ['v1'] },
      { files: { 'README.md': 'x' }, branch: 'x' },
      { files: { 'README.md': 'slash' }, branch: 'feature/x' },
      { files: { 'README.md': 'main', 'run*': '#!/bin/sh\n', out: { target: '/etc' } } },
    ]);
    await makeRepository(root, 'owner/with-part', [{ submodules: { inner: `${server.url}/owner/part` } }]);
    await makeRepository(root, 'group/deep/repo.git', [{ files: { 'README.md': 'deep' } }]);
  });
  after(async () => {
    await server.close();
    await rm(dir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    events = [];
    state = await mkdtemp(join(dir, 'state-'));
    source = await open();
  });

  it('resolves HEAD, branches, tags, full names and commits', async () => {
    const [first, x, slash, main] = made.commits;
    assert.equal(await commitOf('HEAD'), main);
    assert.equal(await commitOf('main'), main);
    assert.equal(await commitOf('x'), x);
    assert.equal(await commitOf('v1'), first, 'a tag is peeled');
    assert.equal(await commitOf('refs/heads/x'), x);
    assert.equal(await commitOf('heads/x'), x);
    assert.equal(await commitOf('origin/x'), x);
    assert.equal(await commitOf('feature/x'), slash, 'the first that fits, not the last');
    assert.equal(await commitOf(first!), first);
    assert.equal(await commitOf(slash!.slice(0, 9)), slash);
  });

  it('tells the commit in an event, and names the repository for good', async () => {
    const resolved = await source.resolve(repo(), context());
    assert.equal(resolved.displayName, 'owner/repo');
    assert.equal(resolved.cloneUrl, `${server.url}/owner/repo`);
    assert.equal(
      resolved.persistentSpec,
      `git/${encodeURIComponent(`${server.url}/owner/repo`)}/${made.commits[3]}`,
    );
    assert.ok(events.some(({ resolvedRef }) => resolvedRef === made.commits[3]));
    assert.ok(events.every(({ phase }) => phase === 'fetching'));
  });

  it('fetches the files of the commit alone', async () => {
    const checkout = await fetch(repo({ ref: 'feature/x' }));
    assert.equal(await text(checkout, 'README.md'), 'slash');
    assert.equal(checkout.commit, made.commits[2]);
    assert.equal(checkout.inPlace, false);
    assert.equal(await git(checkout.dir, 'rev-list', '--count', 'HEAD'), '1');
    assert.equal(await git(checkout.dir, 'status', '--porcelain'), '');
  });

  it('gives two clones of one commit the same contentId, and another commit another', async () => {
    const here = await fetch(repo());
    state = await mkdtemp(join(dir, 'state-'));
    source = await open();
    const there = await fetch(repo());
    assert.notEqual(here.dir, there.dir);
    assert.equal(here.contentId, there.contentId);
    assert.notEqual((await fetch(repo({ ref: 'x' }))).contentId, here.contentId);
  });

  it('fetches a commit once, also when several ask at the same time', async () => {
    const resolved = await source.resolve(repo(), context());
    const before = server.requests.length;
    const checkouts = await Promise.all([1, 2, 3].map(() => source.fetch(resolved, context())));
    const asked = server.requests.length - before;
    assert.equal(new Set(checkouts.map((checkout) => checkout.dir)).size, 1);
    const again = await source.fetch(resolved, context());
    assert.equal(again.dir, checkouts[0]!.dir);
    assert.equal(server.requests.length, before + asked, 'nothing was fetched again');
    assert.equal(events.filter(({ code }) => code === 'source.fetched-before').length, 1);
    for (const checkout of [...checkouts, again]) await source.release(checkout);
    assert.equal(await text(again, 'README.md'), 'main', 'it is kept for the next');
  });

  it('fetches submodules', async () => {
    const checkout = await fetch(repo({ spec: `${server.url}/owner/with-part` }));
    assert.equal(await text(checkout, 'inner/data.txt'), 'part');
    assert.equal(await git(join(checkout.dir, 'inner'), 'rev-parse', 'HEAD'), part.commits[0]);
  });

  it('gives the folder of a repository that was asked for', async () => {
    const checkout = await fetch(repo({ subdir: 'sub' }));
    assert.equal(await text(checkout, 'requirements.txt'), 'numpy\n');
    await source.release(checkout);
    await assert.rejects(fetch(repo({ subdir: 'nowhere' })), fails('subdir-missing'));
    await assert.rejects(fetch(repo({ subdir: 'out' })), fails('subdir-missing'));
    await assert.rejects(fetch(repo({ subdir: '../..' })), fails('subdir-missing'));
  });

  it('understands the short forms of GitHub and GitLab', async () => {
    source = await open(
      environment({ BINDERY_GITHUB_URL: server.url, BINDERY_GITLAB_URL: `${server.url}/` }),
    );
    const hub = await fetch(repo({ provider: 'gh', spec: 'owner/repo' }));
    assert.equal(await text(hub, 'README.md'), 'main');
    const lab = await source.resolve(
      repo({ provider: 'gl', spec: 'group/deep/repo', ref: 'main' }),
      context(),
    );
    assert.equal(lab.persistentSpec, `gl/group%2Fdeep%2Frepo/${lab.resolvedRef}`);
    assert.equal(await text(await source.fetch(lab, context()), 'README.md'), 'deep');
  });

  it('fetches everything from a server that gives out no single commits', async () => {
    const old = await startGitServer({ root: join(dir, 'srv'), oldProtocol: true });
    try {
      const spec = `${old.url}/owner/repo`;
      const checkout = await fetch(repo({ spec, ref: made.commits[0]! }));
      assert.equal(await text(checkout, 'README.md'), 'first');
      assert.ok(events.some(({ code }) => code === 'source.fetching-all'));
      await assert.rejects(fetch(repo({ spec, ref: 'e'.repeat(40) })), fails('unknown-ref'));
    } finally {
      await old.close();
    }
  });

  it('tells a repository that is not there', async () => {
    await assert.rejects(fetch(repo({ spec: `${server.url}/owner/nothing` })), fails('unknown-repository'));
  });

  it('tells a ref that is not there, and what to try', async () => {
    await assert.rejects(fetch(repo({ ref: 'nope' })), fails('unknown-ref'));
    await assert.rejects(fetch(repo({ ref: 'f'.repeat(40) })), fails('unknown-ref'));
    await assert.rejects(fetch(repo({ ref: 'abcdef12' })), fails('unknown-ref'));
    await assert.rejects(fetch(repo({ ref: '--upload-pack=id' })), fails('unknown-ref'));
    await assert.rejects(fetch(repo({ ref: 'master' })), (error) => {
      assert.ok(AppError.is(error, 'unknown-ref'));
      assert.match(error.action, /main/);
      return true;
    });
  });

  it('tells a server that nobody runs', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    const { port } = await new Promise<AddressInfo>((resolve) =>
      closed.once('listening', () => resolve(closed.address() as AddressInfo)),
    );
    await new Promise((resolve) => closed.close(resolve));
    const wanted = repo({ spec: `http://127.0.0.1:${port}/owner/repo` });
    await assert.rejects(fetch(wanted), (error) => {
      assert.ok(AppError.is(error, 'network'), String(error));
      assert.equal(error.args['host'], `127.0.0.1:${port}`);
      return true;
    });
  });

  it('refuses what is not an address of a server', async () => {
    for (const spec of [
      `file://${made.dir}`,
      made.dir,
      'ext::sh -c id',
      'git://host/repo',
      '--upload-pack=id',
    ]) {
      await assert.rejects(source.resolve(repo({ spec }), context()), fails('invalid-spec'), spec);
    }
    const gist = repo({ provider: 'gist', spec: 'somebody/0123456789abcdef' });
    await assert.rejects(source.resolve(gist, context()), fails('provider-not-supported'));
    const archived = repo({ provider: 'swh', spec: `swh:1:rev:${'0'.repeat(40)}` });
    await assert.rejects(source.resolve(archived, context()), fails('provider-not-supported'));
  });

  it('fetches no submodule from a folder of this machine', async () => {
    await makeRepository(join(dir, 'srv'), 'owner/hostile', [{ submodules: { inner: part.dir } }]);
    await assert.rejects(fetch(repo({ spec: `${server.url}/owner/hostile` })), fails('fetch-failed'));
    assert.deepEqual((await readdir(join(state, 'checkouts'))).length, 0);
  });

  it('leaves nothing half-made when it is cancelled', async () => {
    let stuck = false;
    const root = join(dir, 'srv');
    const silent = await startGitServer({
      root,
      answers: (request) => {
        stuck ||= request.method === 'POST' && events.some(({ code }) => code === 'source.fetching');
        return !stuck;
      },
    });
    try {
      const controller = new AbortController();
      const resolved = await source.resolve(repo({ spec: `${silent.url}/owner/repo` }), context());
      const fetching = source.fetch(resolved, context(controller.signal));
      const rejected = assert.rejects(fetching, Cancelled);
      await eventually(() => stuck, 'git asks for the commit');
      controller.abort();
      await rejected;
      assert.deepEqual(await readdir(join(state, 'checkouts')), []);
    } finally {
      await silent.close();
    }
  });

  it('goes on for the others when one of several leaves', async () => {
    const resolved = await source.resolve(repo(), context());
    const controller = new AbortController();
    const leaving = assert.rejects(source.fetch(resolved, context(controller.signal)), Cancelled);
    const staying = source.fetch(resolved, context());
    controller.abort();
    await leaving;
    assert.equal(await text(await staying, 'README.md'), 'main');
  });

  describe('that need a login', () => {
    let locked: GitServer;
    before(async () => (locked = await startGitServer({ root: join(dir, 'srv'), login: 'ada:s3cret' })));
    after(() => locked.close());

    it('are told as unknown or private, without a question', async () => {
      await assert.rejects(fetch(repo({ spec: `${locked.url}/owner/repo` })), fails('unknown-repository'));
    });

    it('are fetched with the credentials of the address, which are told to nobody', async () => {
      const spec = `${locked.url.replace('://', '://ada:s3cret@')}/owner/repo`;
      const resolved = await source.resolve(repo({ spec }), context());
      const checkout = await source.fetch(resolved, context());
      assert.equal(await text(checkout, 'README.md'), 'main');
      const config = await readFile(join(checkout.dir, '.git', 'config'), 'utf8');
      assert.doesNotMatch(JSON.stringify([events, resolved, checkout, config]), /s3cret/);
      const wrong = repo({ spec: spec.replace('s3cret', 'wr0ng') });
      await assert.rejects(
        createSource({ store: await openStore(state), env: environment() }).resolve(wrong, context()),
        (error) => {
          assert.ok(AppError.is(error, 'unknown-repository'), String(error));
          assert.doesNotMatch(`${error.message} ${JSON.stringify([error.args, events])}`, /wr0ng/);
          return true;
        },
      );
    });

    it("are fetched with the person's credential helper", async () => {
      const config = join(dir, 'gitconfig');
      const helper = '!f() { echo username=ada; echo password=s3cret; }; f';
      await writeFile(config, `[credential]\n\thelper = "${helper}"\n[alias]\n\tx = y\n`);
      source = await open(environment({ GIT_CONFIG_GLOBAL: config }));
      const checkout = await fetch(repo({ spec: `${locked.url}/owner/repo` }));
      assert.equal(await text(checkout, 'README.md'), 'main');
      assert.doesNotMatch(await readFile(join(state, 'cache', 'git', 'config'), 'utf8'), /alias/);
    });
  });
});
