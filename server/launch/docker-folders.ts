import type { Stats } from 'node:fs';
import { chmod, chown, copyFile, mkdir, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import type Docker from 'dockerode';
import { statusOf } from '../build/docker/connect';
import { AppError } from '../protocol';
import type { ContainerPlace } from './docker-container';
import { runMount } from './docker-container';
import { copyFromImage } from './docker-copy';
import { forgetMissing, isOwnImage, lookAtOwnImage } from './docker-own-image';
import { entryScriptName, entryScriptPath } from './entry-script';
import { forgetLastRun, sessionFiles } from './session-files';
import type { SpawnSpec } from './types';
import { fillWorkFolder } from './work-folder';

/** Folder of a session that its container sees and may write, apart from the records, which it must not. */
export const runDirOf = (dir: string): string => path.join(dir, 'container');

/**
 * Makes the folders of a session's container; everything here may be repeated. The container runs as this user, so that
 * what it writes into a person's folder is theirs. Where this is root's own process it runs as the owner of the work
 * folder instead: root owns the world, but not the work.
 * @throws AppError work-folder-gone; Cancelled
 */
export async function prepareFolders(
  docker: Docker,
  spec: SpawnSpec,
  signal: AbortSignal,
): Promise<ContainerPlace> {
  const { workFolder } = spec.session;
  const { layout } = spec.plan;
  const asRoot = process.getuid?.() === 0;
  const own = isOwnImage(spec.plan) ? await lookAtOwnImage(docker, spec) : undefined;
  await fillWorkFolder(workFolder, async (target) => {
    const copy = { target, signal, ...(asRoot ? { owner: layout.uid } : {}) };
    if (own === undefined) await copyFromImage(docker, spec.artifact.location, layout.repoDir, copy);
    else await copyIfThere(docker, spec.artifact.location, own.folder, copy);
    if (asRoot) await chown(target, layout.uid, layout.uid);
  });
  const work = await folderStats(workFolder.path);
  if (work === undefined) throw new AppError('work-folder-gone', { path: workFolder.path });
  const account = await accountOf(docker, work);
  const runDir = await makeRunDir(spec);
  if (asRoot && account !== undefined) {
    for (const place of [runDir, spec.tokenFile]) await chown(place, account.uid, account.gid);
  }
  const startScript = await startScriptOf(spec, runDir);
  return {
    runDir,
    groups: [...new Set([layout.uid, work.gid])].map(String),
    ...(account === undefined ? {} : { user: `${account.uid}:${account.gid}` }),
    ...(startScript === undefined ? {} : { startScript }),
    ...(own === undefined ? {} : { own }),
  };
}

/** An image that a Dockerfile of the repository made need not have any folder for work: then it begins empty. */
async function copyIfThere(
  ...[docker, image, folder, copy]: Parameters<typeof copyFromImage>
): Promise<void> {
  try {
    await copyFromImage(docker, image, folder, copy);
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

async function folderStats(folder: string): Promise<Stats | undefined> {
  const found = await stat(folder).catch(() => undefined);
  return found?.isDirectory() === true ? found : undefined;
}

/** As whom the container must run for its files to be this user's; undefined where the engine sees to it. */
async function accountOf(docker: Docker, work: Stats): Promise<{ uid: number; gid: number } | undefined> {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  if (process.platform !== 'linux' || uid === undefined || gid === undefined) return undefined;
  // In a rootless engine this user is root, and every other account of the container is somebody else.
  if (await isRootless(docker)) return { uid: 0, gid: 0 };
  return uid === 0 ? { uid: work.uid, gid: work.gid } : { uid, gid };
}

async function isRootless(docker: Docker): Promise<boolean> {
  const { SecurityOptions } = (await docker.info()) as { SecurityOptions?: readonly string[] | null };
  return (SecurityOptions ?? []).some((option) => option.startsWith('name=rootless'));
}

async function makeRunDir(spec: SpawnSpec): Promise<string> {
  const runDir = runDirOf(spec.dir);
  await mkdir(runDir, { recursive: true, mode: 0o700 });
  await forgetLastRun(runDir);
  await forgetMissing(runDir);
  await copyFile(entryScriptPath(), path.join(runDir, entryScriptName));
  // Whoever looks for the log looks beside the session's record.
  const { log } = sessionFiles(spec.dir);
  await rm(log, { force: true });
  await symlink(path.relative(spec.dir, sessionFiles(runDir).log), log);
  return runDir;
}

/** Repositories forget the executable bit, and a person's file is not ours to change: then a copy is run. */
async function startScriptOf(spec: SpawnSpec, runDir: string): Promise<string | undefined> {
  const { start, layout } = spec.plan;
  if (start === null) return undefined;
  const script = path.join(spec.session.workFolder.path, start);
  const { mode } = await stat(script);
  if ((mode & 0o111) !== 0) return `${layout.repoDir}/${start}`;
  const copy = path.join(runDir, 'start');
  await copyFile(script, copy);
  await chmod(copy, 0o755);
  return `${runMount}/start`;
}
