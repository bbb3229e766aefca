import type { LockFormat, Position, Range } from '../../protocol';
import type { SourceText, TextSpan } from '../text';

/** Where and why a file is not in its format; nothing else is then known of it. */
export interface Mistake {
  readonly detail: string;
  readonly position: Position;
}

/** One package that a lock file pins. */
export interface LockedPackage {
  readonly name: string;
  /** Absent where the file pins a place (a repository, a folder) and no version. */
  readonly version?: string;
  readonly from: 'pypi' | 'conda' | 'cran';
  /** Of the files that may be installed, as `sha256:…` or `md5:…`. */
  readonly hashes: readonly string[];
  /** The one file that it is installed from, where the lock names one. */
  readonly url?: string;
  /** The name where the lock states it, or where its entry begins. */
  readonly range: Range;
}

/** What a lock file of another tool says. Read in both dialects, and never trusted to be well formed. */
export interface LockFile {
  readonly kind: 'lock';
  readonly format: LockFormat;
  readonly source: SourceText;
  readonly syntaxError?: Mistake;
  /** Without the repository's own package. */
  readonly packages: readonly LockedPackage[];
  /** The Python it is for, as written: a range (`>=3.10`) or, of conda's, a version (`3.11.4`). */
  readonly python?: TextSpan;
  /** Folders of the repository that it names as packages, besides the root: '' is none of them. */
  readonly localPaths: readonly string[];
  /** Of renv.lock: the version of R and the day of the snapshot of CRAN, where its address has one. */
  readonly r?: TextSpan;
  readonly cranDate?: TextSpan;
}

/** pixi.toml: what is asked for; what results is in pixi.lock. */
export interface PixiManifest {
  readonly kind: 'pixi-manifest';
  readonly source: SourceText;
  readonly syntaxError?: Mistake;
  /** The requirement on python among its dependencies, as written. */
  readonly python?: TextSpan;
  /** Names of the packages that it asks for. */
  readonly dependencies: readonly string[];
}

/** .python-version, as pyenv and uv read it. */
export interface PythonVersionFile {
  readonly kind: 'python-version';
  readonly source: SourceText;
  /** What the first line with content says. */
  readonly stated?: TextSpan;
  /** `major.minor` of CPython; absent where another implementation, or no version, is named. */
  readonly version?: string;
}

/** .devcontainer/devcontainer.json. */
export interface DevcontainerFile {
  readonly kind: 'devcontainer';
  readonly source: SourceText;
  readonly syntaxError?: Mistake;
  readonly image?: TextSpan;
  /** Relative to the folder of devcontainer.json. */
  readonly dockerfile?: TextSpan;
}

/** A file that Binder does not read and that states an environment. */
export type ExtendedFile = LockFile | PixiManifest | PythonVersionFile | DevcontainerFile;
