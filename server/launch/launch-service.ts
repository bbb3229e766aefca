import type { BuildService, Engine } from '../build/types';
import type { EnvironmentReading } from '../environment/environment';
import type {
  EngineKind,
  EventBody,
  FailureExplanation,
  JobRecord,
  LaunchRequest,
  Plan,
  PresetName,
  ResolvedRepo,
  SpawnerKind,
  ToolchainKind,
} from '../protocol';
import { AppError, Cancelled, isTerminal } from '../protocol';
import { withoutCredentials } from '../source/clone-url';
import type { FactSources } from '../source/facts';
import type { Source } from '../source/types';
import type { Store } from '../store/types';
import { endJob } from './end-job';
import { said } from './launch-events';
import { reconcileLaunches } from './launch-reconcile';
import { mergedStream } from './merged-stream';
import { makeArtifact } from './make-artifact';
import { readToken, sessionFiles } from './session-files';
import { isSessionName } from './session-names';
import { sessionDir } from './session-service';
import { neverRan } from './session-state';
import { newSession, resumableSession, startSession } from './start-session';
import type { LaunchService, SessionService, Spawner, StreamEntry } from './types';

/** What a plan is made for, beside what the repository asks for. */
export interface PlanContext {
  readonly repo: ResolvedRepo;
  readonly engine: EngineKind;
  readonly toolchain: ToolchainKind;
}

export interface LaunchServiceDeps {
  readonly store: Pick<Store, 'jobs' | 'sessions' | 'path'>;
  readonly source: Source;
  /**
   * planRepository with the base, layout, locks and labels of this machine and engine.
   * @throws AppError as planRepository
   */
  readonly plan: (reading: EnvironmentReading, context: PlanContext) => Plan;
  /** How facts that move are found out and remembered. Absent: today by the clock, nothing remembered. */
  readonly facts?: Omit<FactSources, 'signal' | 'refresh'>;
  readonly engines: Readonly<Record<EngineKind, Engine>>;
  readonly builds: BuildService;
  readonly spawners: Readonly<Record<SpawnerKind, Spawner>>;
  readonly sessions: Pick<SessionService, 'list'>;
  /** Whose policies sessions get. `none` unless told otherwise. */
  readonly preset?: PresetName;
  /** Seconds in which a server must answer its first request. 60 unless told otherwise. */
  readonly startTimeout?: number;
}

/** A launch that runs. */
export interface Launch {
  readonly job: string;
  readonly emit: (event: EventBody) => void;
  readonly signal: AbortSignal;
}

/** Launches of one user: each goes on by itself and tells what happens in its job's log. */
export function createLaunchService(deps: LaunchServiceDeps): LaunchService {
  const running = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();
  /** Names that launches which run now have taken; records come later. */
  const names = new Set<string>();
  let closed = false;

  function go(job: JobRecord, work: (launch: Launch) => Promise<EventBody>): void {
    const stop = new AbortController();
    const emit = (event: EventBody): void => void deps.store.jobs.append(job.id, event);
    const done = carryOut(deps, { job: job.id, emit, signal: stop.signal }, work).finally(() =>
      running.delete(job.id),
    );
    running.set(job.id, { stop, done });
  }

  return {
    get running(): number {
      return running.size;
    },
    async start(request, until) {
      if (closed) throw new AppError('agent-draining');
      const buildOnly = until === 'artifact';
      const free = buildOnly ? () => undefined : await reserveName(deps, request, names);
      const kept = { ...request, repo: withoutCredentials(request.repo) };
      const job = await deps.store.jobs.create({ kind: 'launch', buildOnly, request: kept });
      go(job, (launch) =>
        buildOnly ? build(deps, launch, request) : launchSession(deps, launch, request, names).finally(free),
      );
      return job;
    },
    async resume(name) {
      if (closed) throw new AppError('agent-draining');
      const started = await resumableSession(deps, name, names);
      const { repo, artifact } = started.session;
      // Only to have its use written down; a missing artifact is found out by the start itself.
      deps.engines[artifact.engine].find(artifact.key).catch(() => undefined);
      const job = await deps.store.jobs.create({ kind: 'launch', buildOnly: false, repo, session: name });
      go(job, (launch) => startSession(deps, launch, started).finally(() => names.delete(name)));
      return job;
    },
    async cancel(id) {
      const launch = running.get(id);
      launch?.stop.abort();
      await launch?.done;
      return jobOf(deps, id);
    },
    follow: (id, cursor, signal) => follow(deps, id, cursor, signal),
    reconcile: () => reconcileLaunches(deps),
    async shutdown() {
      closed = true;
      for (const { stop } of running.values()) stop.abort();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

async function jobOf(deps: LaunchServiceDeps, id: string): Promise<JobRecord> {
  const job = await deps.store.jobs.get(id);
  if (job === undefined) throw new AppError('job-not-found', { id });
  return job;
}

/**
 * Takes the name that was asked for, before the work begins: a build of minutes must not end in "that name is taken".
 * Returns what lets it go.
 */
async function reserveName(
  deps: LaunchServiceDeps,
  { name }: LaunchRequest,
  names: Set<string>,
): Promise<() => void> {
  if (name === undefined) return () => undefined;
  if (!isSessionName(name)) throw new AppError('session-name-invalid', { name });
  const session = await deps.store.sessions.get(name);
  if (names.has(name) || (session !== undefined && !neverRan(session))) {
    throw new AppError('session-name-taken', { name });
  }
  names.add(name);
  return () => names.delete(name);
}

async function build(deps: LaunchServiceDeps, launch: Launch, request: LaunchRequest): Promise<EventBody> {
  return (await makeArtifact(deps, launch, request)).built;
}

async function launchSession(
  deps: LaunchServiceDeps,
  launch: Launch,
  request: LaunchRequest,
  names: Set<string>,
): Promise<EventBody> {
  const made = await makeArtifact(deps, launch, request);
  launch.emit(made.built);
  const started = await newSession(deps, request, made, names);
  return startSession(deps, launch, started).finally(() => names.delete(started.session.name));
}

/** Runs a launch to its last event: that first, and on disk, then the record. */
async function carryOut(
  deps: LaunchServiceDeps,
  launch: Launch,
  work: (launch: Launch) => Promise<EventBody>,
): Promise<void> {
  try {
    await deps.store.jobs.update(launch.job, { state: 'running' });
    await endJob(deps.store, launch.job, await work(launch));
  } catch (error) {
    await endJob(deps.store, launch.job, await lastEvent(deps, launch, error));
  }
}

async function lastEvent(deps: LaunchServiceDeps, launch: Launch, error: unknown): Promise<EventBody> {
  if (Cancelled.is(error) || launch.signal.aborted) return said('cancelled', 'launch.cancelled');
  const data = AppError.from(error).toData();
  const explanations = await explanationsOf(deps, launch.job);
  return { phase: 'failed', message: data.message, error: data, ...(explanations && { explanations }) };
}

/** What the build that this launch joined had to say about its failure. */
async function explanationsOf(
  deps: LaunchServiceDeps,
  id: string,
): Promise<readonly FailureExplanation[] | undefined> {
  const job = await deps.store.jobs.get(id);
  const ended = job?.build === undefined ? undefined : await deps.store.jobs.get(job.build);
  if (ended?.state !== 'failed') return undefined;
  let explanations: readonly FailureExplanation[] | undefined;
  for await (const event of deps.store.jobs.follow(ended.id, 0, new AbortController().signal)) {
    if (isTerminal(event.phase, 'build')) explanations = event.explanations;
  }
  return explanations;
}

async function* follow(
  deps: LaunchServiceDeps,
  id: string,
  cursor: string,
  signal: AbortSignal,
): AsyncGenerator<StreamEntry> {
  for await (const entry of mergedStream(deps.store.jobs, await jobOf(deps, id), cursor, signal)) {
    yield await withToken(deps, entry);
  }
}

/** The token is in no stored event: it comes from the session's file, as long as that is there. */
async function withToken(deps: LaunchServiceDeps, entry: StreamEntry): Promise<StreamEntry> {
  const { session, phase } = entry.event;
  if (phase !== 'ready' || session === undefined) return entry;
  const token = await readToken(sessionFiles(sessionDir(deps.store, session)).token);
  return token === undefined ? entry : { ...entry, event: { ...entry.event, token } };
}
