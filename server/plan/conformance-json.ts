import type { Environment, Plan, Step, StepPlace } from '../protocol';
import { AppError } from '../protocol';

/**
 * What `bindery plan --json` prints: the keys of a conformance case's `expect` (`how_to_read` there explains them),
 * comparable as they are. Steps that every build has are left out, as there.
 */
export function conformanceJson(environment: Environment, outcome: Plan | AppError): Record<string, unknown> {
  return AppError.is(outcome) ? failureJson(environment, outcome) : planJson(environment, outcome);
}

function failureJson(environment: Environment, { code }: AppError): Record<string, unknown> {
  const stage = environment.problems.find(({ error }) => error.code === code)?.stage ?? 'plan';
  return { ...choice(environment), error: { stage, kind: code } };
}

function planJson(environment: Environment, plan: Plan): Record<string, unknown> {
  const own = plan.steps.find((step) => step.op === 'build-dockerfile');
  if (own !== undefined) return { ...choice(environment), dockerfile: own.file, build_context: own.context };
  return {
    ...choice(environment),
    ...versions(environment),
    ...dialectOf(plan),
    copied_before_repo: plan.steps.flatMap((step) => (step.op === 'copy-files' ? step.files : [])).sort(),
    before_repo_copy: installSteps(plan, 'before-copy'),
    after_repo_copy: installSteps(plan, 'after-copy'),
    post_build: plan.steps.flatMap((step) => (step.op === 'run-post-build' ? [step.file] : [])),
    start: startOf(plan),
    env_extra: plan.envExtra,
    ...userAptPackages(plan),
  };
}

/** Each buildpack tells those that it chooses. */
function versions({ buildpack, versions }: Environment): Record<string, unknown> {
  if (buildpack === 'nix') return {};
  const { python, separateKernel, r, usesR, julia, cranSnapshotDate } = versions;
  return {
    python_version: python,
    separate_kernel_env: separateKernel === true,
    ...(buildpack === 'conda' && { uses_r: usesR === true }),
    ...(r !== undefined && { r_version: r }),
    ...(cranSnapshotDate !== undefined && { cran_snapshot_date: cranSnapshotDate }),
    ...(julia !== undefined && { julia_version: julia }),
  };
}

/** nix's wrapper enters its shell and then runs the repository's own start script. */
/** Only where more was asked for than Binder does. */
function dialectOf({ dialect, dialectNeeded }: Plan): Record<string, unknown> {
  return dialect === 'binder' ? {} : { dialect, dialect_needed: dialectNeeded };
}

function startOf({ wrapper, start }: Plan): string | null {
  if (wrapper === 'nix-shell') return '/usr/local/bin/nix-shell-wrapper';
  return start === null ? null : `\${REPO_DIR}/${start}`;
}

/** Nothing of it is known when choosing the buildpack failed. */
function choice({ buildpack, configDir, chosenAsFallback }: Environment): Record<string, unknown> {
  if (buildpack === undefined) return {};
  return { buildpack, config_dir: configDir, ...(chosenAsFallback ? { chosen_as_fallback: true } : {}) };
}

function installSteps(plan: Plan, place: StepPlace): Record<string, unknown>[] {
  return plan.steps
    .filter((step) => step.place === place && step.origin === 'repository')
    .flatMap((step) => {
      const shown = installStep(step);
      return shown === undefined ? [] : [{ user: step.user, op: step.op, ...shown }];
    });
}

/** What a case says of a step besides its user and op; undefined for steps that are told under keys of their own. */
function installStep(step: Step): Record<string, unknown> | undefined {
  switch (step.op) {
    case 'apt-install':
      return { packages: step.packages };
    case 'pip-install-requirements':
      return { prefix: step.prefix, file: step.file };
    case 'pip-install-repo':
      return { prefix: step.prefix };
    case 'install-lock':
      return { prefix: step.prefix, format: step.format, file: step.file };
    case 'pip-install-pipenv':
      return { prefix: step.prefix, version: step.version };
    case 'pipenv-install':
      return { cwd: step.cwd, mode: step.mode, dev: step.dev };
    case 'conda-env-update':
      return { prefix: step.prefix, file: step.file };
    case 'conda-install-r':
      return { prefix: step.prefix, spec: step.spec };
    case 'run-install-R':
      return { file: step.file, on_failure: 'continue-and-retry-after-copy' };
    case 'run-install-R-if-not-done':
    case 'nix-shell':
      return { file: step.file };
    case 'julia-instantiate':
      return { project: step.project };
    case 'install-python':
    case 'install-jupyter':
    case 'copy-files':
    case 'copy-repo':
    case 'run-post-build':
      return undefined;
    default:
      return {};
  }
}

function userAptPackages({ steps }: Plan): Record<string, unknown> {
  const step = steps.find(({ op, origin }) => op === 'apt-install' && origin === 'repository');
  return step?.op === 'apt-install' ? { user_apt_packages: step.packages } : {};
}
