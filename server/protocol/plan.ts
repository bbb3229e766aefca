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
  | (StepBase & { readonly op: 'run-post-build'; readonly file: string });

export type StepOp = Step['op'];

/** A language of a plan: which version was asked for and what it resolved to on this base. */
export interface Toolchain {
  readonly language: 'python';
  readonly kind: ToolchainKind;
  /** `major.minor` that the repository asks for. */
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
  readonly dialect: 'binder';
  readonly platform: Platform;
  readonly buildpack: BuildpackName;
  readonly chosenAsFallback: boolean;
  readonly configDir: ConfigDir;
  readonly base: PlanBase;
  readonly layout: PlanLayout;
  readonly toolchains: readonly Toolchain[];
  readonly steps: readonly Step[];
  /** Environment set late, in order, after REPO_DIR. Values may name other variables as `${NAME}`. */
  readonly envExtra: readonly (readonly [string, string])[];
  /** Path of the start script relative to the repository, or null. */
  readonly start: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** ISO time at which moving facts (base digest, versions) were pinned. Absent until then. */
  readonly resolvedAt?: string;
}
