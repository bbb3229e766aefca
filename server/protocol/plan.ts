import type { BuildpackName, ConfigDir } from './environment';

export type Platform = 'linux/amd64' | 'linux/arm64';

/** Where a language comes from: the exact version, fetched, or what the base (image or machine) has. */
export type ToolchainKind = 'managed' | 'system';

/** Which environment a step installs into. They differ only for Python older than 3.7. */
export type PrefixName = 'NB_PYTHON_PREFIX' | 'KERNEL_PYTHON_PREFIX';

/** Who a step runs as in an image. On the host engine every step runs as the person. */
export type StepUser = 'root' | 'user';

/** Before or after the repository is copied: what comes before is cached while its input files are unchanged. */
export type StepPlace = 'before-copy' | 'after-copy';

interface StepBase {
  /** Stable within a plan, readable: `pip-install-requirements:binder/requirements.txt`. */
  readonly id: string;
  readonly place: StepPlace;
  readonly user: StepUser;
  /** Files of the repository that the step reads, relative to its root: part of the environmentHash when before the copy. */
  readonly inputs: readonly string[];
  /** `base` steps are the same for every repository with these versions; `repository` steps follow from its files. */
  readonly origin: 'base' | 'repository';
}

/** One typed step of a plan. Engines interpret it, renderers print it; nobody passes Dockerfile text around. */
export type Step =
  | (StepBase & { readonly op: 'apt-install'; readonly packages: readonly string[]; readonly file?: string })
  | (StepBase & { readonly op: 'install-python'; readonly version: string; readonly prefix: PrefixName })
  | (StepBase & { readonly op: 'install-jupyter'; readonly lock: string; readonly prefix: PrefixName })
  | (StepBase & { readonly op: 'copy-files'; readonly files: readonly string[] })
  | (StepBase & {
      readonly op: 'pip-install-requirements';
      readonly file: string;
      readonly prefix: PrefixName;
    })
  | (StepBase & { readonly op: 'copy-repo'; readonly ignoreFiles: readonly string[] })
  | (StepBase & { readonly op: 'pip-install-repo'; readonly prefix: PrefixName })
  | (StepBase & { readonly op: 'run-post-build'; readonly file: string })
  | (StepBase & { readonly op: 'pip-install-pipenv'; readonly prefix: PrefixName; readonly version: string })
  | (StepBase & {
      readonly op: 'pipenv-install';
      readonly prefix: PrefixName;
      /** Relative to the repository's root; `.` is the root. */
      readonly cwd: string;
      /** `lock`: what Pipfile.lock says and nothing else; `no-lock`: Pipfile, without making a lock. */
      readonly mode: 'lock' | 'no-lock';
      readonly dev: true;
    })
  /** Updates the environment at `prefix` in place to what an environment.yml asks for, its pip list included. */
  | (StepBase & { readonly op: 'conda-env-update'; readonly file: string; readonly prefix: PrefixName })
  /** R from conda, beside the conda packages that need it: a MatchSpec such as `r-base=4.3.1`. */
  | (StepBase & { readonly op: 'conda-install-r'; readonly prefix: PrefixName; readonly spec: string })
  | (StepBase & { readonly op: 'install-r'; readonly version: string })
  /** Where R installs packages from: the snapshot of CRAN of this ISO date. */
  | (StepBase & { readonly op: 'configure-r'; readonly snapshotDate: string })
  | (StepBase & { readonly op: 'install-rstudio-shiny' })
  | (StepBase & { readonly op: 'pip-install-r-proxies' })
  | (StepBase & { readonly op: 'prepare-shiny-dirs' })
  | (StepBase & { readonly op: 'configure-rstudio-conda' })
  | (StepBase & { readonly op: 'install-irkernel' })
  | (StepBase & { readonly op: 'r-install-local-package' })
  /** Before the copy, with only this file there: its failure is tolerated, and it is run again after the copy. */
  | (StepBase & { readonly op: 'run-install-R'; readonly file: string })
  | (StepBase & { readonly op: 'run-install-R-if-not-done'; readonly file: string })
  | (StepBase & { readonly op: 'install-julia'; readonly version: string })
  /** `project` is the folder of the Project file and may name `${REPO_DIR}`. */
  | (StepBase & { readonly op: 'julia-instantiate'; readonly project: string })
  | (StepBase & { readonly op: 'install-nix'; readonly version: string })
  | (StepBase & { readonly op: 'nix-shell'; readonly file: string })
  /** Dialect `extended`: exactly what a lock file of another tool says, into the environment at `prefix`. */
  | (StepBase & {
      readonly op: 'install-lock';
      readonly format: LockFormat;
      readonly file: string;
      readonly prefix: PrefixName;
    })
  /** The repository's own Dockerfile, built with `context` (relative to the root) as its build context. */
  | (StepBase & { readonly op: 'build-dockerfile'; readonly file: string; readonly context: string });

export type StepOp = Step['op'];

/** Lock files of other tools that the dialect `extended` honours. */
export type LockFormat = 'uv' | 'pylock' | 'poetry' | 'pixi' | 'conda-lock' | 'renv';

/**
 * Which files count: `binder` is exactly what mybinder.org reads; `extended` also honours lock files and settings of
 * other tools.
 */
export type Dialect = 'binder' | 'extended';

/** A language of a plan: which version was asked for and what it resolved to on this base. */
export interface Toolchain {
  readonly language: 'python' | 'r' | 'julia' | 'nix';
  readonly kind: ToolchainKind;
  /** The version that the repository asks for; of Python `major.minor`. */
  readonly requested: string;
  /** The version that will run. Absent until an engine resolved it. */
  readonly resolved?: string;
}

/** What a plan is built upon. */
export type PlanBase =
  | { readonly kind: 'image'; readonly reference: string; readonly digest?: string }
  | { readonly kind: 'host'; readonly platform: string };

/** The account and the paths of an image, or of a prefix (contracts/repo2docker.md section 6). */
export interface PlanLayout {
  readonly user: string;
  readonly uid: number;
  readonly home: string;
  readonly repoDir: string;
  /** NB_PYTHON_PREFIX. The host engine replaces it by the prefix's final path. */
  readonly nbPrefix: string;
  /** KERNEL_PYTHON_PREFIX; equal to nbPrefix unless the kernel has a Python of its own. */
  readonly kernelPrefix: string;
}

/** The ordered, typed steps that a buildpack yields. Nothing has run yet. */
export interface Plan {
  readonly format: 1;
  readonly dialect: Dialect;
  /** The smallest dialect that makes this plan: `extended` only where a file counted that Binder does not read. */
  readonly dialectNeeded: Dialect;
  readonly platform: Platform;
  readonly buildpack: BuildpackName;
  readonly chosenAsFallback: boolean;
  readonly configDir: ConfigDir;
  readonly base: PlanBase;
  readonly layout: PlanLayout;
  /** Python first, where there is one. */
  readonly toolchains: readonly Toolchain[];
  readonly steps: readonly Step[];
  /** Environment set late, in order, after REPO_DIR. Values may name other variables as `${NAME}`. */
  readonly envExtra: readonly (readonly [string, string])[];
  /** Path of the start script relative to the repository, or null. */
  readonly start: string | null;
  /** What every command of the image is run through, the start script included: nix enters its shell. */
  readonly wrapper?: 'nix-shell';
  readonly labels: Readonly<Record<string, string>>;
  /** ISO time at which moving facts (base digest, versions) were pinned. Absent until then. */
  readonly resolvedAt?: string;
}
