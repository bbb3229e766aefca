import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { childEnvironment } from '../platform/environment';
import { writeFileAtomic } from '../platform/files';
import { run } from '../platform/run';
import type { ToolchainKind } from '../protocol';
import { AppError } from '../protocol';
import { lockFor } from './locks';
import type { Interpreter, InterpreterContext } from './python-system';
import { ask, systemInterpreters } from './python-system';

export interface PythonDeps extends InterpreterContext {
  /** Folder for managed Pythons and for the memory of what could not be fetched. */
  readonly cacheDir: string;
  /** Path of uv, fetched where it is missing. */
  readonly uv: () => Promise<string>;
  readonly clock: () => Date;
}

/** The Python that will run. */
export interface PythonChoice extends Interpreter {
  readonly kind: ToolchainKind;
  /** `major.minor` that was asked for. */
  readonly requested: string;
  /** Why the managed one is not used, where that was tried. */
  readonly unfetched?: string;
}

/** A download that takes longer than this is given up, and the machine's own Python is used. */
const downloadMilliseconds = 180_000;
/** A Python that could not be fetched is not asked for again this long. */
const rememberMilliseconds = 10 * 60_000;
/** Jupyter's lock for older ones is frozen; they are used only when asked for by name. */
const oldestSubstitute = 9;

/**
 * Finds the Python `major.minor` that a repository asks for: the managed one, fetched where that is possible; else, and
 * with `toolchain` `system` at once, one of this machine: that version, or the nearest that Jupyter is locked for.
 * @throws AppError python-missing; uv-unavailable; Cancelled
 */
export async function choosePython(
  requested: string,
  options: { readonly toolchain?: ToolchainKind; readonly refresh: boolean },
  deps: PythonDeps,
  signal: AbortSignal,
): Promise<PythonChoice> {
  if (options.toolchain === 'system') return await fromSystem(requested, undefined, deps, signal);
  const managed = await fetchManaged(requested, options.refresh, deps, signal);
  if (typeof managed !== 'string') return { ...managed, kind: 'managed', requested };
  if (options.toolchain === 'managed') {
    throw new AppError('python-missing', { version: requested, detail: managed });
  }
  return await fromSystem(requested, managed, deps, signal);
}

async function fromSystem(
  requested: string,
  unfetched: string | undefined,
  deps: PythonDeps,
  signal: AbortSignal,
): Promise<PythonChoice> {
  const wanted = lockFor(requested) === undefined ? undefined : requested;
  const interpreters = await systemInterpreters(wanted, deps, signal);
  const chosen = nearest(requested, interpreters);
  if (chosen === undefined) {
    const detail = unfetched ?? 'this machine has no Python that Jupyter runs on';
    throw new AppError('python-missing', { version: requested, detail });
  }
  return { ...chosen, kind: 'system', requested, ...(unfetched === undefined ? {} : { unfetched }) };
}

/** That very version, else the one with the fewest versions between; of two as near the newer one. */
export function nearest(requested: string, interpreters: readonly Interpreter[]): Interpreter | undefined {
  const asked = minorOf(requested);
  const usable = interpreters.filter(
    ({ version }) =>
      version.startsWith('3.') &&
      lockFor(version) !== undefined &&
      (minorOf(version) === asked || minorOf(version) >= oldestSubstitute),
  );
  const distance = ({ version }: Interpreter): number => Math.abs(minorOf(version) - asked);
  return [...usable].sort((a, b) => distance(a) - distance(b) || minorOf(b.version) - minorOf(a.version))[0];
}

/** Python 2 counts as older than any Python 3. */
function minorOf(version: string): number {
  const [major, minor] = version.split('.').map(Number);
  return major === 3 ? (minor ?? 0) : -1;
}

/** The managed interpreter, or why there is none. */
async function fetchManaged(
  requested: string,
  refresh: boolean,
  deps: PythonDeps,
  signal: AbortSignal,
): Promise<Interpreter | string> {
  if (lockFor(requested) === undefined) return `Jupyter does not run on Python ${requested}`;
  const uv = await deps.uv();
  const installed = await findManaged(uv, requested, deps, signal);
  if (installed !== undefined) return installed;
  if (deps.env['UV_PYTHON_DOWNLOADS'] === 'never') return 'UV_PYTHON_DOWNLOADS forbids it';
  const remembered = refresh ? undefined : await rememberedFailure(requested, deps);
  if (remembered !== undefined) return remembered;
  const failure = await install(uv, requested, deps, signal);
  const found = failure === undefined ? await findManaged(uv, requested, deps, signal) : undefined;
  if (found !== undefined) return found;
  const detail = failure ?? 'uv fetched it, but it does not run here';
  await remember(requested, detail, deps);
  return detail;
}

function installDir({ cacheDir }: PythonDeps): string {
  return join(cacheDir, 'managed');
}

function uvEnvironment(deps: PythonDeps): Record<string, string> {
  return childEnvironment(deps.env, ['system', 'proxy', 'certificates', 'installers'], {
    UV_PYTHON_INSTALL_DIR: installDir(deps),
    UV_PYTHON_INSTALL_BIN: '0',
    UV_PYTHON_INSTALL_REGISTRY: '0',
    UV_CACHE_DIR: join(deps.cacheDir, 'downloads'),
    UV_NO_CONFIG: '1',
    UV_NO_PROGRESS: '1',
    // One retry, and a short wait for a connection: without a network, the machine's own Python is used within seconds.
    UV_HTTP_RETRIES: '1',
    UV_HTTP_CONNECT_TIMEOUT: '5',
    NO_COLOR: '1',
  });
}

async function findManaged(
  uv: string,
  version: string,
  deps: PythonDeps,
  signal: AbortSignal,
): Promise<Interpreter | undefined> {
  const there = await readdir(installDir(deps)).catch((): string[] => []);
  // Hidden files are uv's own. Asking it costs every build on a machine's own Python a process.
  if (there.every((name) => name.startsWith('.'))) return undefined;
  const args = ['python', 'find', version, '--managed-python', '--no-python-downloads', '--no-project'];
  const result = await run(uv, args, { env: uvEnvironment(deps), signal, timeoutMs: 30_000 });
  return result.code === 0 ? await ask(result.stdoutTail.trim(), deps, signal) : undefined;
}

/** Undefined on success, else why it failed. */
async function install(
  uv: string,
  version: string,
  deps: PythonDeps,
  signal: AbortSignal,
): Promise<string | undefined> {
  const options = { env: uvEnvironment(deps), signal, timeoutMs: downloadMilliseconds };
  const result = await run(uv, ['python', 'install', version], options);
  if (result.code === 0) return undefined;
  if (result.timedOut) return `its download did not end within ${downloadMilliseconds / 1000} seconds`;
  const lines = result.stderrTail.split('\n').map((line) => line.replace(/^\s*(error|cause):\s*/, '').trim());
  const told = lines.filter((line) => line !== '');
  return [...new Set([told[0], told.at(-1)])].join(': ');
}

interface Failure {
  readonly at: string;
  readonly detail: string;
}

function failureFile(version: string, deps: PythonDeps): string {
  return join(deps.cacheDir, `unavailable-${version}.json`);
}

async function rememberedFailure(version: string, deps: PythonDeps): Promise<string | undefined> {
  const text = await readFile(failureFile(version, deps), 'utf8').catch(() => '{}');
  const failure = JSON.parse(text) as Partial<Failure>;
  const age = deps.clock().getTime() - Date.parse(failure.at ?? '');
  return age >= 0 && age < rememberMilliseconds ? failure.detail : undefined;
}

async function remember(version: string, detail: string, deps: PythonDeps): Promise<void> {
  const failure: Failure = { at: deps.clock().toISOString(), detail };
  await mkdir(deps.cacheDir, { recursive: true });
  await writeFileAtomic(failureFile(version, deps), JSON.stringify(failure));
}
