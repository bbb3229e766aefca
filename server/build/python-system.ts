import { access, constants, readdir, realpath } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { childEnvironment } from '../platform/environment';
import { run } from '../platform/run';
import { compareVersions } from './packages/wheel-name';

/** An interpreter of this machine. */
export interface Interpreter {
  readonly path: string;
  /** `3.11.2`. */
  readonly version: string;
  /** Folder of the installation: what must be readable for it to run. */
  readonly basePrefix: string;
}

export interface InterpreterContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const askMilliseconds = 10_000;
const atOnce = 4;

const question = [
  'import json, sys, sysconfig',
  'print(json.dumps({',
  '  "version": "%d.%d.%d" % sys.version_info[:3],',
  '  "path": getattr(sys, "_base_executable", None) or sys.executable,',
  '  "basePrefix": sys.base_prefix,',
  '  "usable": sys.implementation.name == "cpython" and sys.version_info.releaselevel == "final"',
  '            and not sysconfig.get_config_var("Py_GIL_DISABLED"),',
  '}))',
].join('\n');

/**
 * The CPython interpreters that this user can run, newest first, each installation once: from PATH, the usual folders
 * and pyenv. Names that do not start (another manager's shim without a version) are passed over. Where `wanted` (`major.minor`) is
 * found under a name that tells it, nothing else is asked: each question starts an interpreter.
 */
export async function systemInterpreters(
  wanted: string | undefined,
  context: InterpreterContext,
  signal: AbortSignal,
): Promise<readonly Interpreter[]> {
  const all = await candidates(context);
  const telling = (path: string): boolean =>
    wanted !== undefined && (path.includes(`python${wanted}`) || path.includes(`/${wanted}.`));
  const promising = all.filter(telling);
  const found = await askAll(promising, context, signal);
  if (found.some(({ version }) => version.startsWith(`${wanted ?? ''}.`))) return newestFirst(found);
  const others = all.filter((path) => !promising.includes(path));
  return newestFirst([...found, ...(await askAll(others, context, signal))]);
}

async function askAll(
  paths: readonly string[],
  context: InterpreterContext,
  signal: AbortSignal,
): Promise<readonly Interpreter[]> {
  const answers: (Interpreter | undefined)[] = [];
  for (let start = 0; start < paths.length; start += atOnce) {
    const some = paths.slice(start, start + atOnce);
    answers.push(...(await Promise.all(some.map((path) => ask(path, context, signal)))));
  }
  return answers.filter((answer) => answer !== undefined);
}

function newestFirst(interpreters: readonly Interpreter[]): readonly Interpreter[] {
  const installations = new Map(interpreters.map((one) => [`${one.basePrefix} ${one.version}`, one]));
  return [...installations.values()].sort((a, b) => compareVersions(b.version, a.version));
}

/** Programs that are called like a Python, by their real paths: links to the same one count once. */
async function candidates(context: InterpreterContext): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const folder of await folders(context)) {
    const names = await readdir(folder).catch((): string[] => []);
    for (const name of names.filter((candidate) => /^python(3(\.\d+)?)?(\.exe)?$/.test(candidate))) {
      const path = join(folder, name);
      const real = await realpath(path).catch(() => path);
      if (!found.has(real) && (await executable(real))) found.add(real);
    }
  }
  return [...found];
}

async function executable(path: string): Promise<boolean> {
  return await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function folders({ env, home }: InterpreterContext): Promise<readonly string[]> {
  const path = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const usual = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', join(home, '.local', 'bin')];
  const pyenv = env['PYENV_ROOT'] ?? join(home, '.pyenv');
  const versions = await readdir(join(pyenv, 'versions')).catch((): string[] => []);
  const all = new Set([
    ...path,
    ...usual,
    ...versions.map((version) => join(pyenv, 'versions', version, 'bin')),
  ]);
  // Shell scripts that take longer than any interpreter, and lead to nothing that is not in these folders anyway.
  all.delete(join(pyenv, 'shims'));
  return [...all];
}

/** Asks an interpreter what it is; undefined when it is none that can be used. */
export async function ask(
  path: string,
  context: InterpreterContext,
  signal: AbortSignal,
): Promise<Interpreter | undefined> {
  const env = childEnvironment(context.env, ['system']);
  const options = { env, signal, timeoutMs: askMilliseconds };
  const result = await run(path, ['-I', '-c', question], options).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return undefined;
  });
  if (result?.code !== 0) return undefined;
  try {
    const { usable, ...interpreter } = JSON.parse(result.stdoutTail) as Interpreter & { usable: boolean };
    return usable ? interpreter : undefined;
  } catch {
    return undefined;
  }
}
