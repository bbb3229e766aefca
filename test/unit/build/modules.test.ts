import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moduleProgram, parseModules } from '../../../server/build/modules';

describe('the program that asks for modules', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'modules-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function install(name: string, record: readonly string[], topLevel?: string): void {
    const info = join(folder, `${name}-1.0.dist-info`);
    mkdirSync(info);
    writeFileSync(join(info, 'METADATA'), `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`);
    writeFileSync(join(info, 'RECORD'), record.map((file) => `${file},,\n`).join(''));
    if (topLevel !== undefined) writeFileSync(join(info, 'top_level.txt'), topLevel);
  }
  const ask = () =>
    parseModules(execFileSync('python3', ['-I', '-S', '-c', moduleProgram, folder], { encoding: 'utf8' }));

  it('tells packages, single files, compiled modules and what top_level.txt says', () => {
    install(
      'python-dateutil',
      ['dateutil/__init__.py', 'python_dateutil-1.0.dist-info/METADATA'],
      'dateutil\n',
    );
    install('single', ['one_file.py', '../../bin/tool', '__pycache__/one_file.cpython-311.pyc']);
    install('compiled', ['fast.cpython-311-x86_64-linux-gnu.so', 'data-files/x.txt']);
    assert.deepEqual(ask(), { dateutil: ['python-dateutil'], fast: ['compiled'], one_file: ['single'] });
  });

  it('tells all that share a namespace', () => {
    install('google-cloud-storage', ['google/cloud/storage/__init__.py']);
    install('protobuf', ['google/protobuf/__init__.py']);
    assert.deepEqual(
      Object.values(ask() ?? {}).map((names) => [...names].sort()),
      [['google-cloud-storage', 'protobuf']],
    );
  });

  it('is not believed where it prints something else', () => {
    assert.equal(parseModules('Traceback'), undefined);
    assert.equal(parseModules('modules:{"a": 1}'), undefined);
    assert.equal(parseModules('modules:{'), undefined);
  });
});
