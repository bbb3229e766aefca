import assert from 'node:assert/strict';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../../../server/platform/files';
import type { GitServer } from '../../support/git-http';
import { git, makeRepository, startGitServer } from '../../support/git-http';
import type { Outcome } from './bindery';
import { bindery, jsonLines } from './bindery';

describe('the command line', function () {
  this.timeout(60_000);
  let home: string;
  let server: GitServer;
  let commits: readonly string[];
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'bindery-cli-'));
    const folders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      plain: { 'requirements.txt': 'six\n' },
      chosen: {
        'binder/requirements.txt': 'six\n',
        'binder/runtime.txt': 'python-3.11\n',
        'requirements.txt': '',
      },
      both: { 'binder/requirements.txt': '', '.binder/requirements.txt': '' },
      conda: { 'environment.yml': 'dependencies: [numpy]\n' },
      broken: { 'environment.yml': 'dependencies: [numpy\n' },
      'with space/deep': { 'requirements.txt': 'six\n' },
    };
    for (const [folder, files] of Object.entries(folders)) {
      for (const [name, text] of Object.entries(files)) {
        await mkdir(join(home, folder, name, '..'), { recursive: true });
        await writeFile(join(home, folder, name), text);
      }
    }
    const served = join(home, 'served');
    ({ commits } = await makeRepository(served, 'notes', [{ files: { 'requirements.txt': 'six\n' } }]));
    server = await startGitServer({ root: served });
  });
  after(async () => {
    await server.close();
    await removeTree(home);
  });

  const run = (...args: readonly string[]): Promise<Outcome> => bindery(args, { home });

  describe('exits 2 and says what is wrong when it is used wrongly:', () => {
    const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
      ['an unknown command', ['lunch', 'plain'], /no command lunch/],
      ['no repository', ['launch'], /launch needs <repo>/],
      ['two repositories', ['plan', 'plain', 'both'], /does not take both/],
      ['an unknown flag', ['plan', 'plain', '--fast'], /--fast/],
      ['a flag without its value', ['plan', 'plain', '--ref'], /--ref/],
      ['an unknown engine', ['launch', 'plain', '--engine', 'podman'], /docker or host, not podman/],
      ['a port that is none', ['launch', 'plain', '--port', '70000'], /1 to 65535, not 70000/],
      ['an unknown provider', ['plan', 'github/owner/name/HEAD'], /no provider named github/],
      ['a word that is no repository', ['plan', 'word'], /word/],
      ['an unknown action on sessions', ['sessions', 'pause', 'x'], /no action pause/],
      ['no name of a session', ['sessions', 'stop'], /needs the name/],
      ['a hub that is no address', ['link', 'gh/o/r/HEAD', '--hub', 'binder'], /http or https address/],
      ['a linger that is no number', ['agent', '--linger', 'long'], /number of seconds, not long/],
    ];
    for (const [what, args, sentence] of cases) {
      it(what, async () => {
        const { code, stdout, stderr } = await run(...args);
        assert.equal(code, 2);
        assert.match(stderr, sentence);
        assert.equal(stdout, '');
      });
    }
  });

  describe('exits 1 and says what is wrong when it fails:', () => {
    const cases: readonly (readonly [string, () => readonly string[], RegExp])[] = [
      ['a folder that is not there', () => ['plan', join(home, 'nothing')], /no repository at .*nothing/],
      [
        'a sub-directory that is not there',
        () => ['plan', 'plain', '--subdir', 'nothing'],
        /no folder nothing/,
      ],
      [
        'an unknown ref',
        () => ['plan', `${server.url}/notes`, '--ref', 'nothing'],
        /no branch, tag or commit nothing/,
      ],
      ['an unknown repository', () => ['plan', `${server.url}/nothing`], /no repository at/],
      ['a server that does not answer', () => ['plan', 'http://127.0.0.1:9/notes'], /cannot be reached/],
      ['two folders of configuration files', () => ['plan', 'both'], /Both binder\/ and \.binder\//],
      ['a file that cannot be read', () => ['plan', 'broken'], /environment\.yml/],
      ['a folder without a remote', () => ['link', 'plain'], /no git remote/],
      ['a session that does not exist', () => ['sessions', 'stop', 'nothing'], /no session named nothing/],
    ];
    for (const [what, args, sentence] of cases) {
      it(what, async () => {
        const { code, stderr } = await run(...args());
        assert.equal(code, 1, stderr);
        assert.match(stderr, sentence);
      });
    }
  });

  it('prints help and version without loading anything', async () => {
    const help = await run('--help');
    assert.equal(help.code, 0);
    for (const name of ['launch', 'build', 'plan', 'sessions', 'link', 'doctor', 'agent']) {
      assert.match(help.stdout, new RegExp(`bindery ${name}`));
    }
    assert.match((await run('plan', '--help')).stdout, /--dockerfile/);
    assert.match((await run('--version')).stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('plans a folder in words: recipe, versions, every file with its reason, steps', async () => {
    const { code, stdout } = await run('plan', 'chosen');
    assert.equal(code, 0);
    assert.match(stdout, /^buildpack {2}python, stated in binder\/$/m);
    assert.match(stdout, /^python +3\.11$/m);
    assert.match(stdout, /^files used\n {2}binder\/requirements\.txt {2}\S/m);
    assert.match(stdout, /^files ignored\n {2}requirements\.txt {2}\S/m);
    assert.match(stdout, /pip-install-requirements binder\/requirements\.txt$/m);
    assert.doesNotMatch(stdout, /\{\w+\}/);
  });

  it('plans what it has to fetch first, at the commit that a ref names', async () => {
    const { code, stdout, stderr } = await run('plan', `${server.url}/notes`, '--ref', 'main');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /pip-install-requirements requirements\.txt$/m);
    assert.match(stderr, /fetching/);
  });

  it('plans a folder of a repository as if it were all', async () => {
    const { code, stdout } = await run('plan', 'with space', '--subdir', 'deep/');
    assert.equal(code, 0);
    assert.match(stdout, /requirements\.txt/);
  });

  it('prints a plan as a Dockerfile', async () => {
    const { code, stdout } = await run('plan', 'plain', '--dockerfile');
    assert.equal(code, 0);
    assert.match(stdout, /^FROM \S/m);
    assert.match(stdout, /requirements\.txt/);
  });

  it('writes nothing but one JSON object per line on standard output with --json', async () => {
    const commands: readonly (readonly string[])[] = [
      ['plan', 'plain'],
      ['plan', `${server.url}/notes`],
      ['plan', 'conda'],
      ['plan', 'nothing/at/all'],
      ['link', 'gh/o/r/HEAD'],
      ['sessions'],
      ['sessions', 'stop', 'nothing'],
    ];
    for (const args of commands) {
      const { code, stdout, stderr } = await run(...args, '--json');
      const lines = jsonLines(stdout);
      if (code !== 0) assert.match(stderr, /error: /, args.join(' '));
      if (args[0] === 'plan') assert.equal(lines.length, 1, args.join(' '));
    }
    const [plan] = jsonLines((await run('plan', 'plain', '--json')).stdout);
    assert.equal(plan?.['buildpack'], 'python');
    const [error] = jsonLines((await run('sessions', 'stop', 'nothing', '--json')).stdout);
    assert.equal((error?.['error'] as { code: string }).code, 'session-not-found');
  });

  it('links a folder by the remote of its branch, without its credentials, at a commit on request', async () => {
    const folder = join(home, 'clone');
    await git(home, 'clone', '--quiet', `${server.url}/notes`, folder);
    await git(folder, 'remote', 'set-url', 'origin', 'https://ada:secret@github.com/ada/notes.git');
    const { stdout } = await run('link', folder, '--path', 'a b.ipynb', '--pin', '--format', 'url');
    assert.equal(stdout, `https://mybinder.org/v2/gh/ada/notes/${commits[0]}?labpath=a%20b.ipynb\n`);
    const all = await run('link', folder, '--hub', 'https://hub.example/base/');
    assert.doesNotMatch(all.stdout, /secret/);
    assert.match(all.stdout, /https:\/\/hub\.example\/base\/v2\/gh\/ada\/notes\/HEAD/);
  });

  it('pins what is fetched to the commit that its ref names now', async () => {
    const { stdout } = await run('link', `${server.url}/notes`, '--pin', '--format', 'url');
    assert.ok(stdout.trim().endsWith(`/${commits[0]}`), stdout);
  });

  it('says what is there and what is missing on this machine', async () => {
    const { stdout } = await run('doctor', '--json');
    const found = jsonLines(stdout);
    assert.deepEqual(
      found.map(({ name }) => name),
      [
        ...['Node', 'git', 'Python', 'package index', 'container engine', 'bounds of builds', 'bubblewrap'],
        ...['state folder', 'agent'],
      ],
    );
    for (const check of found) assert.equal(check['state'] === 'ok', check['how'] === undefined);
  });

  it('prunes by way of the agent, and tells what stays', async () => {
    const { code, stdout, stderr } = await run('prune', '--dry-run', '--keep-gb', '0.5');
    assert.deepEqual([code, stdout], [0, '']);
    assert.match(stderr, /There is nothing to remove; .* stay\.\n$/);
    for (const args of [
      ['--keep-gb', 'much'],
      ['--keep-gb', '1', '--all'],
    ]) {
      assert.equal((await run('prune', ...args)).code, 2, args.join(' '));
    }
  });

  it('lists no sessions where there are none', async () => {
    const { code, stdout, stderr } = await run('sessions', 'list');
    assert.deepEqual([code, stdout, stderr], [0, '', 'There are no sessions.\n']);
  });
});
