import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endGroup, identify, isAlive, killGroup } from '../../../server/platform/process';
import { parsePsLine, parseStat } from '../../../server/platform/process-table';
import { eventually } from '../../support/eventually';

const fields = (state: string): string =>
  `${state} 7 40 40 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 98765 1000 10`;

describe('a line of the process table', () => {
  it('is read though the command holds spaces and parentheses', () => {
    const entry = parseStat(`42 (a) S 1 (b c) ${fields('S')}`);
    assert.deepEqual(entry, { pid: 42, parent: 7, group: 40, startTime: '98765', zombie: false });
  });

  it('tells a zombie', () => {
    assert.equal(parseStat(`42 (sh) ${fields('Z')}`)?.zombie, true);
  });

  it('is nothing when it is cut short', () => {
    assert.equal(parseStat('42 (sh) S 1'), undefined);
    assert.equal(parseStat(''), undefined);
  });

  it('is read from ps too', () => {
    assert.deepEqual(parsePsLine('  42   7    40 Ss+  Sat Nov 21 07:00:01 2026'), {
      pid: 42,
      parent: 7,
      group: 40,
      startTime: 'Sat Nov 21 07:00:01 2026',
      zombie: false,
    });
  });
});

describe('the identity of a process', () => {
  it('is that of this process by default, and alive', async () => {
    const self = await identify();
    assert.equal(self?.pid, process.pid);
    assert.equal(await isAlive(self), true);
  });

  it('is not alive for another start time or another boot', async () => {
    const self = (await identify())!;
    assert.equal(await isAlive({ ...self, startTime: '1' }), false);
    assert.equal(await isAlive({ ...self, bootId: 'another' }), false);
  });

  it('is gone once the process has ended', async () => {
    const child = spawn('sleep', ['60']);
    const identity = (await identify(child.pid))!;
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(await isAlive(identity), false);
    assert.equal(await identify(identity.pid), undefined);
  });

  it('is not alive as a zombie that its parent does not collect', async () => {
    // The shell becomes a sleep that never waits for the child it had as a shell.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(chunk.toString());
    await eventually(async () => (await identify(pid)) === undefined, 'the child became a zombie');
    assert.equal(process.kill(pid, 0), true, 'the zombie still has its pid');
    parent.kill('SIGKILL');
  });
});

describe('ending a group', () => {
  const start = async (script: string): Promise<{ pid: number; lines: string }> => {
    const child = spawn('sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    return { pid: child.pid!, lines: chunk.toString() };
  };

  it('takes children with it, also those of a leader that ignores TERM', async () => {
    const { pid, lines } = await start('trap "" TERM; sleep 60 & echo $!; while :; do sleep 1; done');
    const leader = (await identify(pid))!;
    const child = (await identify(Number(lines)))!;
    await endGroup(leader, 50);
    assert.equal(await isAlive(leader), false);
    assert.equal(await isAlive(child), false);
  });

  it('finds the members of a leader that is gone', async () => {
    const { pid, lines } = await start('sleep 60 >/dev/null & echo $!; read forever');
    const leader = await identify(pid);
    const child = (await identify(Number(lines)))!;
    // `read` meets the end of its input, and the leader leaves its child behind.
    await eventually(async () => (await identify(pid)) === undefined, 'the leader left');
    assert.equal(await isAlive(child), true);
    await endGroup(leader ?? { ...child, pid }, 1000);
    assert.equal(await isAlive(child), false);
  });

  it('leaves alone whoever has the pid by now', async () => {
    const { pid } = await start('echo ready; exec sleep 60');
    const living = (await identify(pid))!;
    const former = { ...living, startTime: '1' };
    assert.equal(await killGroup(former, 'SIGKILL'), false);
    await endGroup(former, 10);
    assert.equal(await isAlive(living), true);
    await endGroup(living, 1000);
  });
});
