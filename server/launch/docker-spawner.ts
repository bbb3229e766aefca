import type { Container } from 'dockerode';
import type Docker from 'dockerode';
import type { Connector } from '../build/docker/connect';
import { asEngineError, createConnector, errorText, statusOf } from '../build/docker/connect';
import { throwIfCancelled } from '../platform/run';
import type { Emit, Session } from '../protocol';
import { AppError, Cancelled } from '../protocol';
import type { ContainerPlace } from './docker-container';
import { containerOptions, sessionLabels } from './docker-container';
import { prepareFolders, runDirOf } from './docker-folders';
import { isOwnImage, keepOutput, whatIsMissing } from './docker-own-image';
import { isTaken } from './free-port';
import { emitLogTail } from './log-tail';
import { untilAnswers } from './probe';
import type { ExitRecord } from './session-files';
import { readExitRecord, readToken, sessionFiles } from './session-files';
import type { Spawner, SpawnSpec, SpawnState } from './types';

/** What the docker spawner needs from outside. */
export interface DockerSpawnerDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Absolute path of the state root that these sessions belong to: two of them on one engine do not mix. */
  readonly root: string;
}

/** Seconds that a server which is not wanted any more gets to end by itself. */
const abandonGrace = 2;
/** Seconds that the entry script gets to write its record once it was asked to end at once. */
const recordGrace = 3;

/**
 * Sessions as containers of a local engine, one for each, started from an image. Everything that a session needs from
 * this machine is bind-mounted: the work folder, a folder for log and exit record, and the token. So its log is a plain
 * file that needs no agent. What exists is found by labels, whoever started it.
 */
export function createDockerSpawner(deps: DockerSpawnerDeps): Spawner {
  const connector = createConnector({ env: deps.env, home: deps.home, platform: process.platform });
  return {
    kind: 'docker',
    start: (spec, emit, signal) => start(connector, deps, spec, emit, signal),
    inspect: (session, dir) => inspect(connector, deps, session, dir),
    stop: (session, _dir, graceSeconds) => stop(connector, deps, session, graceSeconds),
  };
}

async function start(
  connector: Connector,
  deps: DockerSpawnerDeps,
  spec: SpawnSpec,
  emit: Emit,
  signal: AbortSignal,
): Promise<{ readonly url: string }> {
  if (spec.port !== 0 && (await isTaken(spec.port))) throw new AppError('port-taken', { port: spec.port });
  const { docker } = await connector.connect(signal);
  try {
    await removeContainers(docker, deps, spec.session, abandonGrace);
    const place = await prepareFolders(docker, spec, signal);
    throwIfCancelled(signal);
    const container = await createContainer(docker, deps, spec, place);
    return await run(container, { spec, place, emit, signal });
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    throw asEngineError(error);
  }
}

/** Not to be aborted: the engine would go on with it, and nobody would know of the container. */
async function createContainer(
  docker: Docker,
  deps: DockerSpawnerDeps,
  spec: SpawnSpec,
  place: ContainerPlace,
): Promise<Container> {
  try {
    return await docker.createContainer(containerOptions(spec, place, deps.root));
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw new AppError('session-artifact-gone', {
      name: spec.session.name,
      path: spec.session.workFolder.path,
    });
  }
}

interface Run {
  readonly spec: SpawnSpec;
  readonly place: ContainerPlace;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

async function run(
  container: Container,
  { spec, place, emit, signal }: Run,
): Promise<{ readonly url: string }> {
  try {
    await startContainer(container, spec);
    const url = await urlOf(container);
    await untilReady(container, spec, url, signal);
    return { url };
  } catch (error) {
    const ending = await endingOf(container);
    if (isOwnImage(spec.plan)) await keepOutput(container, sessionFiles(place.runDir).log);
    await endContainer(container, abandonGrace);
    throw await explain(error, spec, place, ending, emit);
  }
}

async function startContainer(container: Container, spec: SpawnSpec): Promise<void> {
  try {
    await container.start();
  } catch (error) {
    const taken = /port is already allocated|address already in use/i.test(errorText(error));
    throw taken ? new AppError('port-taken', { port: spec.port }) : error;
  }
}

async function urlOf(container: Container): Promise<string> {
  const port = publishedPort(await container.inspect());
  // A server that ends at once takes its port with it.
  if (port === undefined) throw new Ended();
  return `http://127.0.0.1:${port}/`;
}

function publishedPort({ NetworkSettings }: Docker.ContainerInspectInfo): string | undefined {
  const ports = NetworkSettings.Ports as Record<string, readonly { HostPort: string }[] | null | undefined>;
  return ports['8888/tcp']?.[0]?.HostPort;
}

class Ended extends Error {}
class TooLate extends Error {}

/** Waits for the first of: the server answers, it ends, the time is over, nobody wants it any more. */
async function untilReady(
  container: Container,
  spec: SpawnSpec,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const token = (await readToken(spec.tokenFile)) ?? '';
  const give = new AbortController();
  const timer = setTimeout(() => give.abort(new TooLate()), spec.startTimeout * 1000);
  const both = AbortSignal.any([signal, give.signal]);
  container.wait({ abortSignal: both }).then(
    () => give.abort(new Ended()),
    (error: unknown) => give.abort(error),
  );
  try {
    await untilAnswers(url, token, both);
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    throw give.signal.aborted ? give.signal.reason : error;
  } finally {
    clearTimeout(timer);
    // Ends the question for the container's end.
    give.abort();
  }
}

/** How a container ended that nobody asked to. */
interface Ending {
  readonly outOfMemory: boolean;
  /** Absent while it runs, and where the engine does not know. */
  readonly exitCode?: number;
}

async function endingOf(container: Container): Promise<Ending> {
  return container.inspect().then(
    ({ State }) => ({
      outOfMemory: State.OOMKilled,
      ...(State.Running ? {} : { exitCode: State.ExitCode }),
    }),
    () => ({ outOfMemory: false }),
  );
}

/** The failure in the project's words, with the end of the server's own in the log of the job. */
async function explain(
  error: unknown,
  spec: SpawnSpec,
  place: ContainerPlace,
  { outOfMemory, exitCode }: Ending,
  emit: Emit,
): Promise<unknown> {
  if (!(error instanceof Ended || error instanceof TooLate)) return error;
  const { log } = sessionFiles(spec.dir);
  await emitLogTail(log, spec.tokenFile, emit);
  const missing = await whatIsMissing(spec, place.runDir);
  if (missing !== undefined) return missing;
  const exit = await readExitRecord(place.runDir);
  const seconds = spec.startTimeout;
  const silentEnd = exit?.handedOver === false && (exit.exitCode === 0 || error instanceof TooLate);
  if (exit?.reason === 'start-did-not-hand-over' || silentEnd) {
    return new AppError('start-did-not-hand-over', { file: spec.plan.start ?? '', seconds });
  }
  if (error instanceof TooLate) return new AppError('session-never-answered', { seconds, log });
  const code = outOfMemory
    ? '137 (out of memory)'
    : (exit?.exitCode ?? exit?.signal ?? exitCode ?? 'unknown');
  return new AppError('session-ended-early', { exit: code, log });
}

async function inspect(
  connector: Connector,
  deps: DockerSpawnerDeps,
  session: Session,
  dir: string,
): Promise<SpawnState> {
  const exit = await readExitRecord(runDirOf(dir));
  try {
    const { docker } = await connector.connect();
    const [container] = await findContainers(docker, deps, session);
    if (container === undefined) return ended(exit);
    const info = await container.inspect();
    const port = publishedPort(info);
    if (info.State.Running && port !== undefined) return { alive: true, url: `http://127.0.0.1:${port}/` };
    return containerEnded(info.State, exit);
  } catch (error) {
    // Containers do not outlive their engine; should this one do so, the next start removes it.
    if (AppError.is(error, 'engine-unavailable')) return ended(exit);
    throw asEngineError(error);
  }
}

function ended(exit: ExitRecord | undefined): SpawnState {
  if (exit === undefined) return { alive: false };
  const { exitCode, endedAt, reason } = exit;
  return { alive: false, endedAt, reason, ...(exitCode === null ? {} : { exitCode }) };
}

function containerEnded(
  state: Docker.ContainerInspectInfo['State'],
  exit: ExitRecord | undefined,
): SpawnState {
  const endedAt = exit?.endedAt ?? state.FinishedAt;
  // A kernel that ran out of memory does not end its server: what counts is how the server ended.
  if (state.OOMKilled && state.ExitCode !== 0) return { alive: false, endedAt, reason: 'out of memory' };
  return exit === undefined ? { alive: false, endedAt, exitCode: state.ExitCode } : ended(exit);
}

async function stop(
  connector: Connector,
  deps: DockerSpawnerDeps,
  session: Session,
  graceSeconds: number,
): Promise<void> {
  try {
    const { docker } = await connector.connect();
    await removeContainers(docker, deps, session, graceSeconds);
  } catch (error) {
    // Where no engine runs, no container does.
    if (AppError.is(error, 'engine-unavailable')) return;
    throw asEngineError(error);
  }
}

async function removeContainers(
  docker: Docker,
  deps: DockerSpawnerDeps,
  session: Session,
  graceSeconds: number,
): Promise<void> {
  for (const container of await findContainers(docker, deps, session)) {
    await endContainer(container, graceSeconds);
  }
}

async function findContainers(
  docker: Docker,
  { root }: DockerSpawnerDeps,
  session: Session,
): Promise<readonly Container[]> {
  const label = Object.entries(sessionLabels(session, root)).map(([name, value]) => `${name}=${value}`);
  const found = await docker.listContainers({ all: true, filters: { label } });
  return found.map(({ Id }) => docker.getContainer(Id));
}

/** Asks it to end, asks it to end at once, then removes it. The work folder and the log are no part of it. */
async function endContainer(container: Container, graceSeconds: number): Promise<void> {
  for (const seconds of [graceSeconds, recordGrace]) {
    if (seconds > 0 && (await endsWithin(container, seconds))) break;
  }
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    // Gone already, or being removed by somebody else.
    if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error;
  }
}

async function endsWithin(container: Container, seconds: number): Promise<boolean> {
  const limit = AbortSignal.timeout(seconds * 1000);
  try {
    await container.kill({ signal: 'SIGTERM' });
    await container.wait({ abortSignal: limit });
    return true;
  } catch (error) {
    if (limit.aborted) return false;
    // Not running (any more).
    if (statusOf(error) === 409 || statusOf(error) === 404) return true;
    throw error;
  }
}
