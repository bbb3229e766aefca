import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createBuildService } from '../../server/build/builds';
import { createHostEngine } from '../../server/build/host/engine';
import type { HostEngine } from '../../server/build/host/types';
import { jupyterLockId } from '../../server/build/locks';
import type { BuildService, PinnedPlan } from '../../server/build/types';
import { readEnvironment } from '../../server/environment/environment';
import { binderLayout, planRepository } from '../../server/plan/plan-repository';
import type { AppErrorData, ArtifactSummary, Checkout, JobEvent, Plan } from '../../server/protocol';
import { diskView } from '../../server/source/disk-view';
import { openStore } from '../../server/store/open';
import type { Store } from '../../server/store/types';
import { removeDir, temporaryDir } from './engine-scratch';

/** A state root with the host engine and the build service of an agent. */
export interface HostWorld {
  readonly root: string;
  readonly store: Store;
  readonly engine: HostEngine;
  readonly builds: BuildService;
  /** Environment the engine was given; tests may point pip elsewhere. */
  readonly env: Record<string, string | undefined>;
  remove(): void;
}

export async function hostWorld(root = temporaryDir('bindery-host-')): Promise<HostWorld> {
  const store = await openStore(root);
  const env: Record<string, string | undefined> = { ...process.env };
  const home = env['HOME'] ?? '/';
  const engine = createHostEngine({
    store,
    env,
    home,
    clock: () => new Date(),
  });
  const builds = createBuildService({ store, sweeps: [() => engine.sweep()] });
  return { root, store, engine, builds, env, remove: () => removeDir(root) };
}

/** A path in a temporary folder where nothing is yet. */
export function scratchPath(): string {
  return join(temporaryDir('bindery-new-'), 'new');
}

/** A repository in a temporary folder. Files that begin with `#!` are executable. */
export function repository(files: Readonly<Record<string, string>>): string {
  const dir = temporaryDir('bindery-repo-');
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content, { mode: content.startsWith('#!') ? 0o755 : 0o644 });
  }
  return dir;
}

export function planFor(dir: string): Plan {
  return planRepository(readEnvironment(diskView(dir)), {
    platform: 'linux/amd64',
    base: { kind: 'host', platform: 'linux-x64' },
    layout: binderLayout({ user: 'jovyan', uid: 1000 }),
    toolchain: 'managed',
    jupyterLock: (python) => jupyterLockId(python),
  });
}

/** A checkout of one commit of the repository in `dir`; each folder and commit has a content of its own. */
export function checkoutOf(dir: string, commit: string, inPlace = true): Checkout {
  return { dir, contentId: `${basename(dir)}-${commit}`, inPlace };
}

export interface Built {
  readonly pinned: PinnedPlan;
  readonly job: string;
  readonly events: readonly JobEvent[];
  /** What was made; absent when the build failed or was cancelled. */
  readonly artifact?: ArtifactSummary;
  readonly error?: AppErrorData;
}

export interface BuildOptions {
  /** Leaves Jupyter out: for tests of what happens around it. */
  readonly bare?: boolean;
  readonly plan?: (plan: Plan) => Plan;
  readonly signal?: AbortSignal;
  /** Told each event of the build as it comes. */
  readonly onEvent?: (event: JobEvent) => void;
}

/** Pins and builds through the build service, and reads the whole log. */
export async function buildIn(
  world: HostWorld,
  checkout: Checkout,
  options: BuildOptions = {},
): Promise<Built> {
  const signal = options.signal ?? new AbortController().signal;
  const full = (options.plan ?? ((plan: Plan) => plan))(planFor(checkout.dir));
  const steps = full.steps.filter(({ op }) => options.bare !== true || op !== 'install-jupyter');
  const pinned = await world.engine.pin({ ...full, steps }, checkout, systemPython, () => undefined, signal);
  const ticket = await world.builds.join(pinned, checkout, world.engine, signal);
  const events = await followTo(world, ticket.job, options.onEvent);
  const last = events.at(-1);
  return {
    pinned,
    job: ticket.job,
    events,
    ...(last?.artifact === undefined ? {} : { artifact: last.artifact }),
    ...(last?.error === undefined ? {} : { error: last.error }),
  };
}

/** What is on every machine that runs these tests. */
export const systemPython = { toolchain: 'system', refresh: false } as const;

async function followTo(
  world: HostWorld,
  job: string,
  onEvent: (event: JobEvent) => void = () => undefined,
): Promise<readonly JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const event of world.store.jobs.follow(job, 0, new AbortController().signal)) {
    onEvent(event);
    events.push(event);
  }
  return events;
}

/** Codes of our own messages among the events. */
export function codesOf({ events }: Built): readonly string[] {
  return events.flatMap(({ code }) => (code === undefined ? [] : [code]));
}

/** What a program of a prefix prints. */
export function runIn(artifact: ArtifactSummary, ...args: readonly string[]): string {
  const env = { PATH: '/usr/bin:/bin', HOME: tmpdir() };
  return execFileSync(join(artifact.location, 'bin', 'python'), args, { encoding: 'utf8', env });
}
