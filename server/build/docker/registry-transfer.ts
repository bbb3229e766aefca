import type Docker from 'dockerode';
import type { Emit, MessageArgs, MessageCode, Phase } from '../../protocol';
import { AppError, Cancelled, renderMessage } from '../../protocol';
import { jsonLines } from './build-stream';
import { errorText, statusOf } from './connect';
import type { Registry } from './registry';
import { authOf, remoteName } from './registry';

/** An image as it is called here, and as it must be called there. */
export interface Transfer {
  readonly kind: 'artifact' | 'environment';
  /** The tag in the registry. */
  readonly key: string;
  /** `name:tag` on this engine. */
  readonly local: string;
}

/**
 * Fetches an image from the registry and gives it its local name, once its labels say that it is the one that is meant.
 * False where the registry does not have it, cannot be reached, or has another image under that name (the last two with
 * a warning): then it has to be built.
 * @throws Cancelled
 */
export async function pullImage(
  docker: Docker,
  registry: Registry,
  wanted: Transfer & {
    readonly platform: string;
    /** What the image must say of itself. */
    readonly labels: Readonly<Record<string, string>>;
  },
  emit: Emit,
  signal: AbortSignal,
): Promise<boolean> {
  const remote = remoteName(registry, wanted.kind, wanted.key);
  const name = `${remote.repo}:${remote.tag}`;
  const authconfig = authOf(registry);
  const options = {
    ...{ platform: wanted.platform, abortSignal: signal },
    ...(authconfig === undefined ? {} : { authconfig }),
  };
  try {
    const answer = await docker.pull(name, options);
    await followTransfer(answer as AsyncIterable<Uint8Array>, 'building', emit);
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    if (!isAbsent(error)) warn(emit, 'build.registry-not-asked', { image: name, detail: errorText(error) });
    return false;
  }
  return await adopt(docker, name, wanted, emit);
}

async function adopt(
  docker: Docker,
  name: string,
  { labels, local }: { readonly labels: Readonly<Record<string, string>>; readonly local: string },
  emit: Emit,
): Promise<boolean> {
  const { Config } = (await docker.getImage(name).inspect()) as {
    Config: { Labels?: Readonly<Record<string, string>> | null };
  };
  const fits = Object.entries(labels).every(([label, value]) => Config.Labels?.[label] === value);
  if (fits) await docker.getImage(name).tag(splitLocal(local));
  await docker.getImage(name).remove({ noprune: !fits });
  if (fits) say(emit, 'building', 'build.registry-pulled', { image: name });
  else warn(emit, 'build.registry-other-image', { image: name });
  return fits;
}

/**
 * Pushes an image. The name that it has in the registry is not kept here.
 * @throws AppError push-failed; Cancelled
 */
export async function pushImage(
  docker: Docker,
  registry: Registry,
  { kind, key, local }: Transfer,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const remote = remoteName(registry, kind, key);
  const name = `${remote.repo}:${remote.tag}`;
  say(emit, 'pushing', 'build.pushing', { image: name });
  await docker.getImage(local).tag(remote);
  try {
    const image = docker.getImage(name);
    const answer = await image.push({ authconfig: authOf(registry) ?? {}, abortSignal: signal });
    await followTransfer(answer as AsyncIterable<Uint8Array>, 'pushing', emit);
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    throw new AppError('push-failed', { image: name, detail: errorText(error) }, { cause: error });
  } finally {
    await docker
      .getImage(name)
      .remove({ noprune: true })
      .catch(() => undefined);
  }
}

function splitLocal(name: string): { repo: string; tag: string } {
  const colon = name.lastIndexOf(':');
  return { repo: name.slice(0, colon), tag: name.slice(colon + 1) };
}

/** What a registry says of a tag, or of a whole name, that it does not have. */
function isAbsent(error: unknown): boolean {
  return statusOf(error) === 404 || /manifest unknown|name unknown|not found/i.test(errorText(error));
}

interface TransferLine {
  readonly error?: unknown;
  readonly id?: unknown;
  readonly progressDetail?: { readonly current?: unknown; readonly total?: unknown };
}

/**
 * Reads the answer to a pull or a push to its end, and tells bytes over all layers that are known by now, at most twice
 * a second.
 * @throws Error with what the engine said
 */
async function followTransfer(answer: AsyncIterable<Uint8Array>, phase: Phase, emit: Emit): Promise<void> {
  const layers = new Map<string, { current: number; total: number }>();
  let toldAt = 0;
  for await (const line of jsonLines(answer)) {
    const { error, id, progressDetail } = JSON.parse(line) as TransferLine;
    if (typeof error === 'string') throw new Error(error);
    const { current, total } = progressDetail ?? {};
    if (typeof id !== 'string' || typeof current !== 'number' || typeof total !== 'number') continue;
    layers.set(id, { current, total });
    if (Date.now() - toldAt < 500) continue;
    toldAt = Date.now();
    const sum = (key: 'current' | 'total'): number =>
      [...layers.values()].reduce((all, one) => all + one[key], 0);
    emit({ phase, progress: { current: sum('current'), total: sum('total'), unit: 'bytes' } });
  }
}

function say(emit: Emit, phase: Phase, code: MessageCode, args: MessageArgs): void {
  emit({ phase, code, args, message: renderMessage(code, args) });
}

function warn(emit: Emit, code: MessageCode, args: MessageArgs): void {
  emit({ phase: 'building', code, args, message: renderMessage(code, args), level: 'warning' });
}
