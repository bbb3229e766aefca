import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listEntries, withoutOfPython, withoutOfVenv } from '../../../server/build/host/pack-files';
import { rewrite } from '../../../server/build/host/pack-rewrite';
import { startScript } from '../../../server/build/host/pack-scripts';
import { refuseToPack } from '../../../server/build/host/pack';
import { AppError } from '../../../server/protocol';
import { temporaryDir } from '../../support/engine-scratch';

function folder(files: Readonly<Record<string, string>>): string {
  const dir = temporaryDir('bindery-tree-');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

async function rewritten(
  text: string,
  name = 'env/bin/tool',
): Promise<{ text: string; relocate: boolean } | undefined> {
  const source = join(folder({ tool: text }), 'tool');
  const { mtime, size } = statSync(source);
  const old = { env: ['/old/venv', '/old/python'], content: ['/old/content'] };
  const found = await rewrite({ name, source, type: 'file', mode: 0o755, mtime, size }, old);
  return found && { text: found.content.toString(), relocate: found.relocate };
}

describe('what is packed of an environment', () => {
  it('is the Python with the packages of the virtual environment, and nothing that makes it one', async () => {
    const base = folder({
      'bin/python3.11': 'base',
      'bin/pip3': 'of the base',
      'lib/python3.11/os.py': '',
      'lib/python3.11/EXTERNALLY-MANAGED': '',
      'lib/python3.11/site-packages/pip/a.py': 'of the base',
    });
    symlinkSync('python3.11', join(base, 'bin/python3'));
    const venv = folder({
      'pyvenv.cfg': '',
      'bin/activate': '',
      'bin/pip3': 'of the venv',
      'lib/python3.11/site-packages/six.py': '',
    });
    symlinkSync(join(base, 'bin/python3.11'), join(venv, 'bin/python'));
    symlinkSync(join(venv, 'lib'), join(venv, 'share'));
    chmodSync(join(venv, 'bin/pip3'), 0o555);
    const entries = await listEntries([
      { from: base, to: 'env', without: withoutOfPython('lib/python3.11') },
      { from: venv, to: 'env', without: withoutOfVenv },
    ]);
    const files = entries.filter(({ type }) => type !== 'directory');
    assert.deepEqual(
      files.map(({ name, linkname }) => (linkname === undefined ? name : `${name} -> ${linkname}`)),
      [
        'env/bin/pip3',
        'env/bin/python3 -> python3.11',
        'env/bin/python3.11',
        'env/lib/python3.11/os.py',
        'env/lib/python3.11/site-packages/six.py',
        'env/share -> lib',
      ],
    );
    const pip = files.find(({ name }) => name === 'env/bin/pip3');
    assert.deepEqual([pip?.source, pip?.mode.toString(8)], [join(venv, 'bin/pip3'), '755']);
  });

  for (const [what, text, relocate, expected] of [
    [
      'a program',
      '#!/old/venv/bin/python3\nimport six\n',
      false,
      /^#!\/bin\/sh\n'''exec' .*\/'python3' "\$0" "\$@"\n' '''\nimport six\n$/,
    ],
    ['a program with options', '#!/old/venv/bin/python -E\nx\n', false, /'python' -E "\$0"/],
    [
      'a program with a long first line',
      `#!/bin/sh\n'''exec' "/old/venv/bin/python" "$0" "$@"\n' '''\nx\n`,
      false,
      /^#!\/bin\/sh\n'''exec' "\$\(dirname[^\n]*\n' '''\nx\n$/,
    ],
    [
      'a text that names the environment',
      'argv: /old/venv/bin/python\n',
      true,
      /^argv: \/packed-by-bindery\/env\/bin\/python\n$/,
    ],
    ['a text that names the repository', 'cd /old/content\n', true, /^cd \/packed-by-bindery\/content\n$/],
  ] as const) {
    it(`is rewritten where it is ${what}`, async () => {
      const found = await rewritten(text);
      assert.match(found?.text ?? '', expected);
      assert.equal(found?.relocate, relocate);
    });
  }

  it('is left as it is where it names no place, or is no text', async () => {
    assert.equal(await rewritten('#!/usr/bin/env python\n'), undefined);
    assert.equal(await rewritten('\0/old/venv/lib\0'), undefined);
  });

  it('is no system Python, and no image', () => {
    const toolchains = [{ language: 'python', kind: 'system', requested: '3.11' }] as const;
    assert.throws(
      () => refuseToPack({ kind: 'prefix', toolchains }),
      (error) => AppError.is(error, 'pack-needs-managed'),
    );
    assert.throws(
      () => refuseToPack({ kind: 'image', toolchains: [] }),
      (error) => AppError.is(error, 'pack-unsupported'),
    );
  });
});

describe('the start script of a packed environment', () => {
  it('sets variables as they are written, and expands only other variables', () => {
    const envExtra = [
      ['PLAIN', 'a "b" `c` \\d $e $(f)'],
      ['PATH_TOO', '${REPO_DIR}/x:${PATH}'],
    ] as const;
    const lines = startScript({ envExtra, start: null })
      .split('\n')
      .filter((line) => /PLAIN|PATH_TOO/.test(line));
    const script = ['REPO_DIR=/repo', 'PATH=/bin', ...lines, 'echo "$PLAIN"; echo "$PATH_TOO"'].join('\n');
    assert.equal(
      execFileSync('sh', ['-c', script], { encoding: 'utf8' }),
      'a "b" `c` \\d $e $(f)\n/repo/x:/bin\n',
    );
  });

  it('goes through the start script of the repository', () => {
    assert.match(
      startScript({ envExtra: [], start: "it's/start" }),
      /set -- "\$root\/content\/"'it'\\''s\/start' "\$@"\n/,
    );
  });
});
