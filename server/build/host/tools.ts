import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '../../platform/environment';
import type { RunResult } from '../../platform/run';
import { run } from '../../platform/run';
import type { Emit, Plan } from '../../protocol';
import type { CondaSettings } from '../conda/settings';
import { installerVariables } from '../packages/installer-variables';
import type { PipSettings } from '../packages/pip-config';
import type { Interpreter } from '../python-system';
import type { AttemptPaths } from './prefixes';
import { prefixVariables } from './variables';
import { sandboxed } from './sandbox';

type Env = Readonly<Record<string, string | undefined>>;

/** What conda packages are installed with. */
export interface CondaTools {
  /** Folder of the client. */
  readonly folder: string;
  /** What the client runs on. */
  readonly python: Interpreter;
  readonly settings: CondaSettings;
}

/** Everything that the programs of one attempt share. */
export interface Workshop {
  readonly plan: Plan;
  readonly paths: AttemptPaths;
  readonly python: Interpreter;
  /** Path of uv. */
  readonly uv: string;
  readonly settings: PipSettings;
  /** Absent where the plan needs no conda packages. */
  readonly conda?: CondaTools;
  readonly env: Env;
  readonly home: string;
  /** Root of the state: hidden from sandboxed programs. */
  readonly stateRoot: string;
  /** Folder that holds package caches: one for what is ours or the person's, one for what was fetched. */
  readonly cacheDir: string;
  /** True when the repository's own code is to run in the sandbox. */
  readonly sandbox: boolean;
  /** True when the repository is the person's own: its programs may use the person's credentials. */
  readonly own: boolean;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

/** One call of a program. */
export interface ToolCall {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** True when code of the repository, or of packages it chooses, may run in it. */
  readonly foreign: boolean;
  readonly extra?: Readonly<Record<string, string | undefined>>;
}

/** Runs a program of the build; its output goes to the log line by line. */
export async function runTool(workshop: Workshop, call: ToolCall): Promise<RunResult> {
  const inSandbox = call.foreign && workshop.sandbox;
  const { command, args } = inSandbox
    ? sandboxed(call.command, call.args, sandboxView(workshop, call.cwd))
    : call;
  return await run(command, args, {
    cwd: inSandbox ? '/' : call.cwd,
    env: toolEnvironment(workshop, call),
    signal: workshop.signal,
    onLine: (message, stream) => workshop.emit({ phase: 'building', message, stream }),
  });
}

const allowed = ['system', 'proxy', 'certificates'] as const;

function toolEnvironment(workshop: Workshop, call: ToolCall): Record<string, string> {
  const { paths, plan, settings, env } = workshop;
  const trusted = workshop.own || !call.foreign;
  const base = childEnvironment(env, [...allowed, ...(trusted ? (['credentials'] as const) : [])], {
    ...installerVariables(settings),
    ...uvVariables(workshop, call.foreign),
    NETRC: trusted ? netrcOf(workshop) : undefined,
    HOME: join(paths.build, 'home'),
    TMPDIR: join(paths.build, 'tmp'),
    PYTHONPATH: undefined,
    PYTHONHOME: undefined,
  });
  const merged = { ...prefixVariables(plan, paths.venv, paths.content, base), ...call.extra };
  return childEnvironment({}, [], merged);
}

/** Both installers look there for the passwords of indexes, whatever the home folder is. */
function netrcOf({ env, home }: Workshop): string | undefined {
  const file = env['NETRC'] ?? join(home, '.netrc');
  return existsSync(file) ? file : undefined;
}

/** What a repository's packages run while they are built must not change what is ours. */
export function uvCache(
  { cacheDir, sandbox }: Pick<Workshop, 'cacheDir' | 'sandbox'>,
  foreign: boolean,
): string {
  return join(cacheDir, foreign && sandbox ? 'uv-fetched' : 'uv');
}

/** The same for conda's packages. */
export function condaCache(
  { cacheDir, sandbox }: Pick<Workshop, 'cacheDir' | 'sandbox'>,
  foreign: boolean,
): string {
  return join(cacheDir, foreign && sandbox ? 'conda-fetched' : 'conda');
}

function uvVariables(workshop: Workshop, foreign: boolean): Readonly<Record<string, string | undefined>> {
  const trustsSystem = workshop.settings.cert === undefined && !workshop.env['SSL_CERT_FILE'];
  return {
    UV_CACHE_DIR: uvCache(workshop, foreign),
    UV_COMPILE_BYTECODE: '1',
    UV_LINK_MODE: 'copy',
    UV_INDEX_STRATEGY: 'unsafe-best-match',
    UV_PYTHON_DOWNLOADS: 'never',
    UV_NO_CONFIG: '1',
    // pip trusts what the system trusts; uv brings its own list otherwise.
    UV_SYSTEM_CERTS: trustsSystem ? '1' : undefined,
  };
}

function sandboxView(workshop: Workshop, cwd: string): Parameters<typeof sandboxed>[2] {
  const { settings, env, paths, python, uv, conda } = workshop;
  const client = conda === undefined ? [] : [conda.folder, conda.python.basePrefix];
  const certificates = [settings.cert, settings.clientCert, env['SSL_CERT_FILE'], env['NODE_EXTRA_CA_CERTS']];
  const files = [...certificates, ...settings.constraints, ...settings.findLinks];
  return {
    hidden: [workshop.home, workshop.stateRoot],
    readable: [
      python.basePrefix,
      uv,
      ...client,
      ...files.filter((path) => path?.startsWith('/') === true),
    ] as string[],
    writable: [
      paths.dir,
      uvCache(workshop, true),
      ...(conda === undefined ? [] : [condaCache(workshop, true)]),
    ],
    cwd,
  };
}
