import path from 'node:path';
import type * as vscode from 'vscode';
import type { JobRecord, RepoRef, Session } from '../../server/protocol';
import type { Vs } from '../platform/vs';

/** A folder of the window that Bindery can build: one on this machine's disk. */
export interface LocalFolder {
  /** Absolute path, as the editor names it. */
  readonly folder: string;
  readonly name: string;
  readonly uri: vscode.Uri;
}

export function localFolders(vs: Pick<Vs, 'workspace'>): LocalFolder[] {
  return (vs.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri, name }) => ({ folder: uri.fsPath, name, uri }));
}

/** Compares paths as the platform does. The agent may name a folder by another spelling of the same path. */
export function sameFolder(a: string, b: string, platform: NodeJS.Platform = process.platform): boolean {
  const fold = (text: string): string => {
    const resolved = (platform === 'win32' ? path.win32 : path.posix).resolve(text);
    return platform === 'win32' ? resolved.toLowerCase() : resolved;
  };
  return fold(a) === fold(b);
}

export function isOfFolder(repo: RepoRef | undefined, folder: string): boolean {
  return repo?.provider === 'local' && sameFolder(repo.spec, folder);
}

export function sessionsOf(sessions: readonly Session[], folder: string): Session[] {
  return sessions.filter((session) => isOfFolder(session.repo, folder));
}

/** Jobs of a folder that have not ended, newest first. Builds are shared and belong to no folder. */
export function runningJobsOf(jobs: readonly JobRecord[], folder: string): JobRecord[] {
  return jobs
    .filter(({ state }) => state === 'waiting' || state === 'running')
    .filter(({ request, repo }) => isOfFolder(request?.repo ?? repo, folder))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** Asks which folder is meant, where there is a choice; undefined when the person chose none. */
export async function pickFolder(
  vs: Pick<Vs, 'window' | 'l10n'>,
  folders: readonly LocalFolder[],
): Promise<LocalFolder | undefined> {
  if (folders.length <= 1) return folders[0];
  const items = folders.map((folder) => ({ label: folder.name, description: folder.folder, folder }));
  const picked = await vs.window.showQuickPick(items, { placeHolder: vs.l10n.t('Which folder?') });
  return picked?.folder;
}
