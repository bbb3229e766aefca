import { AppError } from '../protocol';
import type { Plan } from '../protocol';
import type { RepoView } from '../environment/view';

/** What an environment depends on besides its plan. All digests are SHA-256 in hex. */
export interface EnvironmentInputs {
  /** By path: the input files of the steps before the copy (see `inputDigests`). */
  readonly files: Readonly<Record<string, string>>;
  /** By lock id: the Jupyter locks that the plan names. */
  readonly locks: Readonly<Record<string, string>>;
  /** Package indexes, in order; credentials are removed before hashing. */
  readonly indexUrls: readonly string[];
}

/** Digests of the repository's files that steps before the copy read. */
export function inputDigests(plan: Plan, view: RepoView): Readonly<Record<string, string>> {
  throw new AppError('internal', { detail: String(plan) + String(view) });
}

/** Identity of what is built before the repository is copied (docs/architecture.md, "Identity"). */
export function environmentHash(plan: Plan, inputs: EnvironmentInputs): string {
  throw new AppError('internal', { detail: String(plan) + String(inputs) });
}

/** Identity of what is built from the plan with this content. */
export function artifactKey(environment: string, contentId: string, plan: Plan): string {
  throw new AppError('internal', { detail: environment + contentId + String(plan) });
}
