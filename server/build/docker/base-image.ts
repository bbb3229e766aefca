import type Docker from 'dockerode';
import type { Emit } from '../../protocol';
import { AppError, Cancelled, renderMessage } from '../../protocol';
import type { Fact } from '../../store/facts';
import type { Store } from '../../store/types';
import type { BaseTools } from './base-tools';
import { baseTools } from './base-tools';
import { jsonLines } from './build-stream';
import { errorText, statusOf } from './connect';

/** A base image as it is on the engine now. */
export interface BaseImage extends BaseTools {
  /** `sha256:…` of the image's configuration, on this engine. */
  readonly id: string;
  /** What a registry knows it by; its id where it came from none. */
  readonly digest: string;
  /** ISO time at which the reference was resolved to this image. */
  readonly resolvedAt: string;
}

export interface BaseRequest {
  readonly reference: string;
  readonly platform: string;
  readonly refresh: boolean;
  /** Login at the registry that the reference names, as the engine's API takes it. */
  readonly login?: Readonly<Record<string, string>>;
}

/**
 * What the reference means: as looked up before, as long as that is not too old and the image still on the engine, also
 * where the name was given to another image since; else as the registry says now. An image that only this engine has is
 * taken as it is.
 * @throws AppError base-image-missing, disk-full, engine-lost; Cancelled
 */
export async function resolveBase(
  docker: Docker,
  store: Pick<Store, 'path' | 'facts'>,
  request: BaseRequest,
  emit: Emit,
  signal: AbortSignal,
): Promise<BaseImage> {
  const name = `base ${request.reference}`;
  const withTools = async (fact: Fact<Found>): Promise<BaseImage> => ({
    ...(await baseTools(docker, store, fact.value.id, signal)),
    ...fact.value,
    resolvedAt: fact.resolvedAt,
  });
  const known = request.refresh ? undefined : await store.facts.known<Found>(name);
  if (known !== undefined && (await inspect(docker, known.value.id)) !== undefined) {
    await tellPinned(docker, request, known, emit);
    return await withTools(known);
  }
  const again = request.refresh || (await store.facts.last(name)) !== undefined;
  return await withTools(await store.facts.keep(name, await newest(docker, request, again, emit, signal)));
}

/** Says which image the name was taken for and when; loudly where it means another one by now. */
async function tellPinned(
  docker: Docker,
  { reference }: BaseRequest,
  { value, resolvedAt }: Fact<Found>,
  emit: Emit,
): Promise<void> {
  const present = await inspect(docker, reference);
  const moved = present !== undefined && present.id !== value.id;
  const code = moved ? 'build.base-moved' : 'build.base-pinned';
  const args = { image: reference, digest: value.digest.slice(0, 19), date: resolvedAt.slice(0, 10) };
  const message = renderMessage(code, args);
  emit({ phase: 'building', code, args, message, level: moved ? 'warning' : 'info' });
}

type Found = Pick<BaseImage, 'id' | 'digest'>;

async function newest(
  docker: Docker,
  request: BaseRequest,
  again: boolean,
  emit: Emit,
  signal: AbortSignal,
): Promise<Found> {
  const present = await inspect(docker, request.reference);
  // Only what came from a registry can be newer there.
  if (present !== undefined && (!again || present.digest === present.id)) return present;
  try {
    await pull(docker, request, emit, signal);
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    if (present === undefined) throw error;
    const args = { image: request.reference, detail: errorText(error) };
    const message = renderMessage('build.base-not-renewed', args);
    emit({ phase: 'building', code: 'build.base-not-renewed', args, message, level: 'warning' });
  }
  const pulled = await inspect(docker, request.reference);
  if (pulled !== undefined) return pulled;
  throw new AppError('base-image-missing', { image: request.reference, detail: 'it vanished again' });
}

async function inspect(docker: Docker, reference: string): Promise<Found | undefined> {
  try {
    const { Id, RepoDigests } = await docker.getImage(reference).inspect();
    const digests = RepoDigests as readonly string[] | null;
    return { id: Id, digest: digests?.[0]?.split('@')[1] ?? Id };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

interface PullLine {
  readonly error?: unknown;
  readonly id?: unknown;
  readonly progressDetail?: { readonly current?: unknown; readonly total?: unknown };
}

async function pull(
  docker: Docker,
  { reference, platform, login }: BaseRequest,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const args = { image: reference };
  const message = renderMessage('build.base-pulling', args);
  emit({ phase: 'building', code: 'build.base-pulling', args, message });
  const missing = (detail: string): AppError =>
    new AppError('base-image-missing', { image: reference, detail });
  try {
    const options = { platform, abortSignal: signal, ...(login === undefined ? {} : { authconfig: login }) };
    const answer = await docker.pull(reference, options);
    const progress = pullProgress(emit);
    for await (const text of jsonLines(answer as AsyncIterable<Uint8Array>)) {
      const line = JSON.parse(text) as PullLine;
      if (typeof line.error === 'string') throw missing(line.error);
      progress(line);
    }
  } catch (error) {
    throw AppError.is(error) ? error : missing(errorText(error));
  }
}

/** Bytes over all layers that are known by now, at most twice a second. */
function pullProgress(emit: Emit): (line: PullLine) => void {
  const layers = new Map<string, { current: number; total: number }>();
  let toldAt = 0;
  return ({ id, progressDetail }) => {
    const { current, total } = progressDetail ?? {};
    if (typeof id !== 'string' || typeof current !== 'number' || typeof total !== 'number') return;
    layers.set(id, { current, total });
    if (Date.now() - toldAt < 500) return;
    toldAt = Date.now();
    const sum = (key: 'current' | 'total'): number =>
      [...layers.values()].reduce((all, one) => all + one[key], 0);
    emit({ phase: 'building', progress: { current: sum('current'), total: sum('total'), unit: 'bytes' } });
  };
}
