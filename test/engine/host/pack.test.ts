import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackManifest } from '../../../server/build/host/pack';
import type { Outcome } from '../../service/cli/bindery';
import { bindery as runBindery } from '../../service/cli/bindery';
import { repository } from '../../support/engine-host';
import { removeDir, temporaryDir } from '../../support/engine-scratch';
import type { StandIn } from '../../support/managed-python';
import { standInPython } from '../../support/managed-python';

/** Programs of the other machine: a shell and its usual tools, and no Python. */
const programs = ['sh', 'env', 'dirname', 'readlink', 'cat', 'sleep'];
const triple = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';

/** Asks until the server answers with its token; prints what it says. */
const client = `
import json, sys, time, urllib.request
for attempt in range(300):
    try:
        request = urllib.request.Request('http://127.0.0.1:9999/api/' + sys.argv[1], headers={'Authorization': 'token secret'})
        print(urllib.request.urlopen(request, timeout=5).read().decode())
        break
    except OSError:
        time.sleep(0.2)
`;

describe('bindery build --pack', function () {
  this.timeout(600_000);
  let home: string;
  let python: StandIn;
  let packed: Outcome;
  let unpacked: string;
  let file: string;
  const repo = repository({
    'requirements.txt': 'six\n',
    postBuild:
      '#!/bin/bash\nset -e\npython -m ipykernel install --sys-prefix --name extra\npwd > where.txt\n',
    start: '#!/bin/bash\nexport FROM_START="it came by $0"\nexec "$@"\n',
    'index.ipynb': '{}',
  });

  const bindery = (...args: string[]): Promise<Outcome> =>
    runBindery(args, { home, cwd: home, env: { ...python.env, BINDERY_TOOLCHAIN: '' } });

  before(async () => {
    home = temporaryDir('bindery-pack-');
    python = standInPython();
    writeFileSync(join(repo, 'runtime.txt'), `python-${python.version}`);
    file = join(home, 'notes.tar.gz');
    packed = await bindery('build', repo, '--pack', file);
    assert.equal(packed.code, 0, packed.stderr);
    unpacked = join(temporaryDir('bindery-elsewhere-'), 'some where');
    mkdirSync(unpacked);
    execFileSync('tar', ['-C', unpacked, '-xzf', file]);
    // What the archive was made from is gone: nothing of it can help.
    removeDir(join(home, 'state'));
  });
  after(() => removeDir(home));

  /** Runs a shell script where there is no Python, no network, and the archive at another path. */
  function elsewhere(script: string, place = '/opt/of others'): string {
    const has = (path: string): readonly string[] => (existsSync(path) ? ['--ro-bind', path, path] : []);
    const args = [
      ...['--unshare-all', '--die-with-parent', '--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
      ...['--ro-bind', `/usr/lib/${triple}`, `/usr/lib/${triple}`, ...has('/usr/lib64')],
      ...['--symlink', 'usr/lib', '/lib', '--symlink', 'usr/lib64', '/lib64', '--symlink', 'usr/bin', '/bin'],
      ...programs.flatMap((name) => has(`/usr/bin/${name}`)),
      ...(['bash'] as const).flatMap((name) => has(`/usr/bin/${name}`)),
      ...['--bind', join(unpacked, 'notes'), place, '--chdir', '/tmp', '--clearenv'],
      ...['--setenv', 'HOME', '/tmp/home', '--setenv', 'PATH', '/usr/bin', '--', 'sh', '-ec', script],
    ];
    return execFileSync('bwrap', args, { encoding: 'utf8', timeout: 180_000 });
  }

  it('says what it made and from which Python', () => {
    assert.match(packed.stdout, /notes\.tar\.gz \(\d+ MB\): unpack it anywhere and run bin\/start\n$/);
    const manifest = JSON.parse(readFileSync(join(unpacked, 'notes/manifest.json'), 'utf8')) as PackManifest;
    assert.deepEqual(
      manifest.toolchains.map(({ kind, requested }) => [kind, requested]),
      [['managed', python.version]],
    );
    assert.equal(manifest.platform, `linux-${process.arch}`);
    assert.deepEqual(readdirSync(join(unpacked, 'notes')).sort(), ['bin', 'content', 'env', 'manifest.json']);
  });

  it('names no place of the machine it was made on in its programs and texts', () => {
    const args = ['-rlI', '--exclude=*.pyc', '-e', home, '-e', repo, join(unpacked, 'notes')];
    assert.throws(
      () => execFileSync('grep', args, { encoding: 'utf8' }),
      (error) => (error as { status?: unknown }).status === 1,
    );
  });

  it('starts Jupyter under another path, without Python and network there, behind its start script', () => {
    const place = '/opt/of others';
    const script = [
      'if command -v python || command -v python3; then exit 9; fi',
      `cat > /tmp/client.py <<'END'${client}END`,
      `"${place}/bin/start" --port=9999 --IdentityProvider.token=secret >/tmp/log 2>&1 &`,
      `"${place}/env/bin/python" /tmp/client.py status || cat /tmp/log`,
      `"${place}/env/bin/python" /tmp/client.py kernelspecs`,
      `cat /proc/$!/environ`,
    ].join('\n');
    const output = elsewhere(script, place);
    assert.match(output, /"started": "/);
    assert.match(output, /FROM_START=it came by \/opt\/of others\/content\/start/);
    assert.match(output, /REPO_DIR=\/opt\/of others\/content\b/);
    assert.match(output, new RegExp(`"extra".*"/opt/of others/env/bin/python`));
  });

  it('can be moved again, and its programs find the Python beside them', () => {
    const script = [
      '/srv/third/bin/bindery-unpack',
      '/srv/third/env/bin/pip freeze',
      'cat /srv/third/env/share/jupyter/kernels/extra/kernel.json /srv/third/content/where.txt',
    ].join('\n');
    const output = elsewhere(script, '/srv/third');
    assert.match(output, /^six==/m);
    assert.match(output, /"\/srv\/third\/env\/bin\/python/);
    assert.match(output, /}\/srv\/third\/content$/m);
  });

  it('refuses a system Python before it builds anything, and says why', async () => {
    const other = await bindery('build', repo, '--pack', file, '--toolchain', 'system');
    assert.equal(other.code, 1);
    assert.match(other.stderr, /belongs to this machine/);
    assert.match(other.stderr, /--toolchain managed/);
    assert.doesNotMatch(other.stderr, /building/);
    assert.equal((await bindery('build', repo, '--pack', 'notes.zip')).code, 2);
  });
});
