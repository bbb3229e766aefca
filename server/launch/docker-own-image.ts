import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type Docker from 'dockerode';
import type { Plan } from '../protocol';
import { AppError } from '../protocol';
import { entryScriptName } from './entry-script';
import type { SpawnSpec } from './types';

/** True of images that a repository's own Dockerfile made: nothing of the image contract holds there but its labels. */
export function isOwnImage({ buildpack }: Plan): boolean {
  return buildpack === 'dockerfile';
}

/** The entry script in such a container, where it is mounted read-only. */
export const ownEntryScript = `/run/bindery/${entryScriptName}`;

/** Name of the file, in the session's folder, that says what the image lacks. */
const missingName = 'missing';

/**
 * Where the work folder belongs in such an image: what it says itself by REPO_DIR, else its working folder, as Binder
 * shows it (contracts/repo2docker.md section 9, `--editable`). Where that is the root of all, the folder of the contract.
 */
export async function ownImageFolder(docker: Docker, { artifact, plan }: SpawnSpec): Promise<string> {
  const { Config } = await docker.getImage(artifact.location).inspect();
  const variables = Config.Env as readonly string[] | null;
  const declared = variables?.find((line) => line.startsWith('REPO_DIR='))?.slice('REPO_DIR='.length);
  const usable = [declared, Config.WorkingDir]
    .filter((folder) => folder !== undefined)
    .map((folder) => path.posix.normalize(folder).replace(/(.)\/$/, '$1'));
  return usable.find((folder) => /^\/(?!run\/bindery)./.test(folder)) ?? plan.layout.repoDir;
}

/**
 * What such a container runs, behind the image's own entry point: a shell that looks for a Python to run the entry script
 * with and for a Jupyter to serve with, and says which of them is missing.
 */
export function ownImageCommand(
  runMount: string,
  entryOptions: readonly string[],
  serverOptions: readonly string[],
): string[] {
  const serve = ['/bin/sh', '-c', 'exec "$BINDERY_JUPYTER" "$@"', 'sh', ...serverOptions];
  const script = `
missing() { echo "$1" >${runMount}/${missingName}; echo "[bindery] $1 is not on the PATH: $PATH" >&2; exit 127; }
for python in python3 python ''; do
  [ -n "$python" ] || missing python3
  "$python" -I -S -c 'import sys; sys.exit(sys.version_info < (3, 6))' 2>/dev/null && break
done
for BINDERY_JUPYTER in jupyter-lab jupyter-server ''; do
  [ -n "$BINDERY_JUPYTER" ] || missing jupyter
  command -v "$BINDERY_JUPYTER" >/dev/null && break
done
export BINDERY_JUPYTER
exec "$python" -I -S ${ownEntryScript} "$@"
`;
  return ['/bin/sh', '-c', script, 'sh', ...entryOptions, ...serve];
}

/** Forgets what an earlier start found missing. */
export function forgetMissing(runDir: string): Promise<void> {
  return rm(path.join(runDir, missingName), { force: true });
}

/** What the image lacks, as a failure of the Dockerfile; undefined where it was found. */
export async function whatIsMissing({ plan }: SpawnSpec, runDir: string): Promise<AppError | undefined> {
  if (!isOwnImage(plan)) return undefined;
  const text = await readFile(path.join(runDir, missingName), 'utf8').catch(() => '');
  const missing = ['python3', 'jupyter'].find((name) => text.trim() === name);
  const file = plan.steps.find((step) => step.op === 'build-dockerfile')?.file ?? 'Dockerfile';
  return missing === undefined ? undefined : new AppError('image-without-jupyter', { file, missing });
}
