import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { childEnvironment } from '../../platform/environment';
import type { Env } from '../../platform/paths';
import { run } from '../../platform/run';
import type { ArtifactSummary } from '../../protocol';
import type { ModuleMap } from '../modules';
import { moduleProgram, parseModules } from '../modules';
import { pathsOfArtifact, pythonOf } from './prefixes';

/** Asks a prefix. What its packages would run at Python's start is not run. @throws Cancelled */
export async function modulesOfPrefix(
  { env }: { readonly env: Env },
  artifact: Pick<ArtifactSummary, 'location'>,
  signal: AbortSignal,
): Promise<ModuleMap | undefined> {
  const { venv } = pathsOfArtifact(artifact);
  const { code, stdoutTail } = await run(
    pythonOf(venv),
    ['-I', '-S', '-c', moduleProgram, ...(await packageFolders(venv))],
    { env: childEnvironment(env, ['system'], {}), signal, timeoutMs: 30_000, tailLimit: 8 * 1024 * 1024 },
  );
  // A long line was taken apart.
  return code === 0 ? parseModules(stdoutTail.replaceAll('\n', '')) : undefined;
}

async function packageFolders(venv: string): Promise<string[]> {
  if (process.platform === 'win32') return [join(venv, 'Lib', 'site-packages')];
  const names = await readdir(join(venv, 'lib')).catch((): string[] => []);
  return names
    .filter((name) => name.startsWith('python'))
    .map((name) => join(venv, 'lib', name, 'site-packages'));
}
