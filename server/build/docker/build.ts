import type Docker from 'dockerode';
import { AppError, Cancelled } from '../../protocol';
import type { Emit } from '../../protocol';
import type { Dockerfile, LayerOrigin } from '../../plan/dockerfile/render';
import type { BuildMessage } from './build-stream';
import { buildMessages } from './build-stream';
import type { FailedStep } from './build-progress';
import { trackProgress } from './build-progress';
import { asEngineError, errorText } from './connect';
import type { ContextParts } from './context';
import { contextStream } from './context';
import { isPodman, qualifiedDockerfile, qualifiedName } from './podman-client';
import { classicMessages } from './podman-stream';
import { neededOffer } from './session/offer';
import { redactedEmit, redactor } from './session/redact';
import type { BuildSession } from './session/open';
import { openSession } from './session/open';
import type { SessionOffer } from './session/services';
import { isEmptyOffer } from './session/services';

/** One run of the builder. */
export interface BuildRun {
  readonly dockerfile: Dockerfile;
  /** Beside the Dockerfile. */
  readonly context: ContextParts;
  /** Name that the image gets. */
  readonly tag: string;
  readonly platform: string;
  /** Path of the Dockerfile in the context. Absent: `Dockerfile`. */
  readonly file?: string;
  /** Build arguments, predefined ones only (proxies): they are in no layer and in no cache key. */
  readonly proxies: Readonly<Record<string, string>>;
  /** Arguments and labels that the text does not state itself: of a repository's own Dockerfile. */
  readonly arguments?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** Steps of the whole build, and those before this run. */
  readonly total: number;
  readonly before: number;
  /** What a layer does, for people. */
  readonly label: (layer: LayerOrigin) => string;
  /** What the builder may ask for while it runs. Absent or empty: no session is opened. */
  readonly offer?: SessionOffer;
  /** Images of a registry whose layers are taken where the same step made them. */
  readonly cacheFrom?: readonly string[];
  /** The image can be named so itself. */
  readonly inlineCache?: boolean;
}

/**
 * Builds an image with BuildKit and returns its id. What a step needs is in the context; secrets and credentials are
 * told when the builder asks for them, and are taken out of everything that it prints.
 * @throws AppError step-failed, base-image-missing, disk-full, engine-lost, engine-failed, session-refused; Cancelled
 */
export async function runBuild(
  docker: Docker,
  run: BuildRun,
  emit: Emit,
  signal: AbortSignal,
): Promise<string> {
  const offer = run.offer && neededOffer(run.offer, run.dockerfile.text, run.cacheFrom);
  if (offer === undefined || isEmptyOffer(offer)) return await build(docker, run, emit, signal);
  if (isPodman(docker)) throw new AppError('session-refused', { detail: 'Podman has none in its API' });
  const redact = redactor(offer);
  const session = await openSession(docker, offer, signal);
  try {
    return await build(docker, run, redactedEmit(emit, redact), signal, session);
  } catch (error) {
    throw redact.error(error);
  } finally {
    session.close();
  }
}

async function build(
  docker: Docker,
  run: BuildRun,
  emit: Emit,
  signal: AbortSignal,
  session?: BuildSession,
): Promise<string> {
  const give = new AbortController();
  const both = AbortSignal.any([signal, give.signal]);
  const podman = isPodman(docker);
  const text = podman ? qualifiedDockerfile(run.dockerfile.text) : run.dockerfile.text;
  const files = { ...run.context.files, [run.file ?? 'Dockerfile']: text };
  const context = contextStream({ ...run.context, files }, both);
  // What cannot be read would otherwise leave the engine waiting for the rest of the context.
  context.once('error', (error) => give.abort(error));
  try {
    const answer = await docker.buildImage(context, {
      ...(podman ? classicOptions(run) : buildKitOptions(run, session)),
      abortSignal: both,
    });
    const read = podman ? classicMessages : buildMessages;
    return await followBuild(read(answer as AsyncIterable<Uint8Array>), run, emit);
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    if (give.signal.aborted) throw AppError.from(give.signal.reason);
    throw await translate(error, docker);
  } finally {
    context.destroy();
  }
}

/** Podman builds behind the endpoint that Docker had before BuildKit; what is used of BuildKit works there. */
function classicOptions(run: BuildRun): Docker.ImageBuildOptions {
  return {
    t: qualifiedName(run.tag),
    platform: run.platform,
    ...(run.file === undefined ? {} : { dockerfile: run.file }),
    ...(run.labels === undefined ? {} : { labels: { ...run.labels } }),
    buildargs: { ...run.arguments, ...run.proxies },
    // As text: the client would write a list as a repeated parameter.
    ...(run.cacheFrom?.length ? { cachefrom: JSON.stringify(run.cacheFrom) } : {}),
  };
}

function buildKitOptions(run: BuildRun, session: BuildSession | undefined): Docker.ImageBuildOptions {
  const classic = classicOptions(run);
  const inline = run.inlineCache === true ? { BUILDKIT_INLINE_CACHE: '1' } : {};
  return {
    ...classic,
    t: run.tag,
    buildargs: { ...classic.buildargs, ...inline },
    // As a number: dockerode opens a session of its own for the text '2', which would answer for credentials.
    ...({ version: 2, ...(session && { session: session.id }) } as unknown as { version: '2' }),
  };
}

/** What the builder itself said; anything else that is thrown says that the connection broke. */
class BuildFailed extends Error {
  constructor(
    message: string,
    readonly failed: FailedStep | undefined,
  ) {
    super(message);
  }
}

async function followBuild(
  messages: AsyncIterable<BuildMessage>,
  { dockerfile, total, before, label }: BuildRun,
  emit: Emit,
): Promise<string> {
  const progress = trackProgress({ layers: dockerfile.layers, total, before, label, emit, now: Date.now });
  let image: string | undefined;
  try {
    for await (const message of messages) {
      if (message.kind === 'status') progress.take(message.status);
      else if (message.kind === 'image') image = message.id;
      else throw new BuildFailed(message.message, progress.failed);
    }
  } finally {
    progress.end();
  }
  if (image === undefined) throw new Error('its answer ended before the build did');
  return image;
}

async function translate(error: unknown, docker: Docker): Promise<AppError> {
  if (AppError.is(error)) return error;
  if (error instanceof BuildFailed) return await failure(error, docker);
  const ours = asEngineError(error);
  // Whatever else goes wrong while the answer is read: it did not come to its end.
  return AppError.is(ours)
    ? ours
    : new AppError('engine-lost', { detail: errorText(error) }, { cause: error });
}

async function failure({ message, failed }: BuildFailed, docker: Docker): Promise<AppError> {
  if (/no space left on device|disk quota exceeded/i.test(message)) {
    const path = await dataFolder(docker);
    return new AppError('disk-full', { path, needed: '1 GB' });
  }
  const exit = /exit (?:code:|status) (\d+)/.exec(failed?.message ?? message)?.[1];
  if (failed?.step !== undefined && exit !== undefined) {
    return new AppError('step-failed', { step: failed.step.label, exit: Number(exit) });
  }
  return new AppError('engine-failed', { detail: message });
}

async function dataFolder(docker: Docker): Promise<string> {
  const info: unknown = await docker.info().catch(() => undefined);
  const folder = (info as { DockerRootDir?: unknown } | undefined)?.DockerRootDir;
  return typeof folder === 'string' ? folder : 'the engine’s data folder';
}
