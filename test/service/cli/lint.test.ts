import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CliWorld } from '../../support/cli-world';
import { cliWorld } from '../../support/cli-world';
import { notebookJson } from '../../support/lint-input';
import { jsonLines } from './bindery';

describe('bindery lint', function () {
  this.timeout(60_000);
  let world: CliWorld;
  before(async () => (world = await cliWorld()));
  after(() => world.remove());

  const broken = {
    'apt.txt': 'git\nCurl\n',
    'requirements.txt': 'numpy==1.26.4\n',
    'a b.ipynb': notebookJson(['import numpy\n', 'numpy.zeros(3)\n']),
  };

  it('says what is wrong, where, and how to mend it; exits with 1 where there are errors', async () => {
    const { code, stdout, stderr } = await world.run(['lint', await world.folder('broken', broken)]);
    assert.equal(code, 1);
    assert.match(stdout, /^apt\.txt:2:1 error: Curl is not the name of a Debian package/m);
    assert.match(stdout, / 2 \| Curl\n +\| \^\^\^\^\n +fix: Replace it by curl \(--fix\)/);
    assert.match(stderr, /1 error.*--fix mends 1 of them\./);
  });

  it('prints JSON lines, a JSON document, or SARIF', async () => {
    const folder = await world.folder('formats', broken);
    const lines = jsonLines((await world.run(['lint', folder, '--json'])).stdout);
    assert.ok(lines.some(({ rule, file }) => rule === 'apt-invalid-name' && file === 'apt.txt'));
    assert.ok(lines.some(({ counts }) => counts !== undefined));
    const json = JSON.parse((await world.run(['lint', folder, '--format', 'json'])).stdout) as {
      findings: unknown[];
    };
    assert.ok(json.findings.length > 0);
    const sarif = JSON.parse((await world.run(['lint', folder, '--format', 'sarif'])).stdout) as {
      version: string;
    };
    assert.equal(sarif.version, '2.1.0');
  });

  it('mends what is safe, and shows it before where it is asked to', async () => {
    const folder = await world.folder('mend', broken);
    const apt = (): string => readFileSync(join(folder, 'apt.txt'), 'utf8');
    const preview = await world.run(['lint', folder, '--diff']);
    assert.match(preview.stdout, /^-Curl\n\+curl$/m);
    assert.equal(apt(), broken['apt.txt']);
    const { code, stderr } = await world.run(['lint', folder, '--fix']);
    assert.equal(apt(), 'git\ncurl\n');
    assert.match(stderr, /mended apt\.txt: Replace it by curl/);
    assert.equal(code, 0);
  });

  it('takes severities from the command line and from .bindery.yml', async () => {
    const folder = await world.folder('settings', broken);
    const off = await world.run(['lint', folder, '--rule', 'apt-invalid-name=off']);
    assert.equal(off.code, 0);
    writeFileSync(join(folder, '.bindery.yml'), 'lint:\n  rules:\n    apt-*: warning\n');
    assert.equal((await world.run(['lint', folder])).code, 0);
    assert.equal((await world.run(['lint', folder, '--max-warnings', '0'])).code, 1);
    assert.equal((await world.run(['lint', folder, '--rule', 'apt-*=error'])).code, 1);
    assert.equal((await world.run(['lint', folder, '--rule', 'apt-nonsense=off'])).code, 2);
  });

  it('explains a rule', async () => {
    const { code, stdout } = await world.run(['lint', '--explain', 'apt-invalid-name']);
    assert.equal(code, 0);
    assert.match(stdout, /^apt-invalid-name \(error, profile launch\)$/m);
    assert.equal((await world.run(['lint', '--explain', 'nonsense'])).code, 2);
    assert.equal((await world.run(['lint'])).code, 2);
  });

  it('goes on beside files that cannot be read as what their names say', async () => {
    const folder = await world.folder('odd', {
      ...broken,
      'binary.py': 'a\0b',
      'merge.ipynb': '{\n<<<<<<< HEAD\n "cells": []\n=======\n>>>>>>> other\n}\n',
      'environment.yaml': '\u0000\u0001',
    });
    writeFileSync(join(folder, 'latin.py'), Buffer.from([0x78, 0x3d, 0x22, 0xe9, 0x22, 0x0a]));
    const { code, stderr } = await world.run(['lint', folder]);
    assert.equal(code, 1);
    assert.match(stderr, /binary\.py: Not looked into/);
  });
});
