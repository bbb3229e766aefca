import { join } from 'node:path';
import { childEnvironment } from '../platform/environment';
import type { Env } from '../platform/paths';
import { run } from '../platform/run';

/** What the active Python environment has. */
export interface InstalledPackages {
  /** `major.minor`. */
  readonly python: string;
  /** Versions by name, as installed. */
  readonly packages: Readonly<Record<string, string>>;
}

/** Standard library only, for every Python 3 that one may meet. */
const program = `
import json, sys
try:
    from importlib import metadata
    found = {d.metadata["Name"]: d.version for d in metadata.distributions() if d.metadata["Name"]}
except ImportError:
    found = {}
print(json.dumps({"python": "%d.%d" % sys.version_info[:2], "packages": found}))
`;

/**
 * Asks the Python of the active environment (venv, conda, else the first on the path) for its packages. Undefined where
 * there is none, or where it is not an environment of the person's own making: the machine's Python says nothing of a
 * repository. @throws Cancelled
 */
export async function installedPackages(
  env: Env,
  signal: AbortSignal,
): Promise<InstalledPackages | undefined> {
  const home = env['VIRTUAL_ENV'] ?? env['CONDA_PREFIX'];
  if (home === undefined || home === '') return undefined;
  const windows = process.platform === 'win32';
  const python = windows ? join(home, 'python.exe') : join(home, 'bin', 'python');
  try {
    // Isolated: what lies in the current folder is not to be run.
    const { code, stdoutTail } = await run(python, ['-I', '-c', program], {
      env: childEnvironment(env, ['system'], {}),
      signal,
      timeoutMs: 20_000,
      tailLimit: 4 * 1024 * 1024,
    });
    return code === 0 ? (JSON.parse(stdoutTail.replaceAll('\n', '')) as InstalledPackages) : undefined;
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}
