import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type Docker from 'dockerode';
import { writeFileAtomic } from '../../platform/files';
import type { Emit } from '../../protocol';
import { AppError, Cancelled, renderMessage } from '../../protocol';
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

/** Days after which a reference is looked up in its registry again. */
const longestAgeDays = 30;

export interface BaseRequest {
  readonly reference: string;
  readonly platform: string;
  readonly refresh: boolean;
  readonly now: Date;
}

/**
 * What the reference means: as resolved before, as long as that is no older than 30 days and still on the engine; else
 * as the registry says now. An image that only this engine has is taken as it is.
 * @throws AppError base-image-missing, disk-full, engine-lost; Cancelled
 */
export async function resolveBase(
  docker: Docker,
  store: Pick<Store, 'path'>,
  request: BaseRequest,
  emit: Emit,
  signal: AbortSignal,
): Promise<BaseImage> {
  const record = recordPath(store, request.reference);
  const known = request.refresh ? undefined : await readRecord(record);
  const withTools = async (image: Resolved): Promise<BaseImage> => ({
    ...(await baseTools(docker, store, image.id, signal)),
    ...image,
  });
  if (known !== undefined && isFresh(known, request.now) && (await isTagged(docker, request, known)))
    return await withTools(known);
  const image = await newest(docker, request, known !== undefined || request.refresh, emit, signal);
  const resolved: Resolved = { ...image, resolvedAt: request.now.toISOString() };
  await writeFileAtomic(record, JSON.stringify(resolved));
  return await withTools(resolved);
}

function recordPath(store: Pick<Store, 'path'>, reference: string): string {
  const name = createHash('sha256').update(reference).digest('hex').slice(0, 32);
  return store.path('cache', 'docker', 'bases', `${name}.json`);
}

async function readRecord(file: string): Promise<Resolved | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Resolved;
  } catch {
    // What can be asked again needs no repair.
    return undefined;
  }
}

function isFresh({ resolvedAt }: Resolved, now: Date): boolean {
  return now.getTime() - Date.parse(resolvedAt) < longestAgeDays * 24 * 3600 * 1000;
}

/** True when the engine still has it under this name. A name that was given to another image means that one. */
async function isTagged(docker: Docker, { reference }: BaseRequest, known: Resolved): Promise<boolean> {
  return (await inspect(docker, reference))?.id === known.id;
}

type Found = Pick<BaseImage, 'id' | 'digest'>;
type Resolved = Pick<BaseImage, 'id' | 'digest' | 'resolvedAt'>;

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
  { reference, platform }: BaseRequest,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const args = { image: reference };
  const message = renderMessage('build.base-pulling', args);
  emit({ phase: 'building', code: 'build.base-pulling', args, message });
  const missing = (detail: string): AppError =>
    new AppError('base-image-missing', { image: reference, detail });
  try {
    const answer = await docker.pull(reference, { platform, abortSignal: signal });
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
