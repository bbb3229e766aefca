// npm run package [-- --out DIR]: the .vsix and the npm tarball, with their sizes. Bundles first when stale.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBundles } from './build/stale.mjs';
import { npmFiles, npmManifest } from './package/npm-manifest.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'dist-packages') } } });
const out = resolve(values.out);

/** What the packages may weigh, in bytes. */
const budgets = { vsix: 3_000_000, tgz: 3_000_000 };

function packExtension() {
  const file = join(out, `${manifest.name}-${manifest.version}.vsix`);
  const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
  // Without dependencies: the bundles hold them. The two switches answer what vsce would ask a person.
  const args = ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  run(process.execPath, [vsce, ...args, '--out', file], root);
  return file;
}

/** From a folder that holds only the command line: the tree's own manifest is the extension's, and private. */
function packCommandLine() {
  const stage = mkdtempSync(join(tmpdir(), 'bindery-npm-'));
  try {
    for (const file of npmFiles(root)) copy(file, stage);
    writeFileSync(join(stage, 'package.json'), `${JSON.stringify(npmManifest(manifest), null, 2)}\n`);
    run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', out], stage);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  return join(out, `${manifest.name}-${manifest.version}.tgz`);
}

function copy(file, stage) {
  mkdirSync(dirname(join(stage, file)), { recursive: true });
  copyFileSync(join(root, file), join(stage, file));
}

function run(command, args, cwd) {
  const options = {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (status !== 0)
    throw new Error(`${command} ${args[0]} failed:\n${stdout ?? ''}${stderr ?? ''}${error ?? ''}`);
}

function report(file, budget) {
  const { size } = statSync(file);
  console.log(`${file}: ${(size / 1e6).toFixed(2)} MB of ${(budget / 1e6).toFixed(2)} MB`);
  if (size <= budget) return;
  console.error(`${file} is larger than its budget in scripts/package.mjs`);
  process.exitCode = 1;
}

if (ensureBundles()) {
  mkdirSync(out, { recursive: true });
  report(packExtension(), budgets.vsix);
  report(packCommandLine(), budgets.tgz);
} else {
  console.error('The bundles cannot be made: see above.');
  process.exitCode = 1;
}
