import assert from 'node:assert/strict';
import { identify } from '../../../server/platform/process';
import type { RunOptions } from '../../../server/platform/run';
import { run } from '../../../server/platform/run';
import { Cancelled } from '../../../server/protocol';
import { eventually } from '../../support/eventually';

const env = { PATH: process.env['PATH'] ?? '' };
const never = new AbortController().signal;
const sh = (script: string, options: Partial<RunOptions> = {}): ReturnType<typeof run> =>
  run('sh', ['-c', script], { env, signal: never, ...options });

describe('running a program', () => {
  it('tells lines of both streams, the exit code and the ends of the output', async () => {
    const lines: string[] = [];
    const result = await sh('echo one; echo two >&2; printf three; exit 3', {
      onLine: (line, stream) => lines.push(`${stream} ${line}`),
    });
    assert.deepEqual(lines.sort(), ['stderr two', 'stdout one', 'stdout three']);
    assert.deepEqual(result, {
      code: 3,
      signal: null,
      timedOut: false,
      stdoutTail: 'one\nthree',
      stderrTail: 'two',
    });
  });

  it('gives it the input and nothing of our environment', async () => {
    const result = await sh('cat; env', { input: 'from us\n', env: { ...env, GIVEN: 'yes' } });
    const lines = result.stdoutTail.split('\n');
    assert.equal(lines[0], 'from us');
    assert.ok(lines.includes('GIVEN=yes'));
    assert.ok(!lines.some((line) => line.startsWith('HOME=')));
  });

  it('has an empty standard input where none is given', async () => {
    assert.equal((await sh('read line; echo "got:$line"')).stdoutTail, 'got:');
  });

  it('survives a program that does not read its input', async () => {
    assert.equal((await sh('exec 0<&-; exit 0', { input: 'x'.repeat(1_000_000) })).code, 0);
  });

  it('rejects with the reason when the program does not exist', async () => {
    await assert.rejects(run('no-such-program', [], { env, signal: never }), { code: 'ENOENT' });
  });

  it('ends what the program left in the background', async () => {
    const result = await sh('sleep 60 & echo $!');
    assert.equal(await identify(Number(result.stdoutTail)), undefined);
  });

  it('does not wait for somebody who left the group and holds the output', async () => {
    const result = await sh('setsid sh -c "echo \\$\\$; exec sleep 60" & sleep 0.3; echo done');
    const [pid] = result.stdoutTail.split('\n');
    assert.match(result.stdoutTail, /done$/);
    process.kill(Number(pid), 'SIGKILL');
  });

  it('ends the whole group when its signal fires, and rejects with Cancelled', async () => {
    const controller = new AbortController();
    let child = 0;
    const running = sh('trap "" TERM; sleep 60 & echo $!; wait; while :; do sleep 1; done', {
      signal: controller.signal,
      graceMs: 50,
      onLine: (line) => (child = Number(line)),
    });
    const rejected = assert.rejects(running, Cancelled);
    await eventually(() => child > 0, 'the child was started');
    controller.abort();
    await rejected;
    assert.equal(await identify(child), undefined);
  });

  it('starts nothing when the signal has fired before', async () => {
    await assert.rejects(sh('echo', { signal: AbortSignal.abort() }), Cancelled);
  });

  it('ends the program when its time is over', async () => {
    const result = await sh('exec sleep 60', { timeoutMs: 50 });
    assert.equal(result.timedOut, true);
    assert.equal(result.signal, 'SIGTERM');
  });
});
