import assert from 'node:assert/strict';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../../../server/platform/files';
import type { Checkout, EventBody, RepoRef } from '../../../server/protocol';
import { AppError, Cancelled } from '../../../server/protocol';
import { summarize } from '../../../server/source/content-id';
import { copyRepository } from '../../../server/source/copy-repository';
import { createSource } from '../../../server/source/source';
import { openStore } from '../../../server/store/open';
import { git, writeFiles } from '../../support/git-http';

const signal = new AbortController().signal;

describe('local folders', function () {
  this.timeout(30_000);
  let dir: string;
  let folder: string;
  let events: EventBody[];
  let env: Record<string, string>;
  const repo = (more: Partial<RepoRef> = {}): RepoRef => ({ provider: 'local', spec: folder, ...more });

  beforeEach(async () => {
    dir = await realpath(await mkdtemp(join(tmpdir(), 'bindery-local-')));
    folder = join(dir, 'my-analysis');
    events = [];
    env = { PATH: process.env['PATH'] ?? '', HOME: dir };
    await writeFiles(folder, {
      'README.md': 'hello',
      'bin/run*': '#!/bin/sh\n',
      latest: { target: 'README.md' },
      'data/a.csv': '1',
    });
  });
  afterEach(() => removeTree(dir));

  const commitAll = async (): Promise<string> => {
    await git(folder, 'init', '--quiet', '--initial-branch=main');
    await git(folder, 'add', '--all');
    await git(folder, 'commit', '--quiet', '-m', 'First');
    return git(folder, 'rev-parse', 'HEAD');
  };
  const source = async (): Promise<ReturnType<typeof createSource>> =>
    createSource({ store: await openStore(join(dir, 'state')), env });
  const fetch = async (wanted: RepoRef): Promise<Checkout> => {
    const context = { emit: (event: EventBody) => void events.push(event), signal };
    const from = await source();
    return from.fetch(await from.resolve(wanted, context), context);
  };
  const contentId = async (): Promise<string> => (await summarize(folder, signal)).contentId;

  describe('as a source', () => {
    it('are used in place', async () => {
      const checkout = await fetch(repo());
      assert.equal(checkout.dir, folder);
      assert.equal(checkout.inPlace, true);
      assert.equal(checkout.commit, undefined);
      assert.deepEqual(
        events.map(({ code }) => code),
        ['source.folder'],
      );
      await (await source()).release(checkout);
      assert.equal((await stat(folder)).isDirectory(), true);
    });

    it('tell their commit, and whether it is what is there', async () => {
      const commit = await commitAll();
      assert.equal((await fetch(repo())).commit, commit);
      await writeFile(join(folder, 'new.txt'), '');
      await fetch(repo());
      assert.deepEqual(
        events.map(({ code }) => code),
        ['source.checkout', 'source.dirty-checkout'],
      );
    });

    it('are not written into', async () => {
      await commitAll();
      // The same content with another time: git would like to note that in its index.
      await writeFile(join(folder, 'README.md'), 'hello');
      const index = await readFile(join(folder, '.git', 'index'));
      assert.notEqual((await fetch(repo())).commit, undefined);
      assert.deepEqual(await readFile(join(folder, '.git', 'index')), index);
      await assert.rejects(lstat(join(folder, '.git', 'index.lock')), { code: 'ENOENT' });
    });

    it('are built from a sub-directory where one is asked for', async () => {
      assert.equal((await fetch(repo({ subdir: 'data' }))).dir, join(folder, 'data'));
      await assert.rejects(fetch(repo({ subdir: '../state' })), (e) => AppError.is(e, 'subdir-missing'));
    });

    it('are fetched when a ref of theirs is asked for', async () => {
      const commit = await commitAll();
      await writeFile(join(folder, 'README.md'), 'changed');
      const checkout = await fetch(repo({ ref: 'main' }));
      assert.equal(checkout.commit, commit);
      assert.equal(checkout.inPlace, false);
      assert.equal(await readFile(join(checkout.dir, 'README.md'), 'utf8'), 'hello');
    });

    it('must be there', async () => {
      await assert.rejects(fetch(repo({ spec: join(dir, 'nowhere') })), (e) =>
        AppError.is(e, 'unknown-repository'),
      );
      await assert.rejects(fetch(repo({ spec: join(folder, 'README.md') })), (e) =>
        AppError.is(e, 'unknown-repository'),
      );
    });
  });

  describe('as content', () => {
    it('are the same whatever git, clocks and ignored files say', async () => {
      const before = await contentId();
      await commitAll();
      await writeFile(join(folder, 'README.md'), 'hello');
      assert.equal(await contentId(), before);
    });

    it('change with every byte, name, executable bit and link', async () => {
      const seen = new Set([await contentId()]);
      const changes: readonly (() => Promise<unknown>)[] = [
        () => writeFile(join(folder, 'README.md'), 'hellO'),
        () => chmod(join(folder, 'README.md'), 0o755),
        () => writeFiles(folder, { latest: { target: 'data' } }),
        () => mkdir(join(folder, 'empty')),
        () => rm(join(folder, 'data', 'a.csv')),
        () => writeFile(join(folder, 'data', 'b.csv'), '1'),
      ];
      for (const [index, change] of changes.entries()) {
        await change();
        seen.add(await contentId());
        assert.equal(seen.size, index + 2, `change ${index}`);
      }
    });

    it('leave out what the ignore files of the configuration folder name', async () => {
      const before = await contentId();
      await writeFiles(folder, {
        'binder/.dockerignore': 'data\n!data/keep*\n',
        'binder/.containerignore': 'bin\n',
      });
      const ignoring = await summarize(folder, signal);
      assert.notEqual(ignoring.contentId, before);
      await writeFiles(folder, { 'data/a.csv': 'other', 'bin/more': '' });
      assert.equal(await contentId(), ignoring.contentId);
      await writeFiles(folder, { 'data/keep.csv': '' });
      assert.notEqual(await contentId(), ignoring.contentId);
    });

    it('end with Cancelled when they are cancelled', async () => {
      await assert.rejects(summarize(folder, AbortSignal.abort()), Cancelled);
    });
  });

  describe('as copies', () => {
    const copy = async (ignoreFiles: readonly string[] = []): Promise<string> => {
      const to = join(dir, 'copy');
      await copyRepository(folder, to, { ignoreFiles, signal, env });
      return to;
    };

    it('have the same content, modes and links, and no git where there was none', async () => {
      const to = await copy();
      assert.equal((await summarize(to, signal)).contentId, await contentId());
      assert.equal(await readlink(join(to, 'latest')), 'README.md');
      assert.equal((await stat(join(to, 'bin', 'run'))).mode & 0o111, 0o111);
      assert.ok(!(await readdir(to)).includes('.git'));
    });

    it('have a git of their own that knows the commit and what differs from it', async () => {
      const commit = await commitAll();
      await git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'Second');
      await writeFile(join(folder, 'README.md'), 'changed');
      const to = await copy();
      assert.notEqual(await git(to, 'rev-parse', 'HEAD'), commit);
      assert.equal(await git(to, 'log', '-1', '--format=%s'), 'Second');
      assert.equal(await git(to, 'rev-list', '--count', 'HEAD'), '1');
      assert.equal(await git(to, 'status', '--porcelain'), ' M README.md');
      assert.doesNotMatch(await readFile(join(to, '.git', 'config'), 'utf8'), /my-analysis/);
    });

    it('leave out what is ignored, sockets, and links’ targets', async () => {
      await writeFiles(folder, { '.dockerignore': 'data\n', outside: { target: '/etc' } });
      const server = createServer().listen(join(folder, 'socket'));
      const to = await copy(['.dockerignore']);
      server.close();
      assert.deepEqual((await readdir(to)).sort(), [
        '.dockerignore',
        'README.md',
        'bin',
        'latest',
        'outside',
      ]);
      assert.equal((await lstat(join(to, 'outside'))).isSymbolicLink(), true);
    });

    it('keep names that are no UTF-8', async function () {
      if (process.platform !== 'linux') this.skip();
      const name = Buffer.from([0x61, 0xff, 0xfe]);
      await writeFile(Buffer.concat([Buffer.from(`${folder}/`), name]), 'odd');
      const to = await copy();
      const names = await readdir(to, { encoding: 'buffer' });
      assert.ok(names.some((found) => found.equals(name)));
    });
  });
});
