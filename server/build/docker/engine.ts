import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type Docker from 'dockerode';
import { removeTree } from '../../platform/files';
import type { ArtifactSummary, Checkout, Emit, Plan } from '../../protocol';
import { AppError, Cancelled, renderMessage } from '../../protocol';
import type { Store } from '../../store/types';
import { tellClient } from '../conda/client';
import { channelIdentity } from '../conda/installer';
import { readCondaSettings } from '../conda/settings';
import type { PipSettings } from '../packages/pip-config';
import { readPipSettings } from '../packages/pip-config';
import type { PruneSource } from '../prune-service';
import { requireSpace } from '../space';
import type { Engine, EngineStatus, PinnedPlan, PinOptions } from '../types';
import { ensureUv } from '../uv';
import { addressText } from './address';
import { resolveBase } from './base-image';
import { offeredFor } from './base-tools';
import type { BuildCaps } from './bounds';
import { boundBuilds } from './bounds';
import type { CopyRepository } from './build-image';
import { baseAlias, buildImage } from './build-image';
import { chooseToolchain } from './choose-toolchain';
import { condaForImages } from './conda-image';
import type { Connection } from './connect';
import { asEngineError, createConnector } from './connect';
import { tellCran } from './cran';
import { findArtifact, removeArtifact } from './images';
import type { ImagesInUse } from './made-images';
import { noteImages } from './made-images';
import { dockerPruneSource } from './prune';
import { proxyArguments } from './installer-settings';
import { baseReference, pinPlan, tellToolchains } from './pin';
import { isPodman } from './podman-client';
import { modulesOfImage } from './image-modules';
import { loginFor, readRegistry } from './registry';
import { pullArtifact, pullEnvironment, pushTo } from './registry-images';
import { buildOffer } from './session/offer';
import { dockerfileStep, pinUserDockerfile } from './user-dockerfile';

/** What the docker engine needs from outside. */
export interface DockerEngineDeps {
  /** DOCKER_HOST, DOCKER_CONTEXT, proxies, pip's settings and BINDERY_EXTRA_CA are read from it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly store: Pick<Store, 'path' | 'leases' | 'artifacts' | 'facts'>;
  readonly clock: () => Date;
  /** Who shares package caches with these builds. */
  readonly trustDomain: string;
  /** Of Bindery: a label of the images. */
  readonly version: string;
  /** Absolute path of the session entry script, which images get. */
  readonly entryScript: string;
  readonly copyRepository: CopyRepository;
  /** Bytes that must be free where the engine keeps its data. 1 GB unless told otherwise. */
  readonly minFree?: number;
  /** What all builds together may use, where the engine's control group can be written. */
  readonly caps?: BuildCaps;
}

export interface DockerEngine extends Engine {
  /** Removes what builds that died left behind. Called at the start of an agent. */
  sweep(): Promise<void>;
  /** What garbage collection may remove of its images. */
  readonly prunable: PruneSource;
}

/** The engine that makes images, over the API of Docker or Podman. It connects when it is first used. */
export function createDockerEngine(deps: DockerEngineDeps): DockerEngine {
  const connector = createConnector({ env: deps.env, home: deps.home, platform: process.platform });

  async function connected<T>(work: (docker: Docker) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { docker } = await connector.connect(signal);
    try {
      return await work(docker);
    } catch (error) {
      throw asOurs(error, signal);
    }
  }

  return {
    kind: 'docker',
    async probe(signal) {
      try {
        return await statusOfEngine(await connector.connect(signal));
      } catch (error) {
        if (Cancelled.is(error)) throw error;
        return unavailable(error);
      }
    },
    pin: (plan, checkout, options, emit, signal) =>
      connected((docker) => pin(deps, docker, { plan, checkout, options }, emit, signal), signal),
    find: (artifactKey) => connected((docker) => findArtifact(docker, artifactKey)),
    build: (pinned, checkout, emit, signal) =>
      connected((docker) => build(deps, docker, { pinned, checkout }, emit, signal), signal),
    push: (artifact, emit, signal) =>
      connected((docker) => pushTo(deps, docker, artifact, emit, signal), signal),
    modules: (artifact, signal) => connected((docker) => modulesOfImage(docker, artifact, signal), signal),
    remove: (artifact) => connected((docker) => removeArtifact(docker, artifact)),
    bound: (signal) =>
      connected(
        (docker) => (isPodman(docker) ? Promise.resolve({}) : boundBuilds(docker, deps.caps ?? {})),
        signal,
      ),
    sweep: () => removeTree(contextsDir(deps)),
    prunable: dockerPruneSource(deps.store, (work) => connected(work)),
  };
}

async function pin(
  deps: DockerEngineDeps,
  docker: Docker,
  asked: { readonly plan: Plan; readonly checkout: Checkout; readonly options: PinOptions },
  emit: Emit,
  signal: AbortSignal,
): Promise<PinnedPlan> {
  const { plan, checkout, options } = asked;
  if (dockerfileStep(plan) !== undefined) {
    const pinned = pinUserDockerfile(plan, checkout, deps.clock());
    return options.cacheFrom === undefined ? pinned : { ...pinned, cacheFrom: options.cacheFrom };
  }
  const reference = baseReference(plan);
  const login = loginFor(await readRegistry(deps, signal), reference);
  const wanted = {
    ...{ reference, platform: plan.platform, refresh: options.refresh },
    ...(login === undefined ? {} : { login }),
  };
  const base = await resolveBase(docker, deps.store, wanted, emit, signal);
  await docker.getImage(base.id).tag(splitReference(baseAlias(base.digest)));
  const conda = await readCondaSettings(deps);
  const toolchain = options.toolchain ?? (await chooseToolchain(plan, conda, deps.env, emit, signal));
  const about = { now: deps.clock(), refresh: options.refresh, proxies: proxyArguments(deps.env) };
  const offered =
    toolchain === 'system' ? await offeredFor(docker, deps.store, { plan, base }, about, signal) : {};
  const channels = toolchain === 'managed' ? channelIdentity(conda) : [];
  const means = { toolchain, settings: await pipSettings(deps), channels, env: deps.env, offered };
  const pinned = pinPlan(plan, checkout, base, means);
  tellToolchains(plan, pinned, emit);
  tellCran(pinned.plan, deps.env, emit);
  return options.cacheFrom === undefined ? pinned : { ...pinned, cacheFrom: options.cacheFrom };
}

async function build(
  deps: DockerEngineDeps,
  docker: Docker,
  asked: { readonly pinned: PinnedPlan; readonly checkout: Checkout },
  emit: Emit,
  signal: AbortSignal,
): Promise<ArtifactSummary> {
  await tellEngine(docker, emit);
  await requireEngineSpace(docker, deps.minFree ?? 1_000_000_000);
  const { pinned, checkout } = asked;
  const registry = await readRegistry(deps, signal);
  const pulled = registry && (await pullArtifact(docker, registry, pinned, emit, signal));
  if (pulled !== undefined) return pulled;
  const settings = await pipSettings(deps);
  const means = {
    docker,
    env: deps.env,
    settings,
    offer: buildOffer(deps.env, registry),
    inlineCache: registry !== undefined,
    ...(registry && {
      fetchEnvironment: (local: string) => pullEnvironment(docker, registry, { pinned, local }, emit, signal),
    }),
    entry: await readFile(deps.entryScript, 'utf8'),
    uv: () => uvForImages(deps, pinned.plan, settings, signal),
    conda: {
      client: () => condaForImages(pinned.plan, clientDeps(deps, settings, emit), signal),
      settings: await readCondaSettings(deps),
    },
    copyRepository: deps.copyRepository,
    contextsDir: contextsDir(deps),
    noteImages: (images: ImagesInUse) => noteImages(deps.store, images, deps.clock()),
    trustDomain: deps.trustDomain,
    version: deps.version,
  };
  return await buildImage(means, pinned, checkout, emit, signal);
}

/** Not the one BINDERY_UV names: that is made for this machine, not for whatever the base of an image is. */
async function uvForImages(
  { store, env }: DockerEngineDeps,
  { platform }: Plan,
  settings: PipSettings,
  signal: AbortSignal,
): Promise<string> {
  const machine = { platform: 'linux', arch: platform === 'linux/arm64' ? 'arm64' : 'x64' } as const;
  const cacheDir = store.path('cache', 'docker', `uv-${machine.arch}`);
  const own = { ...env, BINDERY_UV: undefined };
  return await ensureUv({ cacheDir, leases: store.leases, settings, env: own, machine }, signal);
}

function clientDeps(
  { store, env }: DockerEngineDeps,
  settings: PipSettings,
  emit: Emit,
): Parameters<typeof condaForImages>[1] {
  const cacheDir = store.path('cache', 'docker', 'conda-client');
  const onDownload = (wheel: string): void => tellClient(wheel, emit);
  return { cacheDir, leases: store.leases, settings, env, onDownload };
}

function pipSettings({ env, home }: DockerEngineDeps): Promise<PipSettings> {
  return readPipSettings({ env, home, platform: process.platform });
}

function splitReference(reference: string): { repo: string; tag: string } {
  const [repo = '', tag = ''] = reference.split(':');
  return { repo, tag };
}

function contextsDir({ store }: DockerEngineDeps): string {
  return store.path('cache', 'docker', 'contexts');
}

function asOurs(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true || Cancelled.is(error)) return new Cancelled();
  return AppError.is(error) ? error : asEngineError(error);
}

async function tellEngine(docker: Docker, emit: Emit): Promise<void> {
  const args = { version: (await docker.version()).Version };
  const code = isPodman(docker) ? 'build.engine-podman' : 'build.engine';
  emit({ phase: 'building', code, args, message: renderMessage(code, args) });
}

/** BuildKit has no limits per build; what holds for all builds together only the engine's owner can set. */
const noBounds = { memory: false, cpu: false, processes: false };

async function statusOfEngine({ docker, address }: Connection): Promise<EngineStatus> {
  const { Version, ApiVersion } = await docker.version();
  const product = isPodman(docker) ? 'Podman' : 'engine';
  const detail = `${product} ${Version} (API ${ApiVersion}) at ${addressText(address)}, from ${address.from}`;
  return { available: true, detail, bounds: noBounds };
}

function unavailable(error: unknown): EngineStatus {
  return { available: false, detail: AppError.from(error).message, bounds: noBounds };
}

/** @throws AppError disk-full; nothing where the engine's disk cannot be seen from here */
async function requireEngineSpace(docker: Docker, bytes: number): Promise<void> {
  const { DockerRootDir = '' } = (await docker.info()) as { DockerRootDir?: string };
  const visible = DockerRootDir !== '' && existsSync(DockerRootDir);
  if (visible) await requireSpace(DockerRootDir, bytes);
}
