import { access, chmod, constants, copyFile } from 'node:fs/promises';
import path from 'node:path';
import { prefixVariables } from '../build/host/variables';
import { childEnvironment } from '../platform/environment';
import type { Env } from '../platform/paths';
import { entryScriptPath } from './entry-script';
import { jupyterCommand, jupyterEnvironment } from './jupyter';
import type { Overlay } from './overlay';
import { sessionFiles } from './session-files';
import type { SpawnSpec } from './types';

/** Name of the variable by which every process of a session is known, even one that left its group and its parent. */
export const sessionMark = 'BINDERY_SESSION_DIR';

/** Bytes of a session's log. */
const logCap = 10 * 1024 * 1024;

/** Settings of installers that would lead a `pip install` away from the session's overlay. */
const misleading = ['PIP_TARGET', 'PIP_PREFIX', 'PIP_USER', 'PIP_ROOT', 'UV_PYTHON', 'UV_SYSTEM_PYTHON'];

/** True for a session that runs what somebody else wrote. */
export const isFetched = (spec: SpawnSpec): boolean => spec.session.repo.provider !== 'local';

/** The server's command line behind its start script, if it has one. */
export async function serverCommand(spec: SpawnSpec, port: number): Promise<readonly string[]> {
  const files = sessionFiles(spec.dir);
  const server = jupyterCommand({
    ip: '127.0.0.1',
    port,
    rootDir: spec.session.workFolder.path,
    limits: spec.session.limits,
    allowRoot: process.getuid?.() === 0,
  });
  if (spec.plan.start === null) return server;
  const stub = [prefixPython(spec), '-I', '-S', entryScriptPath(), 'handed-over', files.handOver, '--'];
  return [await startScript(spec, spec.plan.start), ...stub, ...server];
}

/** The command line of the entry script around `argv`. It waits for a line on standard input before it starts that. */
export function entryCommand(spec: SpawnSpec, argv: readonly string[]): readonly string[] {
  const files = sessionFiles(spec.dir);
  const watch = ['--hand-over', files.handOver, '--start-timeout', String(spec.startTimeout)];
  return [
    prefixPython(spec),
    ...['-I', '-S', entryScriptPath(), 'run', '--wait'],
    ...['--log', files.log, '--log-cap', String(logCap), '--exit', files.exit],
    ...['--max-age', String(spec.session.limits.maxAgeSeconds ?? 0)],
    ...(spec.plan.start === null ? [] : watch),
    '--',
    ...argv,
  ];
}

const prefixPython = (spec: SpawnSpec): string => path.join(spec.artifact.location, 'bin', 'python');

/** Repositories forget the executable bit; the image build sets it. Here a person's file is not ours to change. */
async function startScript(spec: SpawnSpec, start: string): Promise<string> {
  const script = path.join(spec.session.workFolder.path, start);
  const executable = await access(script, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (executable) return script;
  if (spec.session.workFolder.kind === 'volume') {
    await chmod(script, 0o755);
    return script;
  }
  const copy = path.join(spec.dir, 'start');
  await copyFile(script, copy);
  await chmod(copy, 0o755);
  return copy;
}

/**
 * Everything a session's processes find in their environment: what is on the allow-list, what the prefix's variables
 * say, and the session's overlay before it. The prefix comes before the person's own programs on PATH, because a
 * `jupyter` of theirs would be another one.
 */
export function sessionEnvironment(spec: SpawnSpec, overlay: Overlay, env: Env): Record<string, string> {
  const prefix = spec.artifact.location;
  const work = spec.session.workFolder.path;
  const base = {
    ...withoutNames(allowedEnvironment(spec, env), misleading),
    ...jupyterVariables(spec, overlay),
  };
  const variables = prefixVariables(spec.plan, prefix, work, base);
  return {
    ...variables,
    PATH: [path.join(overlay.dir, 'bin'), variables['PATH']].join(path.delimiter),
    VIRTUAL_ENV: overlay.dir,
    ...(spec.plan.start === null ? {} : { R2D_ENTRYPOINT: path.join(work, spec.plan.start) }),
    [sessionMark]: spec.dir,
  };
}

/** What somebody else wrote gets a home of its own, and no way to the person's keys. */
function allowedEnvironment(spec: SpawnSpec, env: Env): Record<string, string> {
  const allowed = ['system', 'proxy', 'certificates', 'installers'] as const;
  if (isFetched(spec)) return childEnvironment(env, allowed, { HOME: sessionFiles(spec.dir).home });
  return childEnvironment(env, [...allowed, 'credentials', 'config']);
}

function jupyterVariables(spec: SpawnSpec, overlay: Overlay): Readonly<Record<string, string>> {
  const stateDir = sessionFiles(spec.dir).jupyter;
  const roots = [overlay.dir, spec.artifact.location];
  const shared = roots.map((root) => path.join(root, 'share', 'jupyter'));
  return jupyterEnvironment({
    stateDir,
    tokenFile: spec.tokenFile,
    dataPath: [path.join(stateDir, 'data'), ...shared],
    configPath: roots.map((root) => path.join(root, 'etc', 'jupyter')),
  });
}

function withoutNames(env: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}
