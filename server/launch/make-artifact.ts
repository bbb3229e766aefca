import type { BuildTicket, Engine, PinnedPlan } from '../build/types';
import type {
  ArtifactSummary,
  Checkout,
  EngineKind,
  EventBody,
  LaunchRequest,
  Plan,
  ResolvedRepo,
} from '../protocol';
import { AppError, Cancelled } from '../protocol';
import { assertBuildable } from '../plan/plan-repository';
import { diskView } from '../source/disk-view';
import { readWithFacts } from '../source/facts';
import { imagePlatform } from '../platform/machine';
import { builtEvent, environmentEvent, reusedEvent, said } from './launch-events';
import type { Launch, LaunchServiceDeps } from './launch-service';
import { requireConfiguration } from './presets';

/** What a session is started from. */
export interface MadeArtifact {
  readonly repo: ResolvedRepo;
  readonly plan: Plan;
  readonly artifact: ArtifactSummary;
  /** The person's own folder, when the repository is one. */
  readonly folder?: string;
  /** The event that ends a build-only launch, and stands between build and session otherwise. */
  readonly built: EventBody;
}

/** The first half of every launch: resolve, fetch, read, plan, find or build. */
export async function makeArtifact(
  deps: LaunchServiceDeps,
  launch: Launch,
  request: LaunchRequest,
): Promise<MadeArtifact> {
  const engine = chooseEngine(deps, request, launch.signal);
  const repo = await resolve(deps, launch, request);
  const { kind } = await engine;
  requireTrust(request, repo, kind);
  requirePush(deps, request, kind);
  const checkout = await deps.source.fetch(repo, launch);
  let held: BuildTicket | undefined;
  try {
    const pinned = await pinPlan(deps, launch, request, { repo, checkout, kind });
    await deps.store.jobs.update(launch.job, { artifactKey: pinned.artifactKey });
    const found = await deps.engines[kind].find(pinned.artifactKey);
    const ready = { repo, plan: pinned.plan, ...(checkout.inPlace && { folder: checkout.dir }) };
    if (found !== undefined) {
      await push(deps, launch, request, found);
      return { ...ready, artifact: found, built: reusedEvent(found, new Date()) };
    }
    // Many commits of one repository must not keep another repository waiting.
    const owner = `${repo.provider}/${repo.spec}`;
    held = await deps.builds.join(pinned, checkout, deps.engines[kind], launch.signal, owner);
    const artifact = await followBuild(deps, launch, held);
    await push(deps, launch, request, artifact);
    return { ...ready, artifact, built: builtEvent(artifact, new Date()) };
  } finally {
    // What cannot be released now is found and removed by the source later.
    void releaseAfter(deps, checkout, held).catch(() => undefined);
  }
}

/** Docker where an engine answers, host otherwise: asked while the repository is being resolved. */
async function chooseEngine(
  deps: LaunchServiceDeps,
  { engine }: LaunchRequest,
  signal: AbortSignal,
): Promise<{ readonly kind: EngineKind }> {
  if (engine !== undefined) return { kind: engine };
  const status = await deps.engines.docker.probe(signal).catch(() => undefined);
  return { kind: status?.available === true ? 'docker' : 'host' };
}

/** The source itself says what it finds out. */
async function resolve(
  deps: LaunchServiceDeps,
  launch: Launch,
  request: LaunchRequest,
): Promise<ResolvedRepo> {
  const repo = await deps.source.resolve(request.repo, launch);
  await deps.store.jobs.update(launch.job, { repo });
  return repo;
}

/** A folder is the person's own. Anything else was written by somebody, and without a container runs as the person. */
function requireTrust(request: LaunchRequest, repo: ResolvedRepo, kind: EngineKind): void {
  if (kind !== 'host' || repo.provider === 'local' || request.trust === true) return;
  throw new AppError('not-trusted', { repo: repo.displayName });
}

function requirePush({ engines }: LaunchServiceDeps, request: LaunchRequest, kind: EngineKind): void {
  if (request.push !== true || engines[kind].push !== undefined) return;
  throw new AppError('no-registry', { detail: `the engine ${kind} makes no images` });
}

/** An image that was reused is pushed too: it may have been made before there was a registry. */
async function push(
  { engines }: LaunchServiceDeps,
  { emit, signal }: Launch,
  request: LaunchRequest,
  artifact: ArtifactSummary,
): Promise<void> {
  if (request.push === true) await engines[artifact.engine].push?.(artifact, emit, signal);
}

async function pinPlan(
  deps: LaunchServiceDeps,
  launch: Launch,
  request: LaunchRequest,
  { repo, checkout, kind }: { repo: ResolvedRepo; checkout: Checkout; kind: EngineKind },
): Promise<PinnedPlan> {
  const { dialect = 'binder', preset = deps.preset ?? 'none' } = request;
  const reading = await readWithFacts(
    diskView(checkout.dir),
    { dialect, platform: imagePlatform() },
    { ...deps.facts, signal: launch.signal, refresh: request.refresh ?? false },
  );
  const chosen = environmentEvent(reading.environment);
  if (chosen !== undefined) launch.emit(chosen);
  requireConfiguration(reading.environment, preset);
  // A step that is certain to fail is refused with its file and line, before minutes of building.
  assertBuildable(reading.environment);
  const plan = deps.plan(reading, { repo, engine: kind, toolchain: request.toolchain ?? 'managed' });
  const options = {
    refresh: request.refresh ?? false,
    ...(request.cacheFrom && { cacheFrom: request.cacheFrom }),
    ...(request.toolchain && { toolchain: request.toolchain }),
  };
  const engine: Engine = deps.engines[kind];
  if (launch.signal.aborted) throw new Cancelled();
  return engine.pin(plan, checkout, options, launch.emit, launch.signal);
}

async function followBuild(
  deps: LaunchServiceDeps,
  launch: Launch,
  ticket: BuildTicket,
): Promise<ArtifactSummary> {
  await deps.store.jobs.update(launch.job, { build: ticket.job });
  const code = ticket.first ? 'launch.build-started' : 'launch.build-joined';
  launch.emit(said('building', code, {}, { build: ticket.job }));
  return ticket.done;
}

/** A shared build may go on without the launch that fetched for it: it keeps the checkout until its end. */
async function releaseAfter(
  deps: LaunchServiceDeps,
  checkout: Checkout,
  ticket: BuildTicket | undefined,
): Promise<void> {
  if (ticket !== undefined) {
    const events = deps.store.jobs.follow(ticket.job, 0, new AbortController().signal);
    const reader = events[Symbol.asyncIterator]();
    while ((await reader.next()).done !== true);
  }
  await deps.source.release(checkout);
}
