import { mkdir } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { artifactKey, environmentHash, inputDigests } from '../../plan/identity';
import { stepLabel } from '../../plan/step-label';
import { removeTree } from '../../platform/files';
import type { Checkout, Emit, MessageArgs, MessageCode, Plan, Step, StepProgress } from '../../protocol';
import { AppError, renderMessage } from '../../protocol';
import { diskView } from '../../source/disk-view';
import type { PinnedPlan } from '../types';
import { runBuild } from './build';
import type { BuildImageDeps } from './build-image';
import { artifactLabels, imageReference } from './images';
import { extraAuthorities, proxyArguments } from './installer-settings';
import { mountOfOurCaches, withoutSyntaxLine } from './user-dockerfile-text';

type DockerfileStep = Extract<Step, { op: 'build-dockerfile' }>;

/** The step of a plan that builds the repository's own Dockerfile; undefined in plans that are rendered. */
export function dockerfileStep({ steps }: Plan): DockerfileStep | undefined {
  return steps.find((step) => step.op === 'build-dockerfile');
}

/**
 * Builds the repository's own Dockerfile as it stands (contracts/repo2docker.md section 5): the context is the
 * repository, less what docker build would ignore; account and folder are told by build arguments; labels come from
 * outside. Nothing of this machine is within its reach: no settings, no credentials of package indexes, and links of the
 * repository are sent as links.
 * @throws AppError dockerfile-refused, step-failed, config-file-unreadable, and what runBuild throws; Cancelled
 */
export async function buildUserDockerfile(
  deps: BuildImageDeps,
  step: DockerfileStep,
  { pinned, checkout }: { readonly pinned: PinnedPlan; readonly checkout: Checkout },
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const { plan } = pinned;
  const { text, syntax } = readText(step, checkout);
  const mount = mountOfOurCaches(text);
  if (mount !== undefined) {
    const detail = renderMessage('build.dockerfile-cache', { mount });
    throw new AppError('dockerfile-refused', { file: step.file, detail });
  }
  if (syntax !== undefined) say(emit, 'build.dockerfile-syntax', { file: step.file, syntax });
  await tellArguments(deps, step, emit);
  await withContext(deps, step, checkout, signal, async (folder) => {
    const run = {
      dockerfile: { text, layers: [] },
      file: step.file,
      context: { files: {}, folders: { '': folder } },
      tag: imageReference(pinned, checkout),
      platform: plan.platform,
      arguments: buildArguments(plan),
      proxies: proxyArguments(deps.env),
      labels: { ...plan.labels, ...artifactLabels(pinned, checkout, deps.version) },
      total: 1,
      before: 0,
      label: () => stepLabel(step),
      cacheFrom: pinned.cacheFrom ?? [],
      inlineCache: deps.inlineCache,
      offer: { ...deps.offer, secrets: {}, urlCredentials: [] },
    };
    await asOneStep(step, emit, async () => {
      await runBuild(deps.docker, run, withoutSteps(emit), signal);
    });
  });
}

/**
 * What there is to pin of such a plan: it states itself what it is built upon, and its steps are of no concern to anyone.
 * The same content is built once; what its FROM names is asked for again when the content changes.
 */
export function pinUserDockerfile(plan: Plan, checkout: Checkout, now: Date): PinnedPlan {
  const pinned: Plan = { ...plan, resolvedAt: now.toISOString() };
  const files = inputDigests(pinned, diskView(checkout.dir));
  const hash = environmentHash(pinned, { files, locks: {}, indexUrls: [] });
  return { plan: pinned, environmentHash: hash, artifactKey: artifactKey(hash, checkout.contentId, pinned) };
}

/** As a link that leads out of the repository it was never read: the detector saw no such file. */
function readText(
  step: DockerfileStep,
  checkout: Checkout,
): { readonly text: string; readonly syntax?: string } {
  const content = diskView(join(checkout.dir, step.context)).read(step.file);
  if (content === undefined) {
    const detail = 'it is no regular file inside the repository';
    throw new AppError('config-file-unreadable', { file: step.file, detail });
  }
  return withoutSyntaxLine(new TextDecoder().decode(content));
}

/** What repo2docker passes; a Dockerfile that declares none of them is built all the same. */
export function buildArguments({ layout }: Plan): Readonly<Record<string, string>> {
  return { NB_USER: layout.user, NB_UID: String(layout.uid), REPO_DIR: layout.repoDir };
}

async function tellArguments(deps: BuildImageDeps, { file }: DockerfileStep, emit: Emit): Promise<void> {
  say(emit, 'build.dockerfile-arguments', { file });
  const authorities = Object.keys(await extraAuthorities(deps.env));
  if (authorities.length > 0) say(emit, 'build.dockerfile-no-authorities', { file }, 'warning');
}

function say(emit: Emit, code: MessageCode, args: MessageArgs, level: 'info' | 'warning' = 'info'): void {
  emit({ phase: 'building', code, args, message: renderMessage(code, args), level });
}

/** The builder counts writing the image as a step of its own. */
function withoutSteps(emit: Emit): Emit {
  return (event) => {
    if (event.step === undefined) emit(event);
  };
}

/** Its instructions are in the log; of the plan it is one step. */
async function asOneStep(step: DockerfileStep, emit: Emit, work: () => Promise<void>): Promise<void> {
  const began = performance.now();
  const tell = (state: StepProgress['state']): void => {
    const time = state === 'started' ? {} : { seconds: Math.round((performance.now() - began) / 100) / 10 };
    const args = { index: 1, total: 1, label: stepLabel(step), ...time };
    const code: MessageCode = `build.step-${state === 'cached' ? 'done' : state}`;
    const progress: StepProgress = { id: step.id, op: step.op, index: 1, total: 1, state, ...time };
    emit({ phase: 'building', code, args, message: renderMessage(code, args), step: progress });
  };
  tell('started');
  try {
    await work();
    tell('done');
  } catch (error) {
    tell('failed');
    throw asMistakeOf(step, error);
  }
}

/** What the builder refuses is the Dockerfile's to mend: an instruction that failed, or the whole text. */
function asMistakeOf({ file }: DockerfileStep, error: unknown): unknown {
  if (!AppError.is(error, 'engine-failed')) return error;
  const detail = String(error.args['detail'] ?? '');
  const failed = /failed running \[([^]*)\]: exit code: (\d+)/.exec(detail);
  if (failed === null) return new AppError('dockerfile-refused', { file, detail }, { cause: error });
  const [, command = '', exit = ''] = failed;
  const instruction = command.replace(/^\/bin\/(?:ba)?sh -o? ?(?:pipefail )?-?c /, '').slice(0, 200);
  return new AppError('step-failed', { step: `${file}: RUN ${instruction}`, exit: Number(exit) });
}

/** The files that docker build itself reads: the Dockerfile's own before that of the context's root. */
function ignoreFilesFor(step: DockerfileStep, checkout: Checkout): readonly string[] {
  const view = diskView(join(checkout.dir, step.context));
  return [`${step.file}.dockerignore`, '.dockerignore'].filter((name) => view.read(name)).slice(0, 1);
}

/** A copy of the repository, so that nobody changes it while it is sent. */
async function withContext(
  deps: BuildImageDeps,
  step: DockerfileStep,
  checkout: Checkout,
  signal: AbortSignal,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = join(deps.contextsDir, randomBytes(8).toString('hex'));
  const ignoreFiles = ignoreFilesFor(step, checkout);
  try {
    await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
    await deps.copyRepository(join(checkout.dir, step.context), folder, { ignoreFiles, signal });
    await work(folder);
  } finally {
    await removeTree(folder);
  }
}
