import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../../../server/platform/files';
import { eventually } from '../../support/eventually';
import { makeRepository, startGitServer } from '../../support/git-http';
import type { BinderyProcess, Outcome } from './bindery';
import { bindery, jsonLines, startBindery } from './bindery';

// A real environment and a real Jupyter: the first launch installs them, the others start from what it made.
describe('bindery launch', function () {
  this.timeout(420_000);
  let home: string;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'bindery-launch-'));
    await mkdir(join(home, 'book'));
    await writeFile(join(home, 'book', 'requirements.txt'), 'six\n');
  });
  after(async () => {
    for (const session of await sessions()) await run('sessions', 'delete', String(session['name']), '--yes');
    await removeTree(home);
  });

  const host = ['--engine', 'host', '--toolchain', 'system'] as const;
  const run = (...args: readonly string[]): Promise<Outcome> => bindery(args, { home });
  const launch = (...args: readonly string[]): BinderyProcess =>
    startBindery(['launch', 'book', ...host, ...args], { home });
  const sessions = async (): Promise<Record<string, unknown>[]> =>
    jsonLines((await run('sessions', '--json')).stdout);
  const stateOf = async (name: string): Promise<unknown> =>
    (await sessions()).find((session) => session['name'] === name)?.['state'];
  const gone = (url: string): Promise<void> =>
    eventually(async () => !(await answers(url)), `${url} still answers`, 60);

  it('prints events alone with --json, the last with URL and token; Ctrl-C stops the session and exits 130', async () => {
    const command = launch('--json', '--name', 'first');
    await command.printed('stdout', /"phase":"ready"/);
    const ready = jsonLines(command.output.stdout).at(-1);
    const url = `${String(ready?.['url'])}api/status?token=${String(ready?.['token'])}`;
    assert.ok(await answers(url));
    command.child.kill('SIGINT');
    assert.equal(await command.exit, 130);
    await gone(url);
    const lines = jsonLines(command.output.stdout);
    assert.deepEqual(
      lines.filter((line) => line['job'] === ready?.['job']).map((line) => line['id']),
      lines.filter((line) => line['job'] === ready?.['job']).map((_, index) => index + 1),
    );
    assert.equal(await stateOf('first'), 'stopped');
  });

  it('keeps the token out of everything it stored and logged but the session’s own file', async () => {
    const command = launch('--json', '--name', 'secret');
    await command.printed('stdout', /"phase":"ready"/);
    const token = String(jsonLines(command.output.stdout).at(-1)?.['token']);
    const holders = await filesWith(join(home, 'state'), token);
    command.child.kill('SIGINT');
    await command.exit;
    assert.deepEqual(
      holders.map((file) => file.slice(join(home, 'state').length)),
      ['/sessions/secret/token'],
    );
  });

  it('builds nothing the second time and says so', async () => {
    const { code, stdout } = await run('build', 'book', ...host);
    assert.equal(code, 0);
    assert.match(stdout, /^prefix .*nothing had to be built/);
  });

  it('prints the address to open, with the file that was asked for', async () => {
    await writeFile(join(home, 'book', 'a b.ipynb'), '{}');
    const command = launch('--name', 'second', '--path', 'a b.ipynb');
    const address = await command.printed('stdout', /^(http\S+)$/m);
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/lab\/tree\/a%20b\.ipynb\?token=\w+$/);
    command.child.kill('SIGINT');
    assert.equal(await command.exit, 130);
    assert.match(command.output.stderr, /Stopping second/);
  });

  it('that is killed leaves no session behind', async () => {
    const command = launch('--name', 'killed');
    const url = await command.printed('stdout', /^(http\S+)$/m);
    command.child.kill('SIGKILL');
    await gone(url);
    assert.equal(await stateOf('killed'), 'stopped');
  });

  it('that is killed while it builds leaves nothing running', async () => {
    await writeFile(join(home, 'book', 'requirements.txt'), 'six\nattrs\n');
    const command = launch('--name', 'early');
    await command.printed('stderr', /building:/);
    command.child.kill('SIGKILL');
    await eventually(() => !existsSync(join(home, 'state', 'agent.json')), 'the agent does not leave', 60);
    assert.equal(await stateOf('early'), undefined);
    await writeFile(join(home, 'book', 'requirements.txt'), 'six\n');
  });

  it('interrupted twice returns at once, and the agent ends what was left', async () => {
    const command = launch('--name', 'twice');
    const url = await command.printed('stdout', /^(http\S+)$/m);
    command.child.kill('SIGINT');
    await command.printed('stderr', /Stopping twice/);
    command.child.kill('SIGINT');
    // Where the first one was carried out in no time, the second meets a process that listens no more.
    assert.ok([130, -1].includes(await command.exit), command.output.stderr);
    await gone(url);
  });

  it('interrupted while it builds cancels, says so and exits 130', async () => {
    await writeFile(join(home, 'book', 'requirements.txt'), 'six\nidna\n');
    const command = launch('--json', '--name', 'never');
    await command.printed('stdout', /"state":"started"/);
    command.child.kill('SIGINT');
    assert.equal(await command.exit, 130);
    assert.equal(jsonLines(command.output.stdout).at(-1)?.['phase'], 'cancelled');
    assert.equal(await stateOf('never'), undefined);
    await writeFile(join(home, 'book', 'requirements.txt'), 'six\n');
  });

  it('that fails says why, what to do and where the log is, and exits 1', async () => {
    await writeFile(join(home, 'book', 'requirements.txt'), 'six==0.0.0.1\n');
    const { code, stdout, stderr } = await run('launch', 'book', ...host, '--json');
    assert.equal(code, 1);
    const failed = jsonLines(stdout).filter(
      (line) => line['phase'] === 'failed' && line['job'] !== undefined,
    );
    assert.ok(failed.length > 0);
    assert.match(stderr, /error: .*six==0\.0\.0\.1/);
    const folder = /The log is kept in (\S+)\./.exec(stderr)?.[1] ?? '';
    assert.ok(existsSync(join(folder, 'events.jsonl')), stderr);
    await writeFile(join(home, 'book', 'requirements.txt'), 'six\n');
  });

  it('says that its session was stopped from elsewhere, and exits 0', async () => {
    const command = launch('--name', 'third');
    await command.printed('stdout', /^(http\S+)$/m);
    assert.equal((await run('sessions', 'stop', 'third')).code, 0);
    assert.equal(await command.exit, 0);
    assert.match(command.output.stderr, /The session third ended: /);
  });

  it('stays with its session when the agent is killed, and still stops it', async () => {
    const command = launch('--name', 'fourth');
    const url = await command.printed('stdout', /^(http\S+)$/m);
    const agent = await agentOf(home);
    process.kill(agent, 'SIGKILL');
    await eventually(async () => (await agentOf(home)) !== agent, 'no new agent is started', 60);
    assert.ok(await answers(url));
    command.child.kill('SIGINT');
    assert.equal(await command.exit, 130);
    await gone(url);
  });

  it('leaves the session running with --detach, and it outlives the agent', async () => {
    const { code, stdout, stderr } = await run('launch', 'book', ...host, '--name', 'fifth', '--detach');
    assert.equal(code, 0, stderr);
    await eventually(() => !existsSync(join(home, 'state', 'agent.json')), 'the agent does not leave', 60);
    assert.ok(await answers(stdout.trim()));
    assert.equal((await run('sessions', 'open', 'fifth')).stdout, stdout);
    assert.equal((await run('sessions', 'stop', 'fifth')).code, 0);
    await gone(stdout.trim());
  });

  it('starts a stopped session again, and deletes it without touching the folder', async () => {
    const started = await run('sessions', 'start', 'fifth');
    assert.equal(started.code, 0, started.stderr);
    assert.ok(await answers(started.stdout.trim()));
    assert.equal((await run('sessions', 'delete', 'fifth', '--yes')).code, 0);
    await gone(started.stdout.trim());
    assert.equal(await stateOf('fifth'), undefined);
    assert.ok(existsSync(join(home, 'book', 'requirements.txt')));
  });

  it('does not run what was fetched unless it is trusted', async () => {
    const served = join(home, 'served');
    await makeRepository(served, 'notes', [{ files: { 'requirements.txt': 'six\n' } }]);
    const server = await startGitServer({ root: served });
    try {
      const { code, stderr } = await run('launch', `${server.url}/notes`, ...host);
      assert.equal(code, 1);
      assert.match(stderr, /it can read your files/);
      assert.match(stderr, /--trust/);
    } finally {
      await server.close();
    }
  });
});

async function answers(url: string): Promise<boolean> {
  return fetch(url, { redirect: 'manual' }).then(
    ({ status }) => status < 400,
    () => false,
  );
}

/** Pid of the agent; 0 where none runs. */
async function agentOf(home: string): Promise<number> {
  const text = await readFile(join(home, 'state', 'agent.json'), 'utf8').catch(() => '{"pid":0}');
  return (JSON.parse(text) as { pid: number }).pid;
}

/** Files below `root` that hold `text`; neither installed packages nor what Jupyter itself writes is looked into. */
async function filesWith(root: string, text: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/\/(prefixes|cache|jupyter\/runtime)\//.test(file));
  const holders = await Promise.all(
    files.map(async (file) => ((await readFile(file).catch(() => '')).includes(text) ? file : undefined)),
  );
  return holders.filter((file) => file !== undefined);
}
