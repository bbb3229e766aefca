/** Ids of the providers that are understood. `local` is a directory of this machine; the others are BinderHub's. */
export type ProviderId =
  | 'local'
  | 'git'
  | 'gh'
  | 'gist'
  | 'gl'
  | 'zenodo'
  | 'figshare'
  | 'dataverse'
  | 'hydroshare'
  | 'ckan'
  | 'swh';

/** What to run, as `provider/spec/ref` (contracts/binderhub.md section 2). For `local`, `spec` is an absolute path. */
export interface RepoRef {
  readonly provider: ProviderId;
  /** The provider's own name for the repository, decoded: `owner/repo`, a clone URL, a DOI, an absolute path. */
  readonly spec: string;
  /** Branch, tag, commit or `HEAD`, as asked. Absent where the provider has none, or where none was given. */
  readonly ref?: string;
  /** Folder inside the repository that is built as if it were the whole, without slashes at its ends. */
  readonly subdir?: string;
}

/** A RepoRef whose ref was resolved to something that never changes. */
export interface ResolvedRepo extends RepoRef {
  /** The immutable id: a commit, a record number. Absent for a local directory that is not a git checkout. */
  readonly resolvedRef?: string;
  /** `provider/spec/resolvedRef`: the same repository, whenever it is launched. Absent for `local`. */
  readonly persistentSpec?: string;
  /** Where git fetches it from, without credentials. Absent for `local`. */
  readonly cloneUrl?: string;
  /** A name for people: `owner/repo`, the folder's name. */
  readonly displayName: string;
}

/** A repository on disk, ready to be planned and built. */
export interface Checkout {
  /** Absolute path of the folder that is built (the sub-directory, where one was asked for). */
  readonly dir: string;
  /** The commit that is checked out, where git knows one. */
  readonly commit?: string;
  /** Hash over what will be copied: path, executable bit, link target, SHA-256 (docs/architecture.md, "Identity"). */
  readonly contentId: string;
  /** True when `dir` is a person's own folder, which nothing here may write into or remove. */
  readonly inPlace: boolean;
}
