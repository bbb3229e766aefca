import { readFileSync, realpathSync, statSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import type { EntryKind } from '../../server/environment/view';
import type { Vs } from '../platform/vs';

/** One name of a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** The files of one folder of the window, wherever it is: paths are relative, with `/`. What cannot be had is undefined. */
export interface FolderFiles {
  list(path: string): Promise<readonly FolderEntry[]>;
  /** Kind and size in bytes. */
  stat(path: string): Promise<{ readonly kind: EntryKind; readonly size: number } | undefined>;
  /** Content of a file, or of what a link inside the folder leads to. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** The same at once, of at most `limit` bytes. Absent where the folder is on no disk of this machine. */
  readNow?(path: string, limit: number): Uint8Array | undefined;
}

/** Reads through the editor, which knows virtual folders too. */
export function createFolderFiles(
  vs: Pick<Vs, 'workspace' | 'Uri' | 'FileType'>,
  root: vscode.Uri,
): FolderFiles {
  const at = (relative: string): vscode.Uri => (relative === '' ? root : vs.Uri.joinPath(root, relative));
  const { fs } = vs.workspace;
  const disk = root.scheme === 'file' ? diskLinks(root.fsPath) : undefined;
  return {
    list: async (relative) =>
      (await quietly(fs.readDirectory(at(relative))))?.map(([name, type]) => ({
        name,
        kind: kindOf(vs, type),
      })) ?? [],
    stat: async (relative) => {
      const found = await quietly(fs.stat(at(relative)));
      return found && { kind: kindOf(vs, found.type), size: found.size };
    },
    read: async (relative) =>
      disk === undefined || (await disk.isInside(relative)) ? quietly(fs.readFile(at(relative))) : undefined,
    ...(disk && { readNow: disk.readNow }),
  };
}

function kindOf({ FileType }: Pick<Vs, 'FileType'>, type: vscode.FileType): EntryKind {
  if ((type & FileType.SymbolicLink) !== 0) return 'link';
  return (type & FileType.Directory) !== 0 ? 'directory' : 'file';
}

/** No link of a repository may lead the linter to a file outside of it. */
function diskLinks(root: string): Required<Pick<FolderFiles, 'readNow'>> & {
  isInside(relative: string): Promise<boolean>;
} {
  const inside = (real: string, realRoot: string): boolean => {
    const way = path.relative(realRoot, real);
    return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
  };
  return {
    isInside: async (relative) => {
      const places = Promise.all([realpath(path.join(root, relative)), realpath(root)]);
      const found = await quietly(places);
      return found !== undefined && inside(...found);
    },
    readNow: (relative, limit) => {
      try {
        const file = realpathSync(path.join(root, relative));
        if (!inside(file, realpathSync(root))) return undefined;
        const { size } = statSync(file);
        return size <= limit && statSync(file).isFile() ? readFileSync(file) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

/** What cannot be read is not there, for a linter: files come and go while it looks. */
async function quietly<T>(work: Thenable<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch {
    return undefined;
  }
}
