import { createHash } from 'node:crypto';
import type { RepoView } from '../environment/view';
import type { Plan, Step } from '../protocol';
import { canonicalJson } from './canonical-json';

/** What an environment depends on besides its plan. All digests are SHA-256 in hex. */
export interface EnvironmentInputs {
  /** By path: the input files of the steps before the copy (see `inputDigests`). */
  readonly files: Readonly<Record<string, string>>;
  /** By lock id: the Jupyter locks that the plan names. */
  readonly locks: Readonly<Record<string, string>>;
  /** Package indexes, in order; credentials are removed before hashing. */
  readonly indexUrls: readonly string[];
}

/** Digests of the repository's files that steps before the copy read. A file that cannot be read has the digest ''. */
export function inputDigests(plan: Plan, view: RepoView): Readonly<Record<string, string>> {
  const paths = new Set(stepsBeforeCopy(plan).flatMap(({ inputs }) => inputs));
  const digest = (path: string): string => {
    const content = view.read(path);
    return content === undefined ? '' : createHash('sha256').update(content).digest('hex');
  };
  return Object.fromEntries([...paths].sort().map((path) => [path, digest(path)]));
}

/**
 * Identity of what is built before the repository is copied: SHA-256 of the canonical JSON of plan format, dialect,
 * platform, base (by digest where there is one), toolchains with the versions they resolved to, Jupyter locks, account
 * and paths, index URLs without credentials, and the steps before the copy with digests of their input files
 * (docs/architecture.md, "Identity"). Not in it: the buildpack's name, labels, environment variables set late, the
 * start script, `resolvedAt`: none of them changes what those steps make.
 */
export function environmentHash(plan: Plan, inputs: EnvironmentInputs): string {
  return sha256({
    format: plan.format,
    // A dialect that was allowed and changed nothing makes the same environment.
    dialect: plan.dialectNeeded,
    platform: plan.platform,
    base:
      plan.base.kind === 'image'
        ? { kind: 'image', image: plan.base.digest ?? plan.base.reference }
        : plan.base,
    toolchains: plan.toolchains,
    locks: inputs.locks,
    layout: plan.layout,
    indexUrls: inputs.indexUrls.map(withoutCredentials),
    steps: stepsBeforeCopy(plan),
    files: inputs.files,
  });
}

/**
 * Identity of what the plan makes with this content: SHA-256 over environmentHash, contentId, the steps from the copy
 * on, the start script and the variables set late.
 */
export function artifactKey(environment: string, contentId: string, plan: Plan): string {
  const steps = plan.steps.filter(({ place }) => place === 'after-copy');
  return sha256({ environment, contentId, steps, start: plan.start, envExtra: plan.envExtra });
}

function stepsBeforeCopy(plan: Plan): readonly Step[] {
  return plan.steps.filter(({ place }) => place === 'before-copy');
}

function sha256(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

function withoutCredentials(url: string): string {
  try {
    const parsed = new URL(url);
    parsed.username = '';
    parsed.password = '';
    return parsed.href;
  } catch {
    return url;
  }
}
