// npm start [-- <repo> [flags] | <command> …]: installs what is missing, bundles what is stale, then runs the command
// line in this very process, so that Ctrl-C reaches one place. Node built-ins only: it runs on a fresh clone.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlesAreStale, ensureBundles } from './build/stale.mjs';
import { commandLine } from './start/arguments.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const oldestNode = 20;

function prepare() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < oldestNode)
    return `Bindery needs Node ${oldestNode} or newer; this is ${process.versions.node}.`;
  const installs = modulesAreStale();
  if ((installs || bundlesAreStale()) && !writable(root)) {
    return `${root} has to be prepared once (npm ci, npm run build) by someone who may write into it.`;
  }
  if (installs && !install()) return 'Installing the dependencies failed: see above.';
  if (!ensureBundles()) return 'Bundling failed: see above.';
  return undefined;
}

/** npm writes its own lock into node_modules when it is done. */
function modulesAreStale() {
  const installed = statSync(join(root, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  return !installed || installed.mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs;
}

/** No package here needs its install script, so none is run. */
function install() {
  console.error('Installing the dependencies (once) …');
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  // Standard output belongs to bindery: --json promises nothing else on it.
  const options = { cwd: root, stdio: ['ignore', 2, 2], shell: !npm && process.platform === 'win32' };
  return spawnSync(command, [...first, ...args], options).status === 0;
}

function writable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

const problem = prepare();
if (problem) {
  console.error(problem);
  process.exitCode = 1;
} else {
  // npm runs scripts at the root of the package; paths that a person typed are relative to where they are.
  const { INIT_CWD: typedIn } = process.env;
  if (typedIn && existsSync(typedIn)) process.chdir(typedIn);
  const bindery = join(root, 'dist', 'bindery.js');
  process.argv = [
    process.execPath,
    bindery,
    ...commandLine(process.argv.slice(2), join(root, 'examples', 'requirements')),
  ];
  createRequire(import.meta.url)(bindery);
}
