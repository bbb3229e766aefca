import assert from 'node:assert/strict';
import { agentEnvironment, agentProgram, createAgentConnection } from '../../../extension/agent/connection';
import { sameFolder } from '../../../extension/build/folders';
import { createSettingsReader } from '../../../extension/platform/config';
import { reach, sessionAddress } from '../../../extension/sessions/address';
import { outputLines } from '../../../extension/stream/output';
import type { ConnectOptions } from '../../../server/http/client/types';
import { AppError } from '../../../server/protocol';
import { FakeClient, entry } from './fakes';

describe('settings', () => {
  const plainLint = { enable: true, rules: {}, packages: {}, deferToOthers: true };
  const read = (values: Readonly<Record<string, unknown>>) => {
    const configuration = { get: (key: string) => values[key] };
    const vs = { workspace: { getConfiguration: () => configuration } };
    return createSettingsReader(vs as unknown as Parameters<typeof createSettingsReader>[0])();
  };

  it('leave engine and toolchain to the agent unless a person chose', () => {
    assert.deepEqual(read({}), { whenReady: 'notify', hub: 'https://mybinder.org', lint: plainLint });
    assert.equal(read({ 'bindery.engine': 'host' }).engine, 'host');
  });

  it('fall back to the default where the file holds something else', () => {
    const wrong = { 'bindery.engine': 'rm -rf', 'bindery.whenReady': 3, 'bindery.links.hub': 'javascript:1' };
    assert.deepEqual(read(wrong), { whenReady: 'notify', hub: 'https://mybinder.org', lint: plainLint });
  });

  it('say how to lint, without what no rule can be set to', () => {
    const { lint } = read({
      'bindery.lint.enable': false,
      'bindery.lint.profile': 'archive',
      'bindery.lint.rules': { 'nb-*': 'off', 'apt-invalid-name': 'loud', 'r-x': 3 },
      'bindery.lint.packages': { cv2: 'opencv-python', bad: null },
      'bindery.lint.deferToOthers': false,
    });
    assert.deepEqual(lint, {
      enable: false,
      profile: 'archive',
      rules: { 'nb-*': 'off' },
      packages: { cv2: 'opencv-python' },
      deferToOthers: false,
    });
    assert.deepEqual(read({ 'bindery.lint.rules': 'off', 'bindery.lint.profile': 'all' }).lint, plainLint);
  });

  it('take the address of a hub with or without a slash at its end', () => {
    assert.equal(read({ 'bindery.links.hub': 'https://hub.example/' }).hub, 'https://hub.example');
  });
});

describe('the connection to the agent', () => {
  const connect = (agent: FakeClient, there: boolean) => {
    const starts: boolean[] = [];
    const connection = createAgentConnection({
      connect: ({ start }: ConnectOptions) => {
        starts.push(start);
        if (!start && !there) return Promise.reject(new AppError('agent-unreachable', { detail: 'none' }));
        return Promise.resolve(agent);
      },
      program: { file: 'node', args: [] },
      env: {},
    });
    return { connection, starts };
  };

  it('is made once for all who need it', async () => {
    const { connection, starts } = connect(new FakeClient(), true);
    await Promise.all([connection.client(), connection.client()]);
    assert.deepEqual(starts, [true]);
  });

  it('starts nothing when only asked whether an agent runs', async () => {
    const { connection, starts } = connect(new FakeClient(), false);
    assert.equal(await connection.running(), undefined);
    assert.deepEqual(starts, [false]);
  });

  it('is tried again after it failed', async () => {
    let fail = true;
    const agent = new FakeClient();
    const connection = createAgentConnection({
      connect: () => (fail ? Promise.reject(new AppError('agent-did-not-start')) : Promise.resolve(agent)),
      program: { file: 'node', args: [] },
      env: {},
    });
    await assert.rejects(connection.client(), { code: 'agent-did-not-start' });
    fail = false;
    assert.equal(await connection.client(), agent);
  });

  it('runs the agent by Electron as if it were Node', () => {
    const node = agentProgram('/x/dist/bindery.js', {
      execPath: '/usr/bin/node',
      versions: { node: '20' } as never,
    });
    assert.deepEqual(node, { file: '/usr/bin/node', args: ['/x/dist/bindery.js'] });
    const versions = { node: '20', electron: '37' } as never;
    const electron = agentProgram('/x/dist/bindery.js', { execPath: '/code', versions });
    assert.deepEqual(electron.env, { ELECTRON_RUN_AS_NODE: '1' });
  });

  it('gives the agent nothing of the window, which it outlives', () => {
    const env = {
      PATH: '/bin',
      VSCODE_IPC_HOOK: 'x',
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: '-r x',
      BINDERY_HOME: '/h',
    };
    assert.deepEqual(agentEnvironment(env), { PATH: '/bin', BINDERY_HOME: '/h' });
  });
});

describe('the address of a session', () => {
  it('joins URL, path and token', () => {
    assert.equal(sessionAddress('http://127.0.0.1:1/', undefined, 't'), 'http://127.0.0.1:1/lab?token=t');
    assert.equal(
      sessionAddress('http://127.0.0.1:1', '/lab/tree/a%20b.ipynb?reset', 't'),
      'http://127.0.0.1:1/lab/tree/a%20b.ipynb?reset=&token=t',
    );
  });
});

describe('the URL by which a browser reaches a session', () => {
  const local = 'http://127.0.0.1:4000/';

  it('is what the editor says: the same, or the end of a tunnel', () => {
    assert.deepEqual(reach(local, local), { url: local, direct: false });
    assert.equal(reach(local, 'http://localhost:5123/')?.url, 'http://localhost:5123/');
    assert.equal(reach(local, 'https://x-4000.tunnels.example/')?.url, 'https://x-4000.tunnels.example/');
  });

  it('is its own where the editor would put it under a path of this machine', () => {
    assert.deepEqual(reach(local, 'http://127.0.0.1:8080/proxy/4000/'), { url: local, direct: true });
  });

  it('is none under a path of another machine, where Jupyter cannot be served', () => {
    assert.equal(reach(local, 'https://hub.example/user/me/proxy/4000/'), undefined);
  });
});

describe('folders', () => {
  it('are the same by any spelling of their path', () => {
    assert.ok(sameFolder('/a/b/', '/a/b', 'linux'));
    assert.ok(!sameFolder('/a/B', '/a/b', 'linux'));
    assert.ok(sameFolder('C:\\Work', 'c:\\work\\', 'win32'));
  });
});

describe('the plain output', () => {
  it('has lines of tools as they are but without colours, and our own with their phase', () => {
    assert.deepEqual(outputLines(entry(1, { message: '\u001b[31mred\u001b[0m', stream: 'stderr' })), ['red']);
    assert.deepEqual(outputLines(entry(1, { phase: 'fetching', message: 'Reading' })), [
      '[fetching] Reading',
    ]);
    const warning = entry(1, { message: 'Another Python', level: 'warning' });
    assert.deepEqual(outputLines(warning), ['[building] warning: Another Python']);
  });

  it('says what failed, where, and what to do', () => {
    const error = new AppError('package-not-found', { package: 'nump', file: 'requirements.txt' }).toData();
    const explanations = [{ code: 'x', message: 'Did you mean numpy?', file: 'requirements.txt', line: 2 }];
    assert.deepEqual(outputLines(entry(1, { phase: 'failed', error, explanations })), [
      `[failed] ${error.message}`,
      error.action,
      'requirements.txt:3: Did you mean numpy?',
    ]);
  });
});
