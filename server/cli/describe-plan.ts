import type { Environment, FileRole, MessageCode, Plan, Step } from '../protocol';
import { renderMessage } from '../protocol';

/** The plan for people: the recipe and why, what becomes of each file, the versions, the steps. */
export function describePlan(environment: Environment, plan: Plan | undefined): string {
  const sections = [
    [`buildpack  ${describeBuildpack(environment)}`, ...describeVersions(environment)],
    describeFiles(environment, 'used'),
    describeFiles(environment, 'ignored'),
    describeFiles(environment, 'missing'),
    plan === undefined ? [] : describeSteps(plan),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function describeBuildpack({ buildpack, chosenAsFallback, configDir }: Environment): string {
  if (buildpack === undefined) return 'none could be chosen';
  const place = configDir === '' ? '' : `, stated in ${configDir}/`;
  return `${buildpack}${chosenAsFallback ? ', because no configuration file asks for another' : ''}${place}`;
}

function describeVersions({ versions }: Environment): string[] {
  const { python, r, julia, separateKernel } = versions;
  const named = { python, r, julia };
  const lines = Object.entries(named).flatMap(([language, version]) =>
    version === undefined ? [] : [`${language.padEnd(9)}  ${version}`],
  );
  return separateKernel === true ? [...lines, 'kernel     in a Python of its own'] : lines;
}

function describeFiles({ files }: Environment, role: FileRole): string[] {
  const rows = files.filter((file) => file.role === role);
  const width = Math.max(...rows.map(({ path }) => path.length));
  const lines = rows.map(
    ({ path, why }) => `  ${path.padEnd(width)}  ${renderMessage(why.code as MessageCode, why.args)}`,
  );
  return rows.length === 0 ? [] : [`files ${role}`, ...lines];
}

function describeSteps({ steps, start }: Plan): string[] {
  const lines = steps.map((step, index) => {
    const number = String(index + 1).padStart(3);
    return `${number}  ${step.user.padEnd(4)}  ${step.op}${describeStep(step)}`;
  });
  return ['steps', ...lines, ...(start === null ? [] : [`     each start runs ${start}`])];
}

function describeStep(step: Step): string {
  switch (step.op) {
    case 'apt-install':
      return ` ${step.packages.join(' ')}`;
    case 'install-python':
      return ` ${step.version}`;
    case 'install-jupyter':
      return ` ${step.lock}`;
    case 'copy-files':
      return ` ${step.files.join(' ')}`;
    case 'pip-install-requirements':
    case 'run-post-build':
      return ` ${step.file}`;
    case 'copy-repo':
    case 'pip-install-repo':
      return '';
  }
}
