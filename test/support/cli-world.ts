import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../../server/platform/files';
import type { AppErrorData, ErrorCode, JobEvent } from '../../server/protocol';
import { errorTable } from '../../server/protocol';
import type { BinderyProcess, Outcome } from '../service/cli/bindery';
import { bindery, jsonLines, startBindery } from '../service/cli/bindery';
import { processesWith } from './editor-processes';
import { eventually } from './eventually';
import type { Files } from './git-http';
import { writeFiles } from './git-http';
import { repositoryRoot } from './parts';

/** The command line as people have it, the bundle, with folders of a test's own. */
export interface CliWorld {
  /** Holds the state root and the repositories. Its path is in everything that the command line starts. */
  readonly home: string;
  /** BINDERY_HOME. */
  readonly state: string;
  /** Writes a repository and returns its path. */
  folder(name: string, files: Files): Promise<string>;
  start(args: readonly string[], env?: Env): BinderyProcess;
  run(args: readonly string[], env?: Env): Promise<Outcome>;
  /** Waits until nothing runs that the command line started; fails with what still does. */
  idle(): Promise<void>;
  remove(): Promise<void>;
}

type Env = Readonly<Record<string, string>>;

/** Environments on this machine, from the Python that is there. */
export const onHost = ['--engine', 'host', '--toolchain', 'system'] as const;

/** Seconds in which all that a command started has to be gone after it. */
const idleSeconds = 30;

export async function cliWorld(env: Env = {}): Promise<CliWorld> {
  const home = await mkdtemp(join(tmpdir(), 'bindery-world-'));
  const options = (more: Env = {}) => ({ home, program: [bundle], env: { ...env, ...more } });
  return {
    home,
    state: join(home, 'state'),
    async folder(name, files) {
      const dir = join(home, name);
      await writeFiles(dir, files);
      return dir;
    },
    start: (args, more) => startBindery(args, options(more)),
    run: (args, more) => bindery(args, options(more)),
    idle: () => nothingRuns(home),
    remove: () => removeTree(home),
  };
}

const bundle = join(repositoryRoot, 'dist', 'bindery.js');

async function nothingRuns(marker: string): Promise<void> {
  await eventually(() => processesWith(marker).length === 0, 'nothing is left running', idleSeconds).catch(
    () => assert.deepEqual(processesWith(marker), [], 'left running'),
  );
}

let warm: Promise<CliWorld> | undefined;
after(async function () {
  // Environments have tens of thousands of files.
  this.timeout(180_000);
  await (await warm)?.remove();
});

/**
 * One world for all tests whose builds may share caches, removed when the last test is over. The environment of
 * `plainFiles` is built in it: a launch of a repository that asks for the same goes straight to its session.
 */
export function warmWorld(): Promise<CliWorld> {
  return (warm ??= makeWarmWorld());
}

/** A repository whose environment the warm world has. */
export const plainFiles = { 'requirements.txt': 'six\n' } as const;

async function makeWarmWorld(): Promise<CliWorld> {
  const world = await cliWorld();
  const { code, stderr } = await world.run(['build', await world.folder('plain', plainFiles), ...onHost]);
  assert.equal(code, 0, stderr);
  await world.idle();
  return world;
}

/** What a failure has to look like. */
export interface Failure {
  readonly code: ErrorCode;
  /** In the sentence that says what failed. */
  readonly says: RegExp;
  /** In the sentence that says what to do. */
  readonly advises?: RegExp;
}

/**
 * The failure of a command that ran with `--json`: its exit code, one JSON object per line on standard output of which
 * the last is the error, the two sentences as the last lines on standard error, and a log that is there where one is
 * named. Returns the error.
 */
export function assertFailure({ code, stdout, stderr }: Outcome, expected: Failure): AppErrorData {
  const error = jsonLines(stdout).at(-1)?.['error'] as AppErrorData | undefined;
  assert.equal(error?.code, expected.code, `${stdout}\n${stderr}`);
  assert.equal(code, errorTable[expected.code].exit, stderr);
  assert.match(error.message, expected.says);
  assert.match(error.action, expected.advises ?? /\S/);
  assert.deepEqual(stderr.trimEnd().split('\n').slice(-2), [`error: ${error.message}`, error.action]);
  assert.doesNotMatch(`${error.message} ${error.action}`, /(?<!\$)\{\w+\}|undefined|\[object/);
  const log = error.args['log'];
  if (log !== undefined) assert.ok(existsSync(String(log)), `${String(log)} is not there`);
  return error;
}

/** Everything that was said of the command's job, with the build it joined. */
export function eventsIn(stdout: string): JobEvent[] {
  return jsonLines(stdout).filter((line) => 'job' in line) as unknown as JobEvent[];
}

/** The log that is kept of the job that the command started: its stored events. */
export function keptLog({ state }: Pick<CliWorld, 'state'>, { stdout }: Pick<Outcome, 'stdout'>): JobEvent[] {
  const job = eventsIn(stdout).at(-1)?.job ?? 'none';
  const text = readFileSync(join(state, 'jobs', job, 'events.jsonl'), 'utf8');
  return jsonLines(text) as unknown as JobEvent[];
}

/** Folders of environments that are not whole. */
export function halfMade({ state }: Pick<CliWorld, 'state'>): string[] {
  const prefixes = join(state, 'prefixes');
  return readdirSync(prefixes, { withFileTypes: true })
    .flatMap(({ name }) => readdirSync(join(prefixes, name)).map((attempt) => join(prefixes, name, attempt)))
    .filter((attempt) => !existsSync(join(attempt, 'COMPLETE')));
}

/** Sessions by their names, as the command line lists them. */
export async function sessionStates(world: CliWorld): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await world.run(['sessions', '--json']);
  return Object.fromEntries(jsonLines(stdout).map(({ name, state }) => [String(name), state]));
}
