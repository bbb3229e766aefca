import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdir, open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Env } from '../platform/paths';
import { identify, isAlive } from '../platform/process';
import type { ArtifactSummary, Emit } from '../protocol';
import { AppError, Cancelled, renderMessage } from '../protocol';
import { freePort, isTaken } from './free-port';
import { emitLogTail } from './log-tail';
import type { Overlay } from './overlay';
import { makeOverlay, writeKernel } from './overlay';
import { untilAnswers } from './probe';
import { entryCommand, isFetched, serverCommand, sessionEnvironment } from './process-command';
import {
  forgetLastRun,
  readExitRecord,
  readProcessRecord,
  readToken,
  sessionFiles,
  writeProcessRecord,
} from './session-files';
import type { SessionSandbox } from './session-sandbox';
import { endEntry, endStrays } from './session-processes';
import type { Spawner, SpawnSpec, SpawnState } from './types';
import { fillWorkFolder } from './work-folder';

export interface ProcessSpawnerDeps {
  /** Copies the content that a prefix was built from, pristine, into an empty folder: what a volume is filled with. */
  readonly copyContent: (artifact: ArtifactSummary, target: string, signal: AbortSignal) => Promise<void>;
  /** Environment of this process; only what is on the allow-list reaches a session. */
  readonly env: Env;
  /** Where sessions of fetched repositories run, if it works here. */
  readonly sandbox?: SessionSandbox;
}

/** Free ports that are tried before it counts as a failure that somebody else was faster each time. */
const portAttempts = 3;
/** Seconds that a server which is not wanted any more gets to end by itself. */
const abandonGrace = 2;

/** Sessions as processes of this machine, started from a prefix (design sections 5 and 6). */
export function createProcessSpawner(deps: ProcessSpawnerDeps): Spawner {
  return {
    kind: 'process',
    start: (spec, emit, signal) => start(deps, spec, emit, signal),
    inspect: (_session, dir) => inspect(dir),
    stop: (_session, dir, graceSeconds) => stop(dir, graceSeconds),
  };
}

async function inspect(dir: string): Promise<SpawnState> {
  const [running, exit] = await Promise.all([readProcessRecord(dir), readExitRecord(dir)]);
  if (running !== undefined && (await isAlive(running.identity))) return { alive: true, url: running.url };
  if (exit === undefined) return { alive: false };
  const { exitCode, endedAt, signal } = exit;
  const reason = exit.reason === 'killed' && signal !== null ? signal : exit.reason;
  return { alive: false, endedAt, reason, ...(exitCode === null ? {} : { exitCode }) };
}

async function stop(dir: string, graceSeconds: number): Promise<void> {
  const running = await readProcessRecord(dir);
  if (running !== undefined) await endEntry(running.identity, graceSeconds);
  if ((await readExitRecord(dir)) === undefined) await endStrays(dir);
}

async function start(
  deps: ProcessSpawnerDeps,
  spec: SpawnSpec,
  emit: Emit,
  signal: AbortSignal,
): Promise<{ readonly url: string }> {
  if (spec.port !== 0 && (await isTaken(spec.port))) throw new AppError('port-taken', { port: spec.port });
  const overlay = await prepare(deps, spec, signal);
  for (let attempt = 1; ; attempt += 1) {
    const port = spec.port === 0 ? await freePort() : spec.port;
    try {
      return await attemptStart(deps, { spec, overlay, port, emit, signal });
    } catch (error) {
      if (spec.port !== 0 || attempt === portAttempts || !AppError.is(error, 'port-taken')) throw error;
    }
  }
}

/** Makes the session's folders; everything here may be repeated. */
async function prepare(deps: ProcessSpawnerDeps, spec: SpawnSpec, signal: AbortSignal): Promise<Overlay> {
  const files = sessionFiles(spec.dir);
  const { workFolder } = spec.session;
  await fillWorkFolder(workFolder, (target) => deps.copyContent(spec.artifact, target, signal));
  if (!(await isFolder(workFolder.path))) throw new AppError('work-folder-gone', { path: workFolder.path });
  const data = path.join(files.jupyter, 'data');
  for (const folder of [data, files.home]) await mkdir(folder, { recursive: true, mode: 0o700 });
  const overlay = await makeOverlay(files.overlay, spec.artifact.location);
  await writeKernel(data, overlay);
  return overlay;
}

async function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

interface Attempt {
  readonly spec: SpawnSpec;
  readonly overlay: Overlay;
  readonly port: number;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

async function attemptStart(deps: ProcessSpawnerDeps, attempt: Attempt): Promise<{ readonly url: string }> {
  const { spec, port, signal } = attempt;
  const url = `http://127.0.0.1:${port}/`;
  if (signal.aborted) throw new Cancelled();
  await forgetLastRun(spec.dir);
  const { ended } = await spawnEntry(deps, attempt, url);
  try {
    await untilReady(spec, url, ended, signal);
    return { url };
  } catch (error) {
    await stop(spec.dir, abandonGrace);
    throw await explain(error, attempt);
  }
}

/** Starts the entry script. Its identity is on disk before it may start anything itself. */
async function spawnEntry(
  deps: ProcessSpawnerDeps,
  attempt: Attempt,
  url: string,
): Promise<{ readonly ended: Promise<void> }> {
  const { spec, overlay } = attempt;
  const [file = '', ...args] = entryCommand(spec, await sandboxedServer(deps, attempt));
  const log = await open(sessionFiles(spec.dir).log, 'a', 0o600);
  const child = spawn(file, args, {
    cwd: spec.session.workFolder.path,
    env: sessionEnvironment(spec, overlay, deps.env),
    detached: true,
    stdio: ['pipe', 'ignore', log.fd],
  });
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await spawned(child).finally(() => log.close());
  const identity = child.pid === undefined ? undefined : await identify(child.pid);
  if (identity !== undefined) await writeProcessRecord(spec.dir, { identity, url });
  child.stdin?.end(identity === undefined ? '' : 'start\n');
  child.unref();
  return { ended };
}

/** Where no sandbox works the person was asked for trust, and is told once more. */
async function sandboxedServer(
  deps: ProcessSpawnerDeps,
  { spec, port, emit, signal }: Attempt,
): Promise<readonly string[]> {
  const server = await serverCommand(spec, port);
  if (!isFetched(spec)) return server;
  const argv = await deps.sandbox?.(spec, server, signal);
  const code = 'launch.no-sandbox';
  if (argv === undefined) emit({ phase: 'launching', level: 'warning', code, message: renderMessage(code) });
  return argv ?? server;
}

function spawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}

class Ended extends Error {}
class TooLate extends Error {}

async function untilReady(
  spec: SpawnSpec,
  url: string,
  ended: Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const token = (await readToken(spec.tokenFile)) ?? '';
  const give = new AbortController();
  const onAbort = (): void => give.abort(new Cancelled());
  const timer = setTimeout(() => give.abort(new TooLate()), spec.startTimeout * 1000);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  void ended.then(() => give.abort(new Ended()));
  try {
    await untilAnswers(url, token, give.signal);
  } catch (error) {
    throw give.signal.aborted ? (give.signal.reason as Error) : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** The failure in the project's words, with the end of the server's own in the log of the job. */
async function explain(error: unknown, { spec, port, emit }: Attempt): Promise<unknown> {
  if (Cancelled.is(error)) return new Cancelled();
  const { log } = sessionFiles(spec.dir);
  const exit = await readExitRecord(spec.dir);
  const file = spec.plan.start ?? '';
  if (error instanceof Ended && (await isTaken(port))) return new AppError('port-taken', { port });
  await emitLogTail(log, spec.tokenFile, emit);
  const seconds = spec.startTimeout;
  const silentEnd = exit?.handedOver === false && exit.exitCode === 0;
  if (exit?.reason === 'start-did-not-hand-over') return new AppError(exit.reason, { file, seconds });
  if (error instanceof TooLate) {
    if (exit?.handedOver === false) return new AppError('start-did-not-hand-over', { file, seconds });
    return new AppError('session-never-answered', { seconds, log });
  }
  if (silentEnd) return new AppError('start-did-not-hand-over', { file, seconds });
  if (!(error instanceof Ended)) return error;
  return new AppError('session-ended-early', { exit: exit?.exitCode ?? exit?.signal ?? 'unknown', log });
}
