import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolsMount } from '../../../server/plan/dockerfile/mounts';
import { buildScripts } from '../../../server/plan/dockerfile/scripts/all';
import { temporaryDir } from '../../support/engine-scratch';

/** Runs a script with stand-ins for programs, each of which notes its arguments and ends well; answers the notes. */
function runWith(
  standIns: readonly string[],
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): readonly (readonly string[])[] {
  const dir = temporaryDir('bindery-script-');
  const bin = join(dir, 'bin');
  const notes = join(dir, 'notes');
  mkdirSync(bin);
  for (const name of standIns) {
    const text = `#!/bin/sh\n{ printf '%s\\036' ${name} "project=$JULIA_PROJECT" "$@"; printf '\\035'; } >>'${notes}'\n`;
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  const file = join(dir, script);
  writeFileSync(file, buildScripts[script] ?? '');
  const PATH = `${bin}:/usr/bin:/bin`;
  execFileSync('sh', [file, ...args], { env: { PATH, ...env }, stdio: 'pipe' });
  const calls = readFileSync(notes, 'utf8').split('\u001d').slice(0, -1);
  return calls.map((call) => call.split('\u001e').slice(0, -1));
}

function filledIn(...args: readonly string[]): string {
  const file = join(temporaryDir('bindery-script-'), 'fill-in');
  writeFileSync(file, buildScripts['fill-in'] ?? '');
  return execFileSync('sh', [file, ...args], { encoding: 'utf8' }).trim();
}

describe('The scripts of image builds', () => {
  for (const [name, text] of Object.entries(buildScripts)) {
    const interpreter = text.startsWith('#!/bin/bash') ? 'bash' : 'sh';
    if (/\.\w+$/.test(name)) continue;

    it(`${name} can be read by ${interpreter}`, () => {
      execFileSync(interpreter, ['-n'], { input: text, stdio: ['pipe', 'pipe', 'pipe'] });
      const others = [...text.matchAll(new RegExp(`${toolsMount}/([\\w.-]+)`, 'g'))].map(
        ([, other = '']) => other,
      );
      const outside = ['locks', 'uv', 'conda'];
      for (const other of others)
        assert.ok(other in buildScripts || outside.includes(other), `${name} runs ${other}`);
    });
  }

  it('julia-instantiate installs the kernel in the default environment, then the project', () => {
    const calls = runWith(['julia'], 'julia-instantiate', ['/home/jovyan/my work'], { JULIA_PROJECT: 'old' });
    const [kernel = [], project = []] = calls;
    assert.equal(calls.length, 2);
    assert.deepEqual(kernel.slice(0, 3), ['julia', 'project=', '-e']);
    assert.match(
      kernel[3] ?? '',
      /Pkg\.add\("IJulia"\).*installkernel\("Julia", "--project=" \* ARGS\[1\]\)/,
    );
    assert.equal(kernel[4], '/home/jovyan/my work');
    assert.deepEqual(project.slice(2, 4), ['--project=/home/jovyan/my work', '-e']);
    assert.match(project[4] ?? '', /instantiate\(\); Pkg\.resolve\(\); Pkg\.instantiate\(\)$/);
  });

  it('fill-in knows the machine and the distribution, and takes other values as they are', () => {
    const release = readFileSync('/etc/os-release', 'utf8');
    const [, id = 'linux'] = /^ID="?([^"\n]*)/m.exec(release) ?? [];
    assert.match(
      filledIn('https://a.example/{distribution}/{arch}'),
      new RegExp(`^https://a\\.example/${id}-\\d*/\\w+$`),
    );
    assert.equal(filledIn('{machine}'), execFileSync('uname', ['-m'], { encoding: 'utf8' }).trim());
    assert.equal(
      filledIn('x/{version}/{snapshot}', 'version=4.4.2', 'snapshot=a&b|c\\d'),
      'x/4.4.2/a&b|c\\d',
    );
    assert.equal(filledIn('{unknown}'), '{unknown}');
  });
});
