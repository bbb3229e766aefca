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
  return {
    ...choice(environment),
    python_version: environment.versions.python,
    separate_kernel_env: environment.versions.separateKernel === true,
    copied_before_repo: plan.steps.flatMap((step) => (step.op === 'copy-files' ? step.files : [])).sort(),
    before_repo_copy: installSteps(plan, 'before-copy'),
    after_repo_copy: installSteps(plan, 'after-copy'),
    post_build: plan.steps.flatMap((step) => (step.op === 'run-post-build' ? [step.file] : [])),
    start: plan.start === null ? null : `\${REPO_DIR}/${plan.start}`,
    env_extra: plan.envExtra,
    ...userAptPackages(plan),
  };
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
    case 'install-python':
    case 'install-jupyter':
    case 'copy-files':
    case 'copy-repo':
    case 'run-post-build':
      return undefined;
    default:
      return undefined;
  }
}

function userAptPackages({ steps }: Plan): Record<string, unknown> {
  const step = steps.find(({ op, origin }) => op === 'apt-install' && origin === 'repository');
  return step?.op === 'apt-install' ? { user_apt_packages: step.packages } : {};
}
