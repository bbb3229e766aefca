import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactSummary, Checkout, Emit } from '../../protocol';
import { renderMessage } from '../../protocol';
import { channelIdentity } from '../conda/installer';
import { condaStep } from '../conda/plan';
import { readCondaSettings } from '../conda/settings';
import { readPipSettings } from '../packages/pip-config';
import { choosePython } from '../python';
import { requireSpace } from '../space';
import type { EngineStatus, PinnedPlan } from '../types';
import { ensureUv, thisMachine, uvVersion } from '../uv';
import { withLease } from '../with-lease';
import { packagesOf, requirePackages } from './apt';
import { chooseCondaPython } from './conda-plan';
import { hasContent, keepContent, removeContent, sweepContent } from './content';
import { makePrefix } from './make-prefix';
import { modulesOfPrefix } from './prefix-modules';
import { pinPlan, refuseForeignPlans, requestedPython, tellPython } from './pin';
import type { Prefix } from './prefixes';
import {
  findPrefix,
  pathsOfArtifact,
  prefixLease,
  prefixName,
  readPrefix,
  removeAttempt,
  removeHalfMade,
} from './prefixes';
import { sandboxWorks } from './sandbox';
import type { HostEngine, HostEngineDeps, Maker } from './types';

/** The engine that makes prefixes: environment directories on this machine (design section 5, "Prefixes"). */
export function createHostEngine(deps: HostEngineDeps): HostEngine {
  const { store } = deps;
  let sandbox: Promise<boolean> | undefined;
  const maker: Maker = {
    ...deps,
    settings: () => readPipSettings({ env: deps.env, home: deps.home, platform: process.platform }),
    uv: (emit, signal) => fetchUv(deps, emit, signal),
    sandboxWorks: (signal) => (sandbox ??= sandboxWorks(deps.env, signal)),
  };
  return {
    kind: 'host',
    probe: () => Promise.resolve(status),
    pin: async (plan, checkout, options, emit, signal) => {
      refuseForeignPlans(plan);
      await requirePackages(packagesOf(plan), deps.env, signal);
      if (condaStep(plan) !== undefined) {
        const python = chooseCondaPython(plan, options);
        tellPython(python, emit);
        const channels = channelIdentity(await readCondaSettings(deps));
        return pinPlan(plan, checkout, python, await maker.settings(), deps.clock(), channels);
      }
      const uv = (): Promise<string> => maker.uv(emit, signal);
      const pythonDeps = { ...deps, cacheDir: store.path('cache', 'python'), uv };
      const python = await choosePython(requestedPython(plan), options, pythonDeps, signal);
      tellPython(python, emit);
      return pinPlan(plan, checkout, python, await maker.settings(), deps.clock());
    },
    find: (key) => findArtifact(deps, key),
    build: (pinned, checkout, emit, signal) => build(maker, pinned, checkout, emit, signal),
    modules: (artifact, signal) => modulesOfPrefix(deps, artifact, signal),
    remove: (artifact) => remove(deps, artifact),
    sweep: () => sweep(deps),
  };
}

const status: EngineStatus = {
  available: true,
  detail: `uv ${uvVersion}, environments on this machine`,
  bounds: { memory: false, cpu: false, processes: false },
};

async function fetchUv(deps: HostEngineDeps, emit: Emit, signal: AbortSignal): Promise<string> {
  const { env, home, store } = deps;
  return await ensureUv(
    {
      cacheDir: store.path('cache', 'uv-bin'),
      leases: store.leases,
      settings: await readPipSettings({ env, home, platform: process.platform }),
      env,
      machine: thisMachine(),
      onDownload: (wheel) => {
        const message = renderMessage('build.uv-fetched', { wheel });
        emit({ phase: 'building', code: 'build.uv-fetched', args: { wheel }, message });
      },
    },
    signal,
  );
}

async function findArtifact(deps: HostEngineDeps, key: string): Promise<ArtifactSummary | undefined> {
  const artifact = await deps.store.artifacts.get(key);
  if (artifact?.engine !== 'host') return undefined;
  if ((await readPrefix(pathsOfArtifact(artifact))) === undefined) return undefined;
  return (await hasContent(deps, artifact)) ? artifact : undefined;
}

/** Steps after the copy belong to one commit; without them many commits share a prefix. */
function needsOwnPrefix({ plan }: PinnedPlan): boolean {
  return plan.steps.some(({ place, op }) => place === 'after-copy' && op !== 'copy-repo');
}

async function build(
  maker: Maker,
  pinned: PinnedPlan,
  checkout: Checkout,
  emit: Emit,
  signal: AbortSignal,
): Promise<ArtifactSummary> {
  const { store } = maker;
  const own = needsOwnPrefix(pinned);
  const key = own ? pinned.artifactKey : pinned.environmentHash;
  await requireSpace(store.root, maker.minFree ?? 1_000_000_000);
  const prefix = await withLease(
    store.leases,
    prefixLease(prefixName(key)),
    signal,
    async () =>
      (await reuse(store, key, emit)) ?? (await makePrefix(maker, key, pinned, checkout, emit, signal)),
    () => emit({ phase: 'building', ...said('build.prefix-waiting') }),
  );
  if (!own) await keepContent(maker, pinned, checkout, signal);
  const artifact = summary(pinned, checkout, prefix, maker.clock());
  await store.artifacts.put(artifact.key, artifact);
  return artifact;
}

function said(code: 'build.prefix-waiting'): { code: typeof code; message: string } {
  return { code, message: renderMessage(code) };
}

async function reuse(store: HostEngineDeps['store'], key: string, emit: Emit): Promise<Prefix | undefined> {
  const prefix = await findPrefix(store, key);
  if (prefix === undefined) {
    await removeHalfMade(store, prefixName(key));
    return undefined;
  }
  const args = { builtAt: prefix.complete.builtAt };
  const message = renderMessage('build.prefix-reused', args);
  emit({ phase: 'building', code: 'build.prefix-reused', args, message });
  return prefix;
}

function summary(pinned: PinnedPlan, checkout: Checkout, prefix: Prefix, now: Date): ArtifactSummary {
  return {
    kind: 'prefix',
    key: pinned.artifactKey,
    engine: 'host',
    location: prefix.paths.venv,
    environmentHash: pinned.environmentHash,
    contentId: checkout.contentId,
    toolchains: pinned.plan.toolchains,
    builtAt: prefix.complete.builtAt,
    lastUsedAt: now.toISOString(),
  };
}

/** The prefix itself goes with the last artifact that it serves. */
async function remove(deps: HostEngineDeps, artifact: ArtifactSummary): Promise<void> {
  const { store } = deps;
  await store.artifacts.delete(artifact.key);
  await removeContent(deps, artifact.key);
  const others = await store.artifacts.list();
  if (others.some(({ location }) => location === artifact.location)) return;
  await removeAttempt(pathsOfArtifact(artifact));
}

/** Attempts of builders that died, unless somebody is making one of the same key now. */
async function sweep({ store }: HostEngineDeps): Promise<void> {
  for (const name of await readdir(join(store.root, 'prefixes')).catch((): string[] => [])) {
    const lease = await store.leases.tryAcquire(prefixLease(name));
    if (lease === undefined) continue;
    await removeHalfMade(store, name).finally(() => lease.release());
  }
  await sweepContent(store.root);
}
