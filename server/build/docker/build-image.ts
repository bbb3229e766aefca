import { createHash, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import type { Dockerfile, DockerfileOptions } from '../../plan/dockerfile/render';
import { renderDockerfile } from '../../plan/dockerfile/render';
import { removeTree } from '../../platform/files';
import type { ArtifactSummary, Checkout, Emit, MessageArgs, MessageCode, Plan } from '../../protocol';
import { AppError, renderMessage } from '../../protocol';
import { diskView } from '../../source/disk-view';
import type { PipSettings } from '../packages/pip-config';
import type { PinnedPlan } from '../types';
import { runBuild } from './build';
import { countSteps } from './build-progress';
import type { CondaMeans } from './conda-image';
import { condaParts, usesConda } from './conda-image';
import { cranSettings } from './cran';
import type { ImagesInUse } from './made-images';
import { artifactLabels, findArtifact, imageCreated, imageLabels, imageReference } from './images';
import { extraAuthorities, installerSecret, installerSettings, proxyArguments } from './installer-settings';
import type { SessionOffer } from './session/services';
import { layerLabel } from './step-labels';
import type { Tools } from './tools-image';
import { ensureTools } from './tools-image';
import { buildUserDockerfile, dockerfileStep } from './user-dockerfile';

/** Copies a repository as the content of a session, without what its ignore files name. */
export type CopyRepository = (
  from: string,
  to: string,
  options: { readonly ignoreFiles: readonly string[]; readonly signal: AbortSignal },
) => Promise<unknown>;

export interface BuildImageDeps {
  readonly docker: Docker;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly settings: PipSettings;
  /** What builds may ask for besides the credentials of package indexes. */
  readonly offer: Omit<SessionOffer, 'secrets' | 'urlCredentials'>;
  /** Fetches the environment's image of this name from a registry; false where it has to be built. */
  readonly fetchEnvironment?: (local: string) => Promise<boolean>;
  /** Images are made for a registry: they say which of their layers come from which step. */
  readonly inlineCache: boolean;
  /** Text of the session entry script. */
  readonly entry: string;
  /** Path of a uv for the images' platform. */
  readonly uv: () => Promise<string>;
  readonly conda: CondaMeans;
  readonly copyRepository: CopyRepository;
  /** Folder for snapshots of repositories while they are sent. */
  readonly contextsDir: string;
  readonly trustDomain: string;
  /** Told what the build is about to use, before it looks whether that is there. */
  readonly noteImages: (images: ImagesInUse) => Promise<void>;
  readonly version: string;
}

/** BuildKit refuses to build upon the id of a local image: each base gets a name that can mean no other. */
export function baseAlias(digest: string): string {
  return `bindery/base:${digest.replace('sha256:', '').slice(0, 12)}`;
}

/**
 * Makes the image in two builds: the environment, kept under a name of its own as long as nothing it depends on changes,
 * and the content upon it. A commit that touches no environment input so costs one copied layer, whatever has become of
 * the builder's cache. Both images get their names from the builder when they are whole, and not before.
 */
export async function buildImage(
  deps: BuildImageDeps,
  pinned: PinnedPlan,
  checkout: Checkout,
  emit: Emit,
  signal: AbortSignal,
): Promise<ArtifactSummary> {
  const { docker } = deps;
  const { plan } = pinned;
  const own = dockerfileStep(plan);
  if (own !== undefined) {
    await buildUserDockerfile(deps, own, { pinned, checkout }, emit, signal);
    return await found(docker, pinned);
  }
  const conda = usesConda(plan) ? deps.conda : undefined;
  const { entry, uv } = deps;
  const tools = await ensureTools(docker, { entry, uv, platform: plan.platform, conda: conda?.client });
  const authorities = await extraAuthorities(deps.env);
  const inputs = installInputs(deps, plan, conda);
  const ingredients = { tools, authorities, secrets: Object.keys(inputs.secrets) };
  const { environment, first, second } = renderParts(deps, pinned, checkout, ingredients);
  await deps.noteImages({ environment, tools: tools.reference, base: baseOf(plan) });
  const builtAt = await environmentThere(deps, environment);
  const before = builtAt === undefined ? countSteps(first.layers) : 0;
  const total = before + countSteps(second.layers);
  const common = {
    platform: plan.platform,
    proxies: proxyArguments(deps.env),
    total,
    label: layerLabel(plan),
    cacheFrom: pinned.cacheFrom ?? [],
    inlineCache: deps.inlineCache,
    offer: { ...deps.offer, secrets: inputs.secrets, urlCredentials: inputs.credentials },
  };
  if (builtAt === undefined) {
    say(emit, 'build.image-environment-building');
    const files = { ...inputs.files, ...earlyFiles(plan, checkout), ...below('authorities', authorities) };
    const context = { files, folders: {} };
    await runBuild(
      docker,
      { ...common, dockerfile: first, tag: environment, context, before: 0 },
      emit,
      signal,
    );
  } else {
    say(emit, 'build.prefix-reused', { builtAt: new Date(builtAt).toISOString() });
  }
  say(emit, 'build.image-content-building');
  await withSnapshot(deps, plan, checkout, signal, async (folder) => {
    const context = { files: inputs.files, folders: { repo: folder } };
    const tag = imageReference(pinned, checkout);
    await runBuild(docker, { ...common, dockerfile: second, tag, context, before }, emit, signal);
  });
  return await found(docker, pinned);
}

async function found(docker: Docker, { artifactKey }: PinnedPlan): Promise<ArtifactSummary> {
  const artifact = await findArtifact(docker, artifactKey);
  if (artifact === undefined) throw new AppError('engine-failed', { detail: 'the image vanished again' });
  return artifact;
}

interface InstallInputs {
  /** Of the build's context, below `settings/`: everything but credentials. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** `name:password` pairs that stand in the secrets. */
  readonly credentials: readonly string[];
}

/** What steps that install read of this machine's settings: where packages come from, and who may fetch them. */
function installInputs(deps: BuildImageDeps, plan: Plan, conda: CondaMeans | undefined): InstallInputs {
  const installer = installerSettings(deps.settings);
  const cran = cranSettings(plan, deps.env);
  const channels = condaParts(conda);
  return {
    files: {
      'settings/installer.sh': installer.lines,
      'settings/cran': cran.address,
      ...channels.files,
    },
    secrets: {
      ...(installer.secret === undefined ? {} : { [installerSecret]: installer.secret }),
      ...cran.secrets,
      ...channels.secrets,
    },
    credentials: [...installer.credentials, ...cran.credentials, ...channels.credentials],
  };
}

/** When the environment's image was made: here, or where the registry's images are made. */
async function environmentThere(
  { docker, fetchEnvironment }: BuildImageDeps,
  environment: string,
): Promise<string | undefined> {
  const builtAt = await imageCreated(docker, environment);
  if (builtAt !== undefined || fetchEnvironment === undefined) return builtAt;
  return (await fetchEnvironment(environment)) ? await imageCreated(docker, environment) : undefined;
}

/** The name of the base that the plan is pinned to. */
function baseOf({ base }: Plan): string {
  return baseAlias(base.kind === 'image' ? (base.digest ?? '') : '');
}

interface Ingredients {
  readonly tools: Tools;
  readonly authorities: Readonly<Record<string, Uint8Array>>;
  /** Names of the secrets that the builder can ask for. */
  readonly secrets: readonly string[];
}

interface Parts {
  /** Name of the environment's image. */
  readonly environment: string;
  readonly first: Dockerfile;
  readonly second: Dockerfile;
}

/** The Dockerfiles of the environment and of the content. */
function renderParts(
  deps: BuildImageDeps,
  pinned: PinnedPlan,
  checkout: Checkout,
  { tools, authorities, secrets }: Ingredients,
): Parts {
  const { plan, environmentHash } = pinned;
  const shared: Omit<DockerfileOptions, 'part' | 'from' | 'labels'> = {
    tools: { kind: 'image', reference: tools.reference },
    repoFolder: 'repo',
    settings: true,
    secrets,
    authorities: Object.keys(authorities).length > 0,
    trustDomain: deps.trustDomain,
  };
  const base = baseOf(plan);
  const kept = { [imageLabels.kind]: 'environment', [imageLabels.environmentHash]: environmentHash };
  const labels = artifactLabels(pinned, checkout, deps.version);
  const first = renderDockerfile(plan, { ...shared, part: 'environment', from: base, labels: kept });
  const environment = environmentReference(pinned, first, authorities);
  const second = renderDockerfile(plan, { ...shared, part: 'content', from: environment, labels });
  return { environment, first, second };
}

function say(emit: Emit, code: MessageCode, args: MessageArgs = {}): void {
  emit({ phase: 'building', code, args, message: renderMessage(code, args) });
}

/**
 * Name of the environment's image: by everything that it depends on. The Dockerfile is part of that, because a newer
 * Bindery may render the same plan otherwise; it names the tools' image by its content.
 */
function environmentReference(
  pinned: PinnedPlan,
  { text }: Dockerfile,
  authorities: Readonly<Record<string, Uint8Array>>,
): string {
  const hash = createHash('sha256').update(pinned.environmentHash).update(text);
  for (const content of Object.values(authorities)) hash.update(content);
  return `bindery/environment:${hash.digest('hex').slice(0, 12)}`;
}

/** The files that steps before the copy read, from inside the repository only. */
function earlyFiles(plan: Plan, checkout: Checkout): Readonly<Record<string, Uint8Array>> {
  const view = diskView(checkout.dir);
  const names = plan.steps.flatMap((step) => (step.op === 'copy-files' ? step.files : []));
  return below('repo', Object.fromEntries(names.map((name) => [name, view.read(name) ?? new Uint8Array()])));
}

function below(folder: string, files: Readonly<Record<string, Uint8Array>>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]));
}

/** Sends a copy of the repository, so that nobody changes it meanwhile. */
async function withSnapshot(
  deps: BuildImageDeps,
  plan: Plan,
  checkout: Checkout,
  signal: AbortSignal,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = join(deps.contextsDir, randomBytes(8).toString('hex'));
  const ignoreFiles = plan.steps.flatMap((step) => (step.op === 'copy-repo' ? step.ignoreFiles : []));
  try {
    await mkdir(deps.contextsDir, { recursive: true, mode: 0o700 });
    await deps.copyRepository(checkout.dir, folder, { ignoreFiles, signal });
    await work(folder);
  } finally {
    await removeTree(folder);
  }
}
