import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryDir } from './engine-scratch';

/** What uv is told about the Pythons that it can fetch. */
export interface StandIn {
  /** `3.11`. */
  readonly version: string;
  /** Environment by which uv fetches it from this disk. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The machine's own Python as an archive laid out like those that uv fetches, which are not to be had without the public
 * network. It needs the machine's libraries; everything else about it is like the real ones, which bring their own.
 */
export function standInPython(program = '/usr/bin/python3'): StandIn {
  const dir = temporaryDir('bindery-python-');
  const ask = (question: string): string =>
    execFileSync(program, ['-I', '-c', `import sys, sysconfig; print(${question})`], {
      encoding: 'utf8',
    }).trim();
  const full = ask('"%d.%d.%d" % sys.version_info[:3]');
  const [major = '', minor = '', patch = ''] = full.split('.');
  const version = `${major}.${minor}`;
  const lib = join(dir, 'python', 'lib', `python${version}`);
  layOut(dir, lib, { version, program: ask('sys.executable'), library: ask('sysconfig.get_path("stdlib")') });
  const archive = join(dir, 'cpython.tar.gz');
  execFileSync('tar', ['-C', dir, '-czf', archive, 'python']);
  const family = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const entry = {
    ...{
      name: 'cpython',
      arch: { family, variant: null },
      os: 'linux',
      libc: 'gnu',
      prerelease: '',
      variant: null,
    },
    ...{ major: Number(major), minor: Number(minor), patch: Number(patch) },
    ...{ url: pathToFileURL(archive).href, sha256: null, build: '20200101' },
  };
  const list = join(dir, 'downloads.json');
  writeFileSync(list, JSON.stringify({ [`cpython-${full}-linux-${family}-gnu`]: entry }));
  return { version, env: { UV_PYTHON_DOWNLOADS_JSON_URL: list } };
}

function layOut(
  dir: string,
  lib: string,
  from: { readonly version: string; readonly program: string; readonly library: string },
): void {
  const bin = join(dir, 'python', 'bin');
  mkdirSync(bin, { recursive: true });
  cpSync(from.program, join(bin, `python${from.version}`), { dereference: true });
  for (const name of ['python3', 'python']) symlinkSync(`python${from.version}`, join(bin, name));
  const left = /\/(__pycache__|site-packages|dist-packages|test|EXTERNALLY-MANAGED|sitecustomize\.py)$/;
  cpSync(from.library, lib, { recursive: true, verbatimSymlinks: true, filter: (path) => !left.test(path) });
  mkdirSync(join(lib, 'site-packages'), { recursive: true });
  // Debian's Python looks for packages where Debian puts them (its `site` is part of the program), others there.
  const debian = join(dir, 'python', 'lib', 'python3', 'dist-packages');
  mkdirSync(debian, { recursive: true });
  const folder = `os.path.join(sys.prefix, 'lib', 'python${from.version}', 'site-packages')`;
  writeFileSync(join(debian, 'stand-in.pth'), `import os, site, sys; site.addsitedir(${folder})\n`);
}
