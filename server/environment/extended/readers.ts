import type { Platform } from '../../protocol';
import { exists } from '../config-files';
import type { SourceText } from '../text';
import { sourceText } from '../text';
import type { RepoView } from '../view';
import { maxLockBytes } from './bounds';
import { readCondaLock } from './conda-lock';
import { readDevcontainer } from './devcontainer';
import { readPixiLock } from './pixi-lock';
import { readPixiManifest } from './pixi-toml';
import { readPoetryLock } from './poetry-lock';
import { readPylock } from './pylock';
import { readPythonVersion } from './python-version-file';
import { readRenvLock } from './renv-lock';
import type { ExtendedFile } from './types';
import { readUvLock } from './uv-lock';

/** A reader of one of the files that Binder does not read. `platform` decides for files that pin several. */
export type ExtendedReader = (source: SourceText, platform: Platform) => ExtendedFile;

/** Every file that the dialect `extended` honours, by its path in the root. */
export const extendedReaders = {
  '.devcontainer/devcontainer.json': readDevcontainer,
  '.python-version': readPythonVersion,
  'conda-lock.yml': readCondaLock,
  'pixi.lock': readPixiLock,
  'pixi.toml': readPixiManifest,
  'poetry.lock': readPoetryLock,
  'pylock.toml': readPylock,
  'renv.lock': readRenvLock,
  'uv.lock': readUvLock,
} as const satisfies Readonly<Record<string, ExtendedReader>>;

export type ExtendedPath = keyof typeof extendedReaders;

/** What is said of a file that stands there and has no text. */
export interface UnreadFile {
  readonly kind: 'unread';
  readonly path: string;
}

/** Those that are there. */
export type ExtendedFiles = ReadonlyMap<ExtendedPath, ExtendedFile | UnreadFile>;

/** Reads those that are there, by path. They are read in both dialects: what would count is worth saying. Never throws. */
export function readExtendedFiles(view: RepoView, platform: Platform = 'linux/amd64'): ExtendedFiles {
  const paths = (Object.keys(extendedReaders) as ExtendedPath[]).filter((path) => exists(view, path));
  return new Map(paths.map((path) => [path, readOne(view, path, platform)]));
}

function readOne(view: RepoView, path: ExtendedPath, platform: Platform): ExtendedFile | UnreadFile {
  const content = view.read(path);
  if (content === undefined || content.length > maxLockBytes) return { kind: 'unread', path };
  return extendedReaders[path](sourceText(path, content), platform);
}
