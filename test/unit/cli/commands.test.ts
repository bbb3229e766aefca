import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../../server/cli/commands';
import { commandHelp, commandRows, generalHelp } from '../../../server/cli/help';
import { parseInput } from '../../../server/cli/parse';
import { sessionAddress } from '../../../server/cli/session-address';
import { readSetting, settings } from '../../../server/cli/settings';
import { AppError } from '../../../server/protocol';

describe('the table of commands', () => {
  it('is what help prints', () => {
    for (const [usage, summary] of commandRows()) {
      assert.ok(generalHelp().includes(usage), usage);
      assert.ok(generalHelp().includes(summary), summary);
    }
    for (const [name, command] of Object.entries(commands)) {
      for (const option of Object.keys(command.options)) {
        assert.ok(commandHelp(name, command).includes(`--${option}`), `${name} --${option}`);
      }
    }
  });

  it('has a file of its name for each command, with the function that runs it', () => {
    for (const name of Object.keys(commands)) {
      const file = join(__dirname, '..', '..', '..', 'server', 'cli', `${name}.ts`);
      assert.match(readFileSync(file, 'utf8'), /^export (async )?function run\(/m, name);
    }
  });

  it('decides how flags and values are read', () => {
    const input = parseInput('launch', commands['launch']!, [
      'x',
      '--detach',
      '--port=8080',
      '--engine',
      'host',
    ]);
    assert.deepEqual(input.operands, ['x']);
    assert.deepEqual([...input.flags], ['detach']);
    assert.deepEqual(
      [...input.values],
      [
        ['port', '8080'],
        ['engine', 'host'],
      ],
    );
  });

  it('takes what stands behind -- as operands', () => {
    assert.deepEqual(parseInput('plan', commands['plan']!, ['--', '--odd']).operands, ['--odd']);
  });

  it('refuses wrong usage in one sentence, without Node’s advice', () => {
    assert.throws(
      () => parseInput('plan', commands['plan']!, ['x', '--odd']),
      (error) =>
        AppError.is(error, 'usage') && error.message === 'Unknown option ’--odd’.'.replaceAll('’', "'"),
    );
  });
});

describe('the table of settings', () => {
  it('names every variable of ours that the server reads, and no other', () => {
    const server = join(__dirname, '..', '..', '..', 'server');
    const files = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const table = join('cli', 'settings.ts');
    const read = files
      .filter((file) => file !== table)
      .flatMap((file) => readFileSync(join(server, file), 'utf8').match(/'BINDERY_[A-Z_]+'/g) ?? [])
      .map((name) => name.slice(1, -1));
    // Set by Bindery itself for processes it starts: nobody's setting.
    const own = new Set(['BINDERY_SESSION_DIR', 'BINDERY_GIT_USER', 'BINDERY_GIT_PASSWORD']);
    const named = settings.map(({ name }): string => name).filter((name) => name.startsWith('BINDERY_'));
    const missing = [...new Set(read)].filter((name) => !own.has(name) && !named.includes(name));
    assert.deepEqual(missing, []);
    const text = files.map((file) => readFileSync(join(server, file), 'utf8')).join('\n');
    for (const name of named) assert.ok(text.split(name).length > 2, `nothing reads ${name}`);
  });

  it('counts an empty value as none', () => {
    const fallback = readSetting({}, 'BINDERY_BASE_IMAGE');
    assert.equal(readSetting({ BINDERY_BASE_IMAGE: '' }, 'BINDERY_BASE_IMAGE'), fallback);
    assert.equal(readSetting({ BINDERY_BASE_IMAGE: 'mine' }, 'BINDERY_BASE_IMAGE'), 'mine');
  });
});

describe('the address of a session', () => {
  const connection = { url: 'http://127.0.0.1:1234/', token: 'a b' };

  it('opens JupyterLab, or the path that was asked for, with the token', () => {
    assert.equal(sessionAddress(connection), 'http://127.0.0.1:1234/lab?token=a+b');
    assert.equal(sessionAddress(connection, '/rstudio'), 'http://127.0.0.1:1234/rstudio?token=a+b');
    assert.equal(
      sessionAddress(connection, 'lab/tree/a%20b?x=1'),
      'http://127.0.0.1:1234/lab/tree/a%20b?x=1&token=a+b',
    );
  });

  it('keeps the base path of a session that has one', () => {
    const below = { url: 'http://127.0.0.1:1234/user/me', token: 't' };
    assert.equal(sessionAddress(below), 'http://127.0.0.1:1234/user/me/lab?token=t');
  });
});
