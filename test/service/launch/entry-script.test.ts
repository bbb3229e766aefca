import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entryScriptPath } from '../../../server/launch/entry-script';
import type { ExitRecord } from '../../../server/launch/session-files';
import { removeTree } from '../../../server/platform/files';
import { eventually } from '../../support/eventually';

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

describe('The entry script', function () {
  this.timeout(30_000);
  let dir: string;
  const started: ChildProcess[] = [];
  const file = (name: string): string => join(dir, name);
  const exitRecord = (): ExitRecord => JSON.parse(readFileSync(file('exit.json'), 'utf8')) as ExitRecord;

  const start = (options: readonly string[], command: readonly string[]): ChildProcess => {
    const standard = ['run', '--log', file('log'), '--exit', file('exit.json')];
    const args = ['-I', '-S', entryScriptPath(), ...standard, ...options, '--', ...command];
    const child = spawn('python3', args, { cwd: dir, stdio: ['pipe', 'pipe', 'inherit'] });
    started.push(child);
    return child;
  };
  const ended = (child: ChildProcess): Promise<Ended> => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
  };
  const sh = (script: string): readonly string[] => ['sh', '-c', script];
  /** Waits for the file in which a script of ours tells its pid. */
  const pidFrom = async (name: string): Promise<number> => {
    await eventually(() => existsSync(file(name)) && readFileSync(file(name), 'utf8').endsWith('\n'), name);
    return Number(readFileSync(file(name), 'utf8'));
  };
  const runs = (pid: number): boolean => {
    try {
      return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return false;
    }
  };

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'bindery-entry-'));
  });
  afterEach(async () => {
    for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
    await removeTree(dir);
  });

  it('passes output on, into the log as well, and ends with the code of the server', async () => {
    const { code, output } = await ended(start([], sh('echo out; echo err >&2; exit 3')));
    assert.equal(code, 3);
    assert.equal(output, 'out\nerr\n');
    assert.equal(readFileSync(file('log'), 'utf8'), 'out\nerr\n');
    const { exitCode, signal, reason } = exitRecord();
    assert.deepEqual({ exitCode, signal, reason }, { exitCode: 3, signal: null, reason: 'exited' });
  });

  it('starts nothing when the one it waits for goes away', async () => {
    const child = start(['--wait'], sh('echo started > started'));
    child.stdin?.end();
    assert.equal((await ended(child)).code, 125);
    assert.equal(existsSync(file('started')), false);
    assert.equal(existsSync(file('exit.json')), false);
  });

  for (const name of ['SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'] as const) {
    it(`forwards ${name}`, async () => {
      const script = `trap 'exit 42' ${name.slice(3)}; echo $$ > pid; while :; do sleep 0.05; done`;
      const child = start([], sh(script));
      await pidFrom('pid');
      child.kill(name);
      assert.equal((await ended(child)).code, 42);
    });
  }

  it('says that it was stopped, and by which signal the server ended', async () => {
    const child = start([], sh('echo $$ > pid; exec sleep 600'));
    await pidFrom('pid');
    child.kill('SIGTERM');
    assert.equal((await ended(child)).code, 143);
    const { exitCode, signal, reason } = exitRecord();
    assert.deepEqual({ exitCode, signal, reason }, { exitCode: null, signal: 'SIGTERM', reason: 'stopped' });
  });

  it('kills a server that does not end, after the grace and at once when asked twice', async () => {
    const deaf = "trap '' TERM; echo $$ > pid; while :; do sleep 0.05; done";
    const patient = start(['--stop-grace', '0.3'], sh(deaf));
    await pidFrom('pid');
    patient.kill('SIGTERM');
    assert.equal((await ended(patient)).code, 137);
    await removeTree(file('pid'));
    const urgent = start(['--stop-grace', '3600'], sh(deaf));
    const pid = await pidFrom('pid');
    urgent.kill('SIGTERM');
    urgent.kill('SIGTERM');
    const again = setInterval(() => urgent.kill('SIGTERM'), 100);
    assert.equal((await ended(urgent)).code, 137);
    clearInterval(again);
    assert.equal(runs(pid), false);
  });

  it('ends the server at its maximum age', async () => {
    const { code, output } = await ended(start(['--max-age', '0.3'], ['sleep', '600']));
    assert.equal(code, 143);
    assert.match(output, /maximum age/);
    assert.equal(exitRecord().reason, 'max-age');
  });

  it('ends daemons that left the process group and their parent', async function () {
    if (process.platform !== 'linux') return this.skip();
    const script =
      'setsid sh -c \'trap "" TERM; echo $$ > daemon; while :; do sleep 0.05; done\' & sleep 0.5; exit 0';
    const child = start([], sh(script));
    const daemon = await pidFrom('daemon');
    assert.equal((await ended(child)).code, 0);
    assert.equal(runs(daemon), false);
  });

  it('takes the server with it when it is killed', async function () {
    if (process.platform !== 'linux') return this.skip();
    const child = start([], sh('echo $$ > pid; exec sleep 600'));
    const pid = await pidFrom('pid');
    child.kill('SIGKILL');
    await eventually(() => !runs(pid), 'the server ended');
  });

  it('keeps the newest output within the cap', async () => {
    const script = 'i=0; while [ $i -lt 5000 ]; do echo "line $i"; i=$((i+1)); done';
    await ended(start(['--log-cap', '20000'], sh(script)));
    const sizes = [statSync(file('log')).size, statSync(file('log.1')).size];
    assert.ok(sizes.every((size) => size <= 10_000) && sizes[0]! + sizes[1]! > 9_000, String(sizes));
    assert.ok(readFileSync(file('log'), 'utf8').endsWith('line 4999\n'));
  });

  it('goes on without a log when that cannot be written', async () => {
    const args = ['run', '--log', '/dev/full', '--', 'sh', '-c', 'echo still here; exit 4'];
    const child = spawn('python3', [entryScriptPath(), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    assert.deepEqual(await ended(child), { code: 4, output: 'still here\n' });
  });

  it('goes on when nobody reads its output any more', async () => {
    const child = start([], sh('sleep 0.2; echo one; sleep 0.1; echo two; exit 5'));
    child.stdout?.destroy();
    assert.equal((await ended(child)).code, 5);
    assert.equal(readFileSync(file('log'), 'utf8'), 'one\ntwo\n');
  });

  it('tells what cannot be started', async () => {
    const { code, output } = await ended(start([], ['./no-such-server']));
    assert.equal(code, 127);
    assert.match(output, /no-such-server cannot be started/);
    assert.equal(exitRecord().reason, 'could-not-start');
  });

  describe('with a start script', () => {
    const startOptions = (script: string, seconds = '60'): readonly string[] => {
      writeFileSync(file('start'), `#!/bin/sh\n${script}`, { mode: 0o755 });
      return ['--start', file('start'), '--hand-over', file('handing-over'), '--start-timeout', seconds];
    };

    it('lets it hand over, and forgets about its time limit', async () => {
      const options = startOptions('export GREETING=hello\nexec "$@"\n', '0.5');
      const { code, output } = await ended(start(options, sh('sleep 1; echo $GREETING; exit 6')));
      assert.deepEqual([code, output], [6, 'hello\n']);
      assert.equal(exitRecord().handedOver, true);
      assert.deepEqual(readdirSync(dir).sort(), ['exit.json', 'log', 'start']);
    });

    it('ends it when it does not hand over in time', async () => {
      const options = startOptions('sleep 600\n', '0.3');
      const { code, output } = await ended(start(options, ['true']));
      assert.equal(code, 143);
      assert.match(output, /did not hand over/);
      const { reason, handedOver } = exitRecord();
      assert.deepEqual({ reason, handedOver }, { reason: 'start-did-not-hand-over', handedOver: false });
    });

    it('sees that it ended without handing over', async () => {
      assert.equal((await ended(start(startOptions('exit 0\n'), ['true']))).code, 0);
      assert.equal(exitRecord().handedOver, false);
    });
  });
});
