// Runs the mocha files of one layer in a process group of their own, and counts.
import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseImage, chromium, partsDir, places } from './parts.mjs';
import { processesOf } from './processes.mjs';
import { commandAs, environmentOf } from './user.mjs';

const require = createRequire(import.meta.url);
const mocha = require.resolve('mocha/bin/mocha.js');
const reporter = require.resolve('./reporter.cjs');

/** How long a layer's processes have to end by themselves once its tests are over. */
const patience = 10;

/**
 * Runs the layer's files in `tree` as `user`; `output` is a folder they may write into. `say` takes what goes wrong beside
 * failing tests; with `quiet` mocha's own report is not shown. run-layer.d.mts has the types.
 */
export async function runLayer({ layer, files, tree, user, output, ...how }) {
  const { grep, graceSeconds = patience, quiet = false, say = console.error } = how;
  const complain = (sentence) => {
    say(`\n  FAILED  ${layer.name}: the layer ${sentence}`);
    return 1;
  };
  const folder = runFolder(user);
  try {
    const env = runEnvironment(layer, user, folder, output);
    const end = await spawnMocha({ layer, files, tree, user, folder, env, quiet, grep });
    const counts = countResults(join(folder, 'results'));
    if (end) counts.failed += complain(end);
    else if (!counts.whole) counts.failed += complain('ended before its tests did');
    const left = await endLeftovers(folder, graceSeconds);
    for (const { pid, command } of left) say(`  left running: ${pid} ${command.slice(0, 160)}`);
    if (left.length > 0) counts.failed += complain(`left ${left.length} processes running`);
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The titles of a layer's tests, without running any. */
export async function listTests({ layer, files, tree, user, output, grep }) {
  const folder = runFolder(user);
  try {
    const env = runEnvironment(layer, user, folder, output);
    await spawnMocha({ layer, files, tree, user, folder, env, quiet: true, dry: true, grep });
    return countResults(join(folder, 'results'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A short path: the sockets below it must fit into 100 characters. */
function runFolder(user) {
  const folder = mkdtempSync(join(process.platform === 'win32' ? tmpdir() : '/tmp', 'bindery-'));
  mkdirSync(join(folder, 'tmp'));
  if (!user.self) for (const path of [folder, join(folder, 'tmp')]) chownSync(path, user.uid, user.gid);
  return folder;
}

function runEnvironment(layer, user, folder, output) {
  return {
    ...environmentOf(user, process.env),
    TMPDIR: join(folder, 'tmp'),
    BINDERY_HOME: join(folder, 'home'),
    BINDERY_PARTS: partsDir,
    BINDERY_TEST_OUTPUT: output,
    ...(layer.name === 'online' ? {} : { BINDERY_BASE_IMAGE: baseImage() }),
    ...(existsSync(places.node24) ? { BINDERY_NODE24: places.node24 } : {}),
    ...(existsSync(places.codeServer) ? { BINDERY_CODE_SERVER: places.codeServer } : {}),
    ...(chromium() ? { BINDERY_CHROMIUM: chromium() } : {}),
  };
}

/** Resolves to what went wrong beside failing tests, or undefined. */
function spawnMocha({ layer, files, tree, user, folder, env, quiet, dry = false, grep }) {
  const report = { results: join(folder, 'results'), verbose: layer.verbose ? 'yes' : 'no' };
  const options = ['--reporter', reporter];
  for (const [name, value] of Object.entries(report)) options.push('--reporter-option', `${name}=${value}`);
  if (dry) options.push('--dry-run');
  if (grep) options.push('--grep', grep);
  const [command, ...args] = commandAs(user, [process.execPath, mocha, ...options, ...files]);
  const stdio = ['ignore', quiet ? 'ignore' : 'inherit', quiet ? 'ignore' : 'inherit'];
  // A group of its own, so that one signal ends it whole. Ctrl-C does not reach it by itself then.
  return whenEnded(spawn(command, args, { cwd: tree, env, stdio, detached: true }), layer);
}

function whenEnded(child, layer) {
  let why;
  const end = (sentence) => () => {
    why = sentence;
    signalGroup(child.pid, 'SIGTERM');
    setTimeout(() => signalGroup(child.pid, 'SIGKILL'), patience * 1000).unref();
  };
  const timer = setTimeout(end(`did not end within ${layer.minutes} minutes`), layer.minutes * 60_000);
  const interrupt = end('was interrupted');
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(why ?? (signal ? `was ended by ${signal}` : undefined)));
  }).finally(() => {
    clearTimeout(timer);
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  });
}

function countResults(file) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').filter(Boolean) : [];
  const results = lines.map((line) => JSON.parse(line));
  const titles = (state) => results.filter((result) => result.state === state).map((result) => result.title);
  return {
    passed: titles('passed').length,
    failed: titles('failed').length,
    skipped: titles('skipped'),
    whole: results.at(-1)?.state === 'end',
  };
}

/** What of the run still lives after the grace; it is ended. */
async function endLeftovers(folder, graceSeconds) {
  const until = Date.now() + graceSeconds * 1000;
  let found = processesOf(folder);
  while (found.length > 0 && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    found = processesOf(folder);
  }
  for (const { pid } of found) signalProcess(pid, 'SIGKILL');
  return found;
}

const signalGroup = (pid, signal) => signalProcess(process.platform === 'win32' ? pid : -pid, signal);

function signalProcess(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
