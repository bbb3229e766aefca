import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createBuildService } from '../../server/build/builds';
import { createHostEngine } from '../../server/build/host/engine';
import type { HostEngine } from '../../server/build/host/types';
import { jupyterLockId } from '../../server/build/locks';
import type { BuildService, PinnedPlan } from '../../server/build/types';
import { readEnvironment } from '../../server/environment/environment';
import { binderLayout, planRepository } from '../../server/plan/plan-repository';
import { removeTree } from '../../server/platform/files';
import type { Checkout, EventBody, JobEvent, Plan } from '../../server/protocol';
import { diskView } from '../../server/source/disk-view';
import { openStore } from '../../server/store/open';
import type { Store } from '../../server/store/types';

/** A state root with the host engine and the build service of an agent. */
export interface HostWorld {
  readonly root: string;
  readonly store: Store;
  readonly engine: HostEngine;
  readonly builds: BuildService;
  /** Environment the engine was given; tests may point pip elsewhere. */
  readonly env: Record<string, string | undefined>;
  remove(): Promise<void>;
}

export async function hostWorld(root = mkdtempSync(join(tmpdir(), 'bindery-host-'))): Promise<HostWorld> {
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
  return { root, store, engine, builds, env, remove: () => removeTree(root) };
}

/** A repository in a temporary folder. Files that begin with `#!` are executable. */
export function repository(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'bindery-repo-'));
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

/** A checkout whose content id is given by the test. */
export function checkoutOf(dir: string, contentId: string, inPlace = true): Checkout {
  return { dir, contentId, inPlace };
}

export interface Built {
  readonly pinned: PinnedPlan;
  readonly job: string;
  readonly events: readonly JobEvent[];
}

/** Pins and builds through the build service, and reads the whole log. */
export async function buildIn(
  world: HostWorld,
  checkout: Checkout,
  emit: (event: EventBody) => void = () => undefined,
  signal = new AbortController().signal,
): Promise<Built> {
  const pinned = await world.engine.pin(planFor(checkout.dir), checkout, systemPython, emit, signal);
  const ticket = await world.builds.join(pinned, checkout, world.engine, signal);
  await ticket.done.catch(() => undefined);
  return { pinned, job: ticket.job, events: await logOf(world, ticket.job) };
}

/** What is on every machine that runs these tests. */
export const systemPython = { toolchain: 'system', refresh: false } as const;

export async function logOf(world: HostWorld, job: string): Promise<readonly JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const event of world.store.jobs.follow(job, 0, AbortSignal.timeout(10_000))) events.push(event);
  return events;
}
