import type { EnvironmentFacts } from '../environment/environment';
import type { Grammars } from '../environment/code/grammars';
import type { RepoView } from '../environment/view';
import type { BuiltModules, LintProfile, Platform, Severity } from '../protocol';

/** A file of the repository, listed beforehand by whoever has the repository (git's index, a walk, an editor). */
export interface FileEntry {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** A repository to lint. Files that git ignores are in `view` and not in `files`. */
export interface LintInput {
  readonly view: RepoView;
  /** Sorted by path. */
  files(): readonly FileEntry[];
}

/** What the files alone do not tell. Each is optional: without it the rules that need it are silent. */
export interface LintFacts extends EnvironmentFacts {
  /** Address of the repository's home, as git's `origin` has it. */
  readonly remote?: string;
  /** Tags of the repository. */
  readonly tags?: readonly string[];
  /**
   * For each module that the built environment has, the distributions that bring it (as Python's importlib.metadata
   * tells it): exact where our tables guess.
   */
  readonly modules?: BuiltModules;
  /** What the configured package index says of the packages that are asked for. Only where the network may be asked. */
  readonly releases?: Readonly<Record<string, PackageReleases>>;
}

/** What a package index has of one project, by its normalised name. */
export interface PackageReleases {
  /** False where the index knows no such project. */
  readonly exists: boolean;
  readonly releases: readonly PackageRelease[];
}

export interface PackageRelease {
  readonly version: string;
  /** True where every file was withdrawn. */
  readonly yanked: boolean;
  /** `requires-python` of its files, where they state one. */
  readonly requiresPython?: string;
  /**
   * Python tags of the wheels that can be installed on Linux without a compiler: `py3` and `py2.py3` are for any Python 3,
   * `cp310` for that one, `cp38-abi3` for that one and newer ones.
   */
  readonly wheels: readonly string[];
  readonly sdist: boolean;
}

/** Another severity than the rule's own, or none. */
export type RuleSetting = Severity | 'off';

export interface LintOptions {
  /** Absent: `launch`. */
  readonly profile?: LintProfile;
  /** By rule id, or by the beginning of ids: `nb-*`. The last that fits counts. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** Parsers of the languages; what needs one that is not there is passed over. */
  readonly grammars?: Grammars;
  /** Import names of Python and the package that has each, over all that is known otherwise. */
  readonly packages?: Readonly<Record<string, string>>;
  readonly platform?: Platform;
  readonly facts?: LintFacts;
}
