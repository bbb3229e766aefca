import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { stepLabel } from '../../plan/step-label';
import type { Emit, Plan, Step, StepOp } from '../../protocol';
import { AppError } from '../../protocol';
import { ensureCondaClient, tellClient } from '../conda/client';
import { settingsJson } from '../conda/installer';
import { condaScriptName } from '../conda/script';
import { readCondaSettings } from '../conda/settings';
import { compareVersions } from '../packages/wheel-name';
import { choosePython } from '../python';
import type { Interpreter } from '../python-system';
import { systemInterpreters } from '../python-system';
import { thisMachine } from '../uv';
import { recordActivation } from './conda-activation';
import type { AttemptPaths } from './prefixes';
import { binDir, pythonOf } from './prefixes';
import type { CondaTools, ToolCall, Workshop } from './tools';
import { condaCache, runTool } from './tools';
import type { Maker } from './types';

type StepOf<Op extends StepOp> = Extract<Step, { op: Op }>;

type CondaCommand = 'create' | 'install' | 'update' | 'lock';

/** The client's own Python must be no older. It is not the one of the environment. */
const oldestPython = '3.10';

/** The client, a Python to run it on, and the channels it is to use. */
export async function openConda(
  maker: Maker,
  uv: string,
  emit: Emit,
  signal: AbortSignal,
): Promise<CondaTools> {
  const { env, home, store } = maker;
  const deps = {
    cacheDir: store.path('cache', 'conda-client'),
    leases: store.leases,
    settings: await maker.settings(),
    env,
    machine: thisMachine(),
    onDownload: (wheel: string) => tellClient(wheel, emit),
  };
  return {
    folder: await ensureCondaClient(deps, signal),
    python: await clientPython(maker, uv, signal),
    settings: await readCondaSettings({ env, home }),
  };
}

/** Any of this machine that is new enough, else one that uv fetches. */
async function clientPython(maker: Maker, uv: string, signal: AbortSignal): Promise<Interpreter> {
  const own = (await systemInterpreters(undefined, maker, signal)).find(
    ({ version }) => compareVersions(version, oldestPython) >= 0,
  );
  if (own !== undefined) return own;
  const deps = { ...maker, cacheDir: maker.store.path('cache', 'python'), uv: () => Promise.resolve(uv) };
  return await choosePython('3.12', { toolchain: 'managed', refresh: false }, deps, signal);
}

/** The Python that the environment will have: from the channel, at the prefix's own path. */
export function condaPython({ venv }: AttemptPaths, { toolchains }: Plan): Interpreter {
  return { path: pythonOf(venv), version: toolchains[0]?.resolved ?? '', basePrefix: venv };
}

/** Makes the prefix, with Python and pip from the channel. */
export async function makeCondaPrefix(step: StepOf<'install-python'>, job: Workshop): Promise<void> {
  await conda(step, job, 'create', [`python=${step.version}`, 'pip'], {
    cwd: job.paths.build,
    foreign: false,
  });
}

/**
 * Installs what a file of the repository says, by the command of the client that reads it: `update` an environment.yml,
 * `lock` a lock. `pipInstall` installs its packages for pip, in the file's folder and after the others. Packages may run
 * programs of their own when they are linked: they count as foreign code.
 */
export async function installFromFile(
  step: StepOf<'conda-env-update' | 'install-lock'>,
  job: Workshop,
  workingDir: string,
  [command, ...options]: readonly ['update'] | readonly ['lock', ...string[]],
  pipInstall: (what: readonly string[], cwd: string) => Promise<void>,
): Promise<void> {
  const file = join(workingDir, step.file);
  const cwd = dirname(file);
  // Beside the file, because the list's relative paths begin there.
  const folder = await mkdtemp(join(job.paths.build, 'pip-list-'));
  const list = join(cwd, `.bindery-${basename(folder)}.txt`);
  try {
    const args = ['--file', file, '--pip-list', list, ...options];
    await conda(step, job, command, args, { cwd, foreign: true });
    const lines = await readFile(list, 'utf8').catch(() => '');
    if (lines !== '') await pipInstall(['-r', basename(list)], cwd);
  } finally {
    await rm(list, { force: true });
  }
  await recordActivation(job);
}

async function conda(
  step: Step,
  job: Workshop,
  command: CondaCommand,
  args: readonly string[],
  how: Pick<ToolCall, 'cwd' | 'foreign'>,
): Promise<void> {
  const { code, signal } = await runTool(job, await condaCall(job, command, args, how));
  if (code !== 0)
    throw new AppError('step-failed', { step: stepLabel(step), exit: code ?? signal ?? 'unknown' });
}

/** A call of the client on the prefix that is made. */
export async function condaCall(
  job: Workshop,
  command: CondaCommand,
  args: readonly string[],
  how: Pick<ToolCall, 'cwd' | 'foreign'>,
): Promise<ToolCall> {
  const tools = job.conda;
  if (tools === undefined) throw new AppError('host-cannot', { what: 'conda packages in this environment' });
  const settings = join(job.paths.build, 'conda.json');
  // Of mode 600 and gone with the build: channels may hold passwords.
  await writeFile(settings, settingsJson(tools.settings), { mode: 0o600 });
  const cache = condaCache(job, how.foreign);
  await mkdir(cache, { recursive: true });
  const own = ['--prefix', job.paths.venv, '--settings', settings, '--cache', cache];
  return {
    ...how,
    command: tools.python.path,
    args: ['-B', join(tools.folder, condaScriptName), command, ...own, ...args],
    extra: { PATH: [binDir(job.paths.venv), job.env['PATH'] ?? ''].join(':'), ...certificates(job) },
  };
}

/** conda's own variable for authorities counts here too; pip's setting holds where conda has none. */
function certificates({ env }: Workshop): Readonly<Record<string, string>> {
  const file = env['SSL_CERT_FILE'] ?? env['REQUESTS_CA_BUNDLE'] ?? '';
  return file === '' ? {} : { SSL_CERT_FILE: file };
}
