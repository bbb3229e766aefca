import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytecode } from '../../../server/plan/dockerfile/scripts/bytecode';

/** Runs the script with a Python whose site-packages is `site`. */
const starter = `
import runpy, sys, sysconfig
script, site, kept = sys.argv[1:4]
sysconfig.get_path = lambda name: site
sys.argv = [script] + ([kept] if kept else [])
runpy.run_path(script, run_name="__main__")`;

describe('the script that compiles what was installed', function () {
  this.timeout(20_000);
  let folder: string;
  let kept: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bindery-bytecode-'));
    kept = join(folder, 'kept');
    writeFileSync(join(folder, 'bytecode.py'), bytecode);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A site-packages, always at the same place, with one package of one module. */
  const install = (
    module: string,
    record = `demo/a.py,sha256=${module.length},${module.length}\n`,
  ): string => {
    const place = join(folder, 'site');
    rmSync(place, { recursive: true, force: true });
    mkdirSync(join(place, 'demo'), { recursive: true });
    mkdirSync(join(place, 'demo-1.dist-info'));
    writeFileSync(join(place, 'demo/a.py'), module);
    writeFileSync(join(place, 'demo-1.dist-info/RECORD'), `${record}demo-1.dist-info/RECORD,,\n`);
    return place;
  };
  const compile = (place: string, keep = kept): void => {
    const script = join(folder, 'bytecode.py');
    execFileSync('python3', ['-c', starter, script, place, keep], { stdio: 'pipe' });
  };
  const cached = (place: string): string[] => readdirSync(join(place, 'demo/__pycache__'));
  const run = (place: string): string =>
    execFileSync('python3', ['-v', '-c', 'import demo.a'], {
      env: { ...process.env, PYTHONPATH: place },
      stdio: 'pipe',
      encoding: 'utf8',
    });

  it('keeps the bytecode of a package and gives it to the next environment', () => {
    compile(install('x = 1\n'));
    const [archive = ''] = readdirSync(join(kept, readdirSync(kept)[0] ?? ''));
    const file = join(kept, readdirSync(kept)[0] ?? '', archive);
    const before = statSync(file).mtimeMs;
    const again = install('x = 1\n');
    compile(again);
    assert.equal(cached(again).length, 1);
    assert.equal(statSync(file).mtimeMs, before, 'it was not compiled a second time');
  });

  it('makes bytecode that Python takes without compiling again', () => {
    const place = install('x = 1\n');
    compile(place);
    const before = readFileSync(join(place, 'demo/__pycache__', cached(place)[0] ?? ''));
    run(place);
    assert.deepEqual(readFileSync(join(place, 'demo/__pycache__', cached(place)[0] ?? '')), before);
  });

  it('lets Python see that a person edited a file', () => {
    const place = install('x = 1\n');
    compile(place);
    writeFileSync(join(place, 'demo/a.py'), 'print("mine")\n');
    utimesSync(join(place, 'demo/a.py'), 1_700_000_000, 1_700_000_000);
    assert.equal(run(place), 'mine\n');
  });

  it('takes no bytecode of other content, and keeps none of a package whose list has no digests', () => {
    compile(install('x = 1\n'));
    const other = install('x = 22\n');
    compile(other);
    assert.equal(readdirSync(join(kept, readdirSync(kept)[0] ?? '')).length, 2);
    compile(install('x = 333\n', 'demo/a.py,,\n'));
    assert.equal(readdirSync(join(kept, readdirSync(kept)[0] ?? '')).length, 2);
  });

  it('never writes outside of the packages, whatever is kept or listed', () => {
    const place = install('x = 1\n');
    compile(place);
    const kind = join(kept, readdirSync(kept)[0] ?? '');
    const archive = join(kind, readdirSync(kind)[0] ?? '');
    const poison =
      'import io, sys, tarfile\n' +
      'with tarfile.open(sys.argv[1], "w") as archive:\n' +
      '    info = tarfile.TarInfo("../../outside"); info.size = 1\n' +
      '    archive.addfile(info, io.BytesIO(b"x"))\n';
    execFileSync('python3', ['-c', poison, archive]);
    compile(install('x = 1\n'));
    assert.deepEqual(readdirSync(folder).sort(), ['bytecode.py', 'kept', 'site']);
    compile(install('x = 4444\n', '../../bytecode.py,sha256=0,1\n/etc/x.py,sha256=0,1\n'));
  });

  it('compiles without a folder to keep things in, and leaves alone what is no Python', () => {
    const place = install('{{ template }} is no Python\n');
    compile(place, '');
    assert.deepEqual(readdirSync(join(place, 'demo')), ['a.py']);
    const good = install('x = 1\n');
    compile(good, '');
    assert.equal(cached(good).length, 1);
  });
});
