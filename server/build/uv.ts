import { createHash } from 'node:crypto';
import { access, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError, Cancelled } from '../protocol';
import type { Leases } from '../store/types';
import { httpGet } from './packages/http-get';
import type { PipSettings } from './packages/pip-config';
import { withoutCredentials } from './packages/pip-config';
import type { IndexFile } from './packages/simple-index';
import { projectFiles } from './packages/simple-index';
import { unzipEntry } from './packages/unzip';
import type { MachineKind } from './packages/wheel-name';
import { compareVersions, parseWheelName, platformFits } from './packages/wheel-name';
import { withLease } from './with-lease';

/** The one version of uv that Bindery uses, so that a plan is carried out the same everywhere. */
export const uvVersion = '0.13.8';

const largestBinary = 300 * 1024 * 1024;

export interface UvDeps {
  /** Folder that holds one folder per version. */
  readonly cacheDir: string;
  readonly leases: Leases;
  readonly settings: PipSettings;
  /** Environment of the person: BINDERY_UV, proxies and certificate authorities are read from it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly machine: MachineKind;
  /** Told once when it has to be fetched first. */
  readonly onDownload?: (wheel: string) => void;
}

/**
 * Path of a uv that runs here. The first call fetches the platform's wheel from the configured index, checks its
 * digest and keeps its binary; everyone who asks meanwhile waits for that. BINDERY_UV names another one instead.
 * @throws AppError uv-unavailable; Cancelled
 */
export async function ensureUv(deps: UvDeps, signal: AbortSignal): Promise<string> {
  const named = deps.env['BINDERY_UV'];
  if (named !== undefined && named !== '') return await namedUv(named);
  const binary = join(deps.cacheDir, uvVersion, binaryName(deps.machine));
  if (await runnable(binary)) return binary;
  return await withLease(deps.leases, `uv-${uvVersion}`, signal, async () => {
    if (!(await runnable(binary))) await install(binary, deps, signal);
    return binary;
  });
}

async function namedUv(path: string): Promise<string> {
  if (await runnable(path)) return path;
  throw new AppError('uv-unavailable', { detail: `BINDERY_UV names ${path}, which cannot be executed` });
}

function binaryName(machine: MachineKind): string {
  return machine.platform === 'win32' ? 'uv.exe' : 'uv';
}

async function runnable(path: string): Promise<boolean> {
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function install(binary: string, deps: UvDeps, signal: AbortSignal): Promise<void> {
  try {
    const file = await findWheel(deps, signal);
    deps.onDownload?.(file.name);
    const entry = `uv-${uvVersion}.data/scripts/${binaryName(deps.machine)}`;
    const content = await unzipEntry(await downloadFile(file, deps, signal), entry, largestBinary);
    if (content === undefined) throw new Error(`${file.name} holds no ${entry}`);
    await place(binary, content);
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    if (AppError.is(error)) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new AppError('uv-unavailable', { detail }, { cause: error });
  }
}

async function findWheel(deps: UvDeps, signal: AbortSignal): Promise<IndexFile> {
  const files = await projectFiles('uv', deps.settings, { env: deps.env, signal });
  const file = chooseWheel(files, deps.machine);
  if (file !== undefined) return file;
  const where = deps.settings.noIndex
    ? deps.settings.findLinks.join(', ')
    : withoutCredentials(deps.settings.indexUrl);
  throw new Error(`${where} has no uv ${uvVersion} for ${deps.machine.platform} ${deps.machine.arch}`);
}

/** The wheel of uv that fits the machine. On Linux the static musl one is the way out where glibc is too old. */
export function chooseWheel(files: readonly IndexFile[], machine: MachineKind): IndexFile | undefined {
  const wheels = files.flatMap((file) => {
    const wheel = parseWheelName(file.name);
    return wheel?.name === 'uv' && compareVersions(wheel.version, uvVersion) === 0 ? [{ file, wheel }] : [];
  });
  const fits = (kind: MachineKind): IndexFile | undefined =>
    wheels.find(({ wheel }) => wheel.platforms.some((tag) => platformFits(tag, kind)))?.file;
  return fits(machine) ?? fits({ platform: machine.platform, arch: machine.arch });
}

/**
 * The content of a file of an index, with the digest that is known of it.
 * @throws Error with a sentence for people
 */
export async function downloadFile(
  file: IndexFile,
  deps: Pick<UvDeps, 'settings' | 'env'>,
  signal: AbortSignal,
): Promise<Buffer> {
  const content = file.url.startsWith('file:')
    ? await readFile(fileURLToPath(file.url))
    : await fetchFile(file, deps, signal);
  const digest = createHash('sha256').update(content).digest('hex');
  if (file.sha256 !== undefined && file.sha256 !== digest) {
    throw new Error(`${file.name} has the SHA-256 ${digest}, but the index promises ${file.sha256}`);
  }
  return content;
}

async function fetchFile(
  file: IndexFile,
  deps: Pick<UvDeps, 'settings' | 'env'>,
  signal: AbortSignal,
): Promise<Buffer> {
  if (file.sha256 === undefined) throw new Error(`the index tells no SHA-256 of ${file.name}`);
  const answer = await httpGet(file.url, '*/*', { settings: deps.settings, env: deps.env, signal });
  if (answer.status !== 200) throw new Error(`${file.name} was answered with status ${answer.status}`);
  return answer.body;
}

/** A binary is there whole or not at all: written beside its place, then renamed. */
async function place(binary: string, content: Buffer): Promise<void> {
  const part = `${binary}.part`;
  await mkdir(dirname(binary), { recursive: true });
  await rm(part, { force: true });
  await writeFile(part, content, { mode: 0o755, flush: true });
  await rename(part, binary);
}

/** This machine, as wheels name it. */
export function thisMachine(): MachineKind {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  const glibc = report.header?.glibcVersionRuntime;
  return { platform: process.platform, arch: process.arch, ...(glibc === undefined ? {} : { glibc }) };
}
