import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cause } from '../../../server/build/explain';
import { recogniseCause } from '../../../server/build/explain';

const recorded = join(__dirname, 'recorded');

/** What each recorded output must be recognised as. */
const expected: Readonly<Record<string, Partial<Cause> & { kind: Cause['kind'] }>> = {
  'bash-command-missing': {
    kind: 'command-missing',
    command: 'nosuchcommand',
    at: '/repo/postBuild: line 4',
  },
  'sh-command-missing': { kind: 'command-missing', command: 'nosuchcommand', at: '/repo/postBuild: 3' },
  'pip-compiler-missing': {
    kind: 'compiler-missing',
    package: 'netifaces',
    compiler: 'x86_64-linux-gnu-gcc',
  },
  'pip-conflict': { kind: 'conflict', packages: 'six==1.16.0 and six==1.17.0' },
  'pip-disk-full': { kind: 'disk-full' },
  'pip-file-missing': { kind: 'file-missing', path: '/repo/nothere.txt' },
  'pip-hash-mismatch': { kind: 'hash-mismatch', package: 'six==1.17.0' },
  'pip-network': { kind: 'network', host: 'nohost.invalid' },
  'pip-package-not-found': { kind: 'package-not-found', package: 'this-package-does-not-exist-qq' },
  'pip-unreadable-line': { kind: 'unreadable-requirement', line: 'six --global-option=foo' },
  'pip-version-not-found': {
    kind: 'version-not-found',
    package: 'tabulate',
    requirement: 'tabulate==99.9.9',
  },
  'uv-certificate': { kind: 'certificate', host: 'index.example' },
  'uv-compiler-missing': {
    kind: 'compiler-missing',
    package: 'netifaces==0.11.0',
    compiler: 'x86_64-linux-gnu-gcc',
  },
  'uv-conflict': { kind: 'conflict', packages: 'you require six==1.17.0 and six==1.16.0' },
  'uv-disk-full': { kind: 'disk-full' },
  'uv-file-missing': { kind: 'file-missing', path: '/repo/nothere.txt' },
  'uv-git-unreachable': { kind: 'network', host: 'nohost.invalid' },
  'uv-hash-mismatch': { kind: 'hash-mismatch', package: 'six==1.17.0' },
  'uv-header-missing': { kind: 'header-missing', package: 'pygraphviz==1.13', header: 'graphviz/cgraph.h' },
  'uv-network': { kind: 'network', host: 'nohost.invalid' },
  'uv-no-wheel': { kind: 'no-wheel', package: 'numpy', requirement: 'numpy==1.10.0' },
  'uv-package-build': { kind: 'package-build', package: 'sklearn==0.0.post12' },
  'uv-package-not-found': { kind: 'package-not-found', package: 'this-package-does-not-exist-qq' },
  'uv-unreadable-line': { kind: 'unreadable-requirement', file: 'r4.txt' },
  'uv-unreadable-option': { kind: 'unreadable-requirement', file: 'r9.txt' },
  'uv-version-not-found': { kind: 'version-not-found', package: 'tabulate', requirement: 'tabulate==99.9.9' },
};

function causeIn(name: string): Cause | undefined {
  return recogniseCause(readFileSync(join(recorded, `${name}.log`), 'utf8').split('\n'));
}

describe('the recogniser of causes, on recorded output of uv, pip and scripts', () => {
  for (const [name, cause] of Object.entries(expected)) {
    it(`tells the cause in ${name}`, () => {
      const found = causeIn(name);
      assert.deepEqual({ ...found, ...cause }, found);
    });
  }

  it('has an expectation for every recording', () => {
    const names = readdirSync(recorded).map((file) => file.replace(/\.log$/, ''));
    assert.deepEqual(names.sort(), Object.keys(expected).sort());
  });

  it('finds no cause in the output of an installation that went well', () => {
    const lines = ['Resolved 2 packages in 17ms', 'Installed 2 packages in 4ms', ' + six==1.17.0'];
    assert.equal(recogniseCause(lines), undefined);
  });

  it('sees through colours', () => {
    const lines = ['\u001b[31merror\u001b[0m: Failed to fetch', '  cause: \u001b[1mdns error\u001b[0m'];
    assert.equal(recogniseCause(lines)?.kind, 'network');
  });
});
