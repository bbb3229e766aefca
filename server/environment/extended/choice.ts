import type { Dialect, LockFormat } from '../../protocol';

/** What the dialect made of the files that Binder does not read; what follows from them is in the environment too. */
export interface ExtendedChoice {
  /** As asked for. */
  readonly dialect: Dialect;
  /** `extended` only where one of those files counted. */
  readonly needed: Dialect;
  readonly lock?: ChosenLock;
  /** The image of devcontainer.json, for where no other base is configured. */
  readonly image?: string;
}

/** The lock that is installed. */
export interface ChosenLock {
  readonly format: LockFormat;
  readonly path: string;
  /** All files that installing it reads. */
  readonly inputs: readonly string[];
  /** True when it names folders of the repository, which must be there first. */
  readonly local: boolean;
}
