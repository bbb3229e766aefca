import type { ArtifactSummary, Checkout, Emit, EventBody } from '../protocol';
import { AppError, Cancelled, isTerminal, renderMessage } from '../protocol';
import { stepLabel } from '../plan/step-label';
import { diskView } from '../source/disk-view';
import { boundsEvent, defaultLimitMinutes } from './bounds';
import type { Store } from '../store/types';
import { describeFailure } from './describe-failure';
import { lastStoredEvent } from './last-event';
import type { OutputTail } from './output-tail';
import { outputTail } from './output-tail';
import type { QueuePlace, Slots } from './slots';
import { createSlots } from './slots';
import type { BuildService, BuildTicket, Engine, PinnedPlan } from './types';

export interface BuildServiceDeps {
  readonly store: Pick<Store, 'root' | 'jobs' | 'path'>;
  /** How many builds run at once; the others wait in line, and owners take turns. Two unless told otherwise. */
  readonly atOnce?: number;
  /** Minutes after which a build that got its place is ended. 120 unless told otherwise. */
  readonly limitMinutes?: number;
  /** Removes what builds of an earlier agent left half-made: one per engine that leaves something. */
  readonly sweeps?: readonly (() => Promise<void>)[];
}

/** One build that runs or waits, and how many want it. */
interface SharedBuild {
  readonly key: string;
  readonly pinned: PinnedPlan;
  readonly checkout: Checkout;
  readonly engine: Engine;
  readonly job: Promise<string>;
  /** Whose turn in the line it takes: that of who asked first. */
  readonly owner: string;
  readonly stop: AbortController;
  readonly done: Promise<ArtifactSummary>;
  participants: number;
}

/** Builds shared by all who ask for the same artifact. Each has a job of kind `build` whose log anyone may follow. */
export function createBuildService(deps: BuildServiceDeps): BuildService {
  const builds = new Map<string, SharedBuild>();
  const ending = new Set<Promise<unknown>>();
  const slots = createSlots(deps.atOnce ?? 2);
  let closed = false;

  function start(pinned: PinnedPlan, checkout: Checkout, engine: Engine, owner: string): SharedBuild {
    const key = `${engine.kind}:${pinned.artifactKey}`;
    const stop = new AbortController();
    const job = deps.store.jobs
      .create({ kind: 'build', buildOnly: false, artifactKey: pinned.artifactKey })
      .then((record) => record.id);
    const work = { key, pinned, checkout, engine, job, owner, stop };
    const done = carryOut(work, slots, deps).finally(() => forget(key, stop));
    const build: SharedBuild = { ...work, done, participants: 0 };
    builds.set(key, build);
    track(done);
    return build;
  }

  /** Only the build that is meant: after a cancellation another one may have taken its place. */
  function forget(key: string, stop: AbortController): void {
    if (builds.get(key)?.stop === stop) builds.delete(key);
  }

  function track(done: Promise<unknown>): void {
    const settled = done.catch(() => undefined).finally(() => ending.delete(settled));
    ending.add(settled);
  }

  function leave(build: SharedBuild): void {
    build.participants -= 1;
    if (build.participants > 0) return;
    forget(build.key, build.stop);
    build.stop.abort();
  }

  return {
    get running(): number {
      return ending.size;
    },
    async join(pinned, checkout, engine, signal, owner = ''): Promise<BuildTicket> {
      if (signal.aborted) throw new Cancelled();
      if (closed) throw new AppError('agent-draining');
      const existing = builds.get(`${engine.kind}:${pinned.artifactKey}`);
      const build = existing ?? start(pinned, checkout, engine, owner);
      const done = participate(build, signal, leave);
      return { job: await build.job, first: existing === undefined, done };
    },
    async reconcile(): Promise<void> {
      for (const record of await deps.store.jobs.list()) {
        if (record.kind === 'build' && record.endedAt === undefined) await buryDeadBuild(deps, record.id);
      }
      for (const sweep of deps.sweeps ?? []) await sweep();
    },
    async shutdown(): Promise<void> {
      closed = true;
      for (const build of builds.values()) build.stop.abort();
      await Promise.all(ending);
    },
  };
}

/** The build's outcome for one participant, who may leave before. */
function participate(
  build: SharedBuild,
  signal: AbortSignal,
  leave: (build: SharedBuild) => void,
): Promise<ArtifactSummary> {
  build.participants += 1;
  const done = new Promise<ArtifactSummary>((resolve, reject) => {
    const onAbort = (): void => {
      leave(build);
      reject(new Cancelled());
    };
    signal.addEventListener('abort', onAbort, { once: true });
    build.done.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
  // Whoever holds the ticket may look at it late, or never.
  done.catch(() => undefined);
  return done;
}

type Work = Omit<SharedBuild, 'done' | 'participants'>;

async function carryOut(work: Work, slots: Slots, deps: BuildServiceDeps): Promise<ArtifactSummary> {
  const job = await work.job;
  const tail = outputTail();
  let reused: string | undefined;
  const emit: Emit = (event) => {
    tail.add(event);
    if (event.code === 'build.prefix-reused') reused = event.args?.['builtAt']?.toString();
    deps.store.jobs.append(job, event);
  };
  try {
    const { owner, stop } = work;
    const onQueue = (place: QueuePlace): void => emit(queued(place));
    return await slots.run({ owner, signal: stop.signal, onQueue }, async () => {
      await deps.store.jobs.update(job, { state: 'running' });
      const made = await withinTime(work, emit, tail, deps.limitMinutes ?? defaultLimitMinutes);
      const artifact = reused === undefined ? made : { ...made, environmentBuiltAt: reused };
      await end(deps, job, builtEvent(artifact), { state: 'succeeded' });
      return artifact;
    });
  } catch (error) {
    throw await endBadly(error, job, work, tail, deps);
  }
}

/** Says how old the environment is, where that was there already. */
function builtEvent(artifact: ArtifactSummary): EventBody {
  const { environmentBuiltAt: builtAt } = artifact;
  const code = builtAt === undefined ? 'build.built' : 'build.built-upon';
  const args = builtAt === undefined ? {} : { builtAt };
  return { phase: 'built', code, args, message: renderMessage(code, args), artifact, reused: false };
}

function sentence(code: 'build.cancelled'): Pick<EventBody, 'code' | 'message'> {
  return { code, message: renderMessage(code) };
}

function queued(place: QueuePlace): EventBody {
  const args = { ...place };
  return { phase: 'waiting', code: 'build.queued', args, message: renderMessage('build.queued', args) };
}

async function withinTime(
  work: Work,
  emit: Emit,
  tail: OutputTail,
  minutes: number,
): Promise<ArtifactSummary> {
  const limit = AbortSignal.timeout(minutes * 60_000);
  const signal = AbortSignal.any([work.stop.signal, limit]);
  try {
    emit(boundsEvent(minutes, (await work.engine.bound?.(signal)) ?? {}));
    return await work.engine.build(work.pinned, work.checkout, emit, signal);
  } catch (error) {
    if (limit.aborted && Cancelled.is(error)) throw timeout(work.pinned, tail.step(), minutes);
    throw error;
  }
}

/** Names the step that ran: what takes too long is known by no other sign. */
function timeout({ plan }: PinnedPlan, id: string | undefined, minutes: number): AppError {
  const step = plan.steps.find((one) => one.id === id);
  const label = step === undefined ? id : stepLabel(step);
  return new AppError('build-timeout', { minutes, step: label ?? 'before the first step' });
}

/** Writes the last event, then the record: a job whose record says it ended has a whole log. */
async function end(
  deps: BuildServiceDeps,
  job: string,
  event: EventBody,
  change: { state: 'succeeded' | 'failed' | 'cancelled'; error?: ReturnType<AppError['toData']> },
): Promise<void> {
  deps.store.jobs.append(job, event);
  await deps.store.jobs.flush(job);
  await deps.store.jobs.update(job, { ...change, endedAt: new Date().toISOString() });
}

async function endBadly(
  error: unknown,
  job: string,
  work: Work,
  tail: OutputTail,
  deps: BuildServiceDeps,
): Promise<Error> {
  if (Cancelled.is(error)) {
    await end(deps, job, { phase: 'cancelled', ...sentence('build.cancelled') }, { state: 'cancelled' });
    return new Cancelled();
  }
  const log = deps.store.path('jobs', job, 'events.jsonl');
  const step = tail.step();
  const failure = describeFailure(AppError.from(error), {
    plan: work.pinned.plan,
    ...(step === undefined ? {} : { step }),
    lines: tail.lines(),
    log,
    place: deps.store.root,
    view: diskView(work.checkout.dir),
  });
  const data = failure.error.toData();
  const event: EventBody = {
    phase: 'failed',
    message: data.message,
    error: data,
    explanations: failure.explanations,
  };
  await end(deps, job, event, { state: 'failed', error: data });
  return failure.error;
}

/** A build that was running when its agent died. Where only the record was not yet written, the log is believed. */
async function buryDeadBuild(deps: BuildServiceDeps, job: string): Promise<void> {
  const last = await lastStoredEvent(deps.store.path('jobs', job, 'events.jsonl'));
  if (last !== undefined && isTerminal(last.phase, 'build')) {
    const state = last.phase === 'built' ? 'succeeded' : last.phase === 'cancelled' ? 'cancelled' : 'failed';
    await deps.store.jobs.update(job, { state, endedAt: last.at, ...(last.error && { error: last.error }) });
    return;
  }
  const data = new AppError('build-interrupted').toData();
  await end(
    deps,
    job,
    { phase: 'failed', message: data.message, error: data },
    { state: 'failed', error: data },
  );
}
