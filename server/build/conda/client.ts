import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeTree } from '../../platform/files';
import type { Emit } from '../../protocol';
import { AppError, Cancelled, renderMessage } from '../../protocol';
import { projectFiles } from '../packages/simple-index';
import type { UvDeps } from '../uv';
import { downloadFile } from '../uv';
import { withLease } from '../with-lease';
import { condaScript, condaScriptName } from './script';
import { unzipFolder } from './unzip-folder';
import type { PinnedWheel } from './wheels';
import { clientWheels, rattlerVersion } from './wheels';

/** What fetching it takes: the same as fetching uv, with a folder of its own. */
export type CondaClientDeps = UvDeps;

/**
 * The folder of a conda client: the program `bindery-conda.py` beside the packages it needs. conda-forge's own clients
 * come from conda-forge only, and as programs of tens of megabytes per platform; rattler, on which two of them are
 * built, is in the Python package index and so comes the way uv does. The first call fetches its wheels from the
 * configured index and accepts one content only; whoever asks meanwhile waits for that.
 * @throws AppError conda-client-unavailable; Cancelled
 */
export async function ensureCondaClient(deps: CondaClientDeps, signal: AbortSignal): Promise<string> {
  const { machine } = deps;
  const wheels = clientWheels(machine);
  if (wheels === undefined) throw unavailable(`rattler is not made for ${machine.platform} ${machine.arch}`);
  const folder = join(deps.cacheDir, folderName(wheels));
  if (existsSync(folder)) return folder;
  return await withLease(deps.leases, `conda-client-${rattlerVersion}`, signal, async () => {
    if (!existsSync(folder)) await install(folder, wheels, deps, signal);
    return folder;
  });
}

/** Says that the client is fetched. */
export function tellClient(wheel: string, emit: Emit): void {
  const args = { wheel };
  const message = renderMessage('build.conda-client-fetched', args);
  emit({ phase: 'building', code: 'build.conda-client-fetched', args, message });
}

function unavailable(detail: string, cause?: unknown): AppError {
  return new AppError('conda-client-unavailable', { detail }, { cause });
}

/** By everything in it: a newer Bindery with another program makes a folder of its own. */
function folderName(wheels: readonly PinnedWheel[]): string {
  return `${rattlerVersion}-${condaClientDigest(wheels).slice(0, 12)}`;
}

/** Identity of the client that runs on this machine: of the wheels and of the program. */
export function condaClientDigest(wheels: readonly PinnedWheel[]): string {
  const hash = createHash('sha256').update(condaScript());
  for (const { sha256 } of wheels) hash.update(sha256);
  return hash.digest('hex');
}

async function install(
  folder: string,
  wheels: readonly PinnedWheel[],
  deps: CondaClientDeps,
  signal: AbortSignal,
): Promise<void> {
  const part = `${folder}.part`;
  try {
    await removeTree(part);
    for (const wheel of wheels) {
      deps.onDownload?.(wheel.name);
      await unpack(await fetchWheel(wheel, deps, signal), wheel.folder, part);
    }
    await writeFile(join(part, condaScriptName), condaScript());
    await rename(part, folder);
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    if (AppError.is(error)) throw error;
    throw unavailable(error instanceof Error ? error.message : String(error), error);
  }
}

async function fetchWheel(
  { project, name, sha256 }: PinnedWheel,
  deps: CondaClientDeps,
  signal: AbortSignal,
): Promise<Buffer> {
  const files = await projectFiles(project, deps.settings, { env: deps.env, signal });
  const file = files.find((one) => one.name === name);
  if (file === undefined) throw new Error(`the package index has no ${name}`);
  return await downloadFile({ ...file, sha256 }, deps, signal);
}

async function unpack(wheel: Buffer, folder: string, target: string): Promise<void> {
  for (const [name, content] of await unzipFolder(wheel, folder)) {
    const path = join(target, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}
