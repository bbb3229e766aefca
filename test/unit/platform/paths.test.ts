import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { socketPath, stateRoot } from '../../../server/platform/paths';
import { AppError } from '../../../server/protocol';

describe('the state root', () => {
  it('is BINDERY_HOME where that is set', () => {
    assert.equal(stateRoot({ BINDERY_HOME: '/data/bindery', HOME: '/home/ada' }, 'linux'), '/data/bindery');
  });

  it("is the platform's place for state otherwise", () => {
    assert.equal(stateRoot({ HOME: '/home/ada' }, 'linux'), '/home/ada/.local/state/bindery');
    assert.equal(stateRoot({ HOME: '/home/ada', XDG_STATE_HOME: '/state' }, 'linux'), '/state/bindery');
    assert.equal(
      stateRoot({ HOME: '/Users/ada' }, 'darwin'),
      '/Users/ada/Library/Application Support/bindery',
    );
    assert.equal(stateRoot({ LOCALAPPDATA: '/local' }, 'win32'), '/local/bindery');
  });
});

describe("the agent's socket", () => {
  let runtime: string;
  beforeEach(() => (runtime = mkdtempSync(join(tmpdir(), 'bindery-socket-'))));
  afterEach(() => rmSync(runtime, { recursive: true }));

  const refused = (error: unknown): boolean => AppError.is(error, 'path-not-private');

  it('is in a folder that only we can enter', () => {
    const folder = dirname(socketPath('/state', { XDG_RUNTIME_DIR: runtime }));
    assert.equal(dirname(folder), runtime);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  });

  it('is the same for one root and another for another', () => {
    const env = { XDG_RUNTIME_DIR: runtime };
    assert.equal(socketPath('/state', env), socketPath('/state/', env));
    assert.notEqual(socketPath('/state', env), socketPath('/other', env));
  });

  it('finds a shorter folder where the path would be too long for a socket', () => {
    const long = join(runtime, 'x'.repeat(100));
    mkdirSync(long);
    const path = socketPath('/state', { XDG_RUNTIME_DIR: long, TMPDIR: runtime });
    assert.ok(path.startsWith(join(runtime, 'bindery-')) && path.length < 104, path);
  });

  it('is refused in a folder that others may enter', () => {
    const env = { XDG_RUNTIME_DIR: runtime };
    chmodSync(dirname(socketPath('/state', env)), 0o755);
    assert.throws(() => socketPath('/state', env), refused);
  });

  it('is refused behind a link', () => {
    const env = { XDG_RUNTIME_DIR: runtime };
    const folder = dirname(socketPath('/state', env));
    rmSync(folder, { recursive: true });
    mkdirSync(join(runtime, 'elsewhere'), { mode: 0o700 });
    symlinkSync(join(runtime, 'elsewhere'), folder);
    assert.throws(() => socketPath('/state', env), refused);
  });
});
