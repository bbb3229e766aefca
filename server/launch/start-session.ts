import type { EventBody, LaunchRequest, Session, SpawnerKind } from '../protocol';
import { AppError, Cancelled } from '../protocol';
import { makePrivateDir, removeTree } from '../platform/files';
import { said } from './launch-events';
import type { Launch, LaunchServiceDeps } from './launch-service';
import type { MadeArtifact } from './make-artifact';
import { presets } from './presets';
import type { LaunchRecord } from './session-files';
import { readLaunchRecord, sessionFiles, writeLaunchRecord, writeToken } from './session-files';
import { sessionNameFrom, uniqueName } from './session-names';
import { discardSession, sessionDir } from './session-service';
import { asReady, hasEnded, inState, neverRan } from './session-state';

const spawnerOf = { prefix: 'process', image: 'docker' } as const satisfies Record<string, SpawnerKind>;

/** A session that is about to start, with what starting it takes. */
export interface StartedSession {
  readonly session: Session;
  readonly launch: LaunchRecord;
  /** True for one that is started for the first time. */
  readonly fresh: boolean;
}

/** Takes a name and writes down a new session, before anything of it runs. */
export async function newSession(
  deps: LaunchServiceDeps,
  request: LaunchRequest,
  made: MadeArtifact,
  names: Set<string>,
): Promise<StartedSession> {
  refuseForProcess(request, made);
  const folder = request.copy === true ? undefined : made.folder;
  const sessions = await deps.sessions.list();
  const earlier = request.name === undefined ? earlierSession(sessions, folder, made, names) : undefined;
  const name = earlier?.name ?? request.name ?? freeName(sessions, made, names);
  names.add(name);
  const renewed = await makeRoom(deps, sessions, name, made);
  const dir = sessionDir(deps.store, name);
  await makePrivateDir(dir);
  const launch: LaunchRecord = {
    plan: made.plan,
    port: request.port ?? 0,
    ...(request.publish !== undefined && { publish: request.publish }),
  };
  await writeLaunchRecord(dir, launch);
  const startedAt = renewed?.startedAt;
  const session = {
    ...inState(draft(deps, request, made, name, folder, dir), 'creating'),
    ...(startedAt !== undefined && { startedAt }),
  };
  await deps.store.sessions.put(name, session);
  return { session, launch, fresh: renewed === undefined };
}

/** @throws AppError host-cannot: a process has the ports of this machine, and no limit of memory that would hold */
function refuseForProcess({ publish, memory }: LaunchRequest, { artifact }: MadeArtifact): void {
  if (artifact.kind !== 'prefix') return;
  if (publish !== undefined) throw new AppError('host-cannot', { what: '--publish' });
  if (memory !== undefined) throw new AppError('host-cannot', { what: '--memory' });
}

/** A folder that is launched again gets its stopped session again, instead of one more each time. */
function earlierSession(
  sessions: readonly Session[],
  folder: string | undefined,
  made: MadeArtifact,
  names: ReadonlySet<string>,
): Session | undefined {
  if (folder === undefined) return undefined;
  const spawner = spawnerOf[made.artifact.kind];
  return sessions.find(
    ({ state, workFolder, name, spawner: kind }) =>
      hasEnded(state) &&
      workFolder.kind === 'folder' &&
      workFolder.path === folder &&
      kind === spawner &&
      !names.has(name),
  );
}

function freeName(sessions: readonly Session[], made: MadeArtifact, names: ReadonlySet<string>): string {
  const taken = new Set(sessions.filter((session) => !neverRan(session)).map(({ name }) => name));
  return uniqueName(sessionNameFrom(made.repo.displayName), (name) => taken.has(name) || names.has(name));
}

/**
 * The session of this name that is made anew, if there is one. What a person installed into it stays as long as it fits:
 * as its Python and packages are the same.
 */
async function makeRoom(
  deps: LaunchServiceDeps,
  sessions: readonly Session[],
  name: string,
  made: MadeArtifact,
): Promise<Session | undefined> {
  const old = sessions.find((session) => session.name === name);
  if (old === undefined) return undefined;
  if (neverRan(old)) {
    await discardSession(deps.store, name);
    return undefined;
  }
  if (old.artifact.location !== made.artifact.location) {
    await removeTree(sessionFiles(sessionDir(deps.store, name)).overlay);
  }
  return old;
}

function draft(
  deps: LaunchServiceDeps,
  request: LaunchRequest,
  made: MadeArtifact,
  name: string,
  folder: string | undefined,
  dir: string,
): Session {
  return {
    name,
    state: 'creating',
    reason: '',
    repo: made.repo,
    spawner: spawnerOf[made.artifact.kind],
    artifact: made.artifact,
    workFolder:
      folder === undefined
        ? { kind: 'volume', path: sessionFiles(dir).work }
        : { kind: 'folder', path: folder },
    limits: {
      ...presets[request.preset ?? deps.preset ?? 'none'].limits,
      ...(request.memory !== undefined && { memory: request.memory }),
    },
    createdAt: new Date().toISOString(),
    ...(request.urlPath !== undefined && { urlPath: request.urlPath }),
  };
}

/**
 * A stopped session that can be started again, its name taken.
 * @throws AppError session-not-found, session-wrong-state, session-artifact-gone
 */
export async function resumableSession(
  deps: LaunchServiceDeps,
  name: string,
  names: Set<string>,
): Promise<StartedSession> {
  const session = (await deps.sessions.list()).find((one) => one.name === name);
  if (session === undefined) throw new AppError('session-not-found', { name });
  if (names.has(name) || !hasEnded(session.state)) {
    throw new AppError('session-wrong-state', { name, state: names.has(name) ? 'spawning' : session.state });
  }
  names.add(name);
  try {
    const launch = await readLaunchRecord(sessionDir(deps.store, name));
    const artifact = await deps.engines[session.artifact.engine].find(session.artifact.key);
    if (launch === undefined || artifact === undefined) {
      throw new AppError('session-artifact-gone', { name, path: session.workFolder.path });
    }
    return { session: { ...session, artifact }, launch, fresh: false };
  } catch (error) {
    names.delete(name);
    throw error;
  }
}

/** Starts the server and waits until it answers. The session's record says at each moment how far that is. */
export async function startSession(
  deps: LaunchServiceDeps,
  { job, emit, signal }: Launch,
  { session, launch, fresh }: StartedSession,
): Promise<EventBody> {
  const { name } = session;
  const dir = sessionDir(deps.store, name);
  const tokenFile = sessionFiles(dir).token;
  try {
    await deps.store.jobs.update(job, { session: name });
    if (signal.aborted) throw new Cancelled();
    emit(said('launching', 'launch.starting', { name }));
    await writeToken(tokenFile);
    const spawning = inState(session, 'spawning');
    await deps.store.sessions.put(name, spawning);
    const startTimeout = deps.startTimeout ?? 60;
    const spec = { session: spawning, artifact: session.artifact, dir, tokenFile, startTimeout, ...launch };
    const { url } = await deps.spawners[session.spawner].start(spec, emit, signal);
    await deps.store.sessions.put(name, asReady(spawning, url, new Date()));
    return readyEvent(name, url);
  } catch (error) {
    await giveUp(deps, session, fresh, error);
    throw error;
  }
}

/** The event that ends a launch well. The token is added when it is delivered. */
export const readyEvent = (name: string, url: string): EventBody =>
  said('ready', 'launch.ready', { name, url }, { session: name, url });

/** A new session that nobody wanted leaves nothing; one that failed keeps its log; one that had run all it has. */
async function giveUp(
  deps: LaunchServiceDeps,
  session: Session,
  fresh: boolean,
  error: unknown,
): Promise<void> {
  const cancelled = Cancelled.is(error);
  if (cancelled && fresh) {
    await discardSession(deps.store, session.name);
    return;
  }
  const endedAt = new Date().toISOString();
  const data = AppError.from(error).toData();
  const ended = cancelled
    ? inState(session, 'stopped')
    : { ...inState(session, 'failed', 'session.not-started', { detail: data.message }), error: data };
  await deps.store.sessions.put(session.name, { ...ended, endedAt });
}
