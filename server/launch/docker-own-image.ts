import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Container } from 'dockerode';
import type Docker from 'dockerode';
import { framesOf } from '../build/docker/run-once';
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

/** What a session has to know of such an image. */
export interface OwnImage {
  /** Where the work folder belongs. */
  readonly folder: string;
  /** True when that is the home of its account. */
  readonly isHome: boolean;
}

/**
 * What the image says itself: its folder for work is REPO_DIR where it sets that, else its working folder, as Binder
 * shows it (contracts/repo2docker.md section 9, `--editable`). Where that is the root of all, the folder of the contract.
 */
export async function lookAtOwnImage(docker: Docker, { artifact, plan }: SpawnSpec): Promise<OwnImage> {
  const { Config } = await docker.getImage(artifact.location).inspect();
  const lines = (Config.Env as readonly string[] | null) ?? [];
  const variable = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);
  const usable = [variable('REPO_DIR'), Config.WorkingDir].flatMap(cleanFolder);
  const folder = usable.find((path) => /^\/(?!run\/bindery)./.test(path)) ?? plan.layout.repoDir;
  return { folder, isHome: cleanFolder(variable('HOME')).includes(folder) };
}

/** Without a slash at its end, and without `.` and `..`; nothing where nothing is said. */
function cleanFolder(folder: string | undefined): readonly string[] {
  if (folder === undefined || folder === '') return [];
  return [path.posix.normalize(folder).replace(/(.)\/$/, '$1')];
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

/**
 * Keeps what the container printed itself as the session's log, unless the entry script wrote one: an entry point of the
 * image that fails, or runs something else, never comes to it.
 */
export async function keepOutput(container: Container, log: string): Promise<void> {
  try {
    const output = await container.logs({ stdout: true, stderr: true, follow: false, tail: 200 });
    await writeFile(log, framesOf(output), { flag: 'wx', mode: 0o600 });
  } catch {
    // There is a log, or nothing to put into one: either way the failure itself is told.
  }
}
