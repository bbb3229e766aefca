import type { Environment, FileRole, MessageCode, Plan, Step } from '../protocol';
import { renderMessage } from '../protocol';

/** The plan for people: the recipe and why, what becomes of each file, the versions, the steps. */
export function describePlan(environment: Environment, plan: Plan | undefined): string {
  const sections = [
    [
      `buildpack  ${describeBuildpack(environment)}`,
      ...describeVersions(environment),
      ...describeDialect(plan),
    ],
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

/** Only where more was asked for than Binder does. */
function describeDialect(plan: Plan | undefined): string[] {
  if (plan?.dialect !== 'extended') return [];
  const same = plan.dialectNeeded === 'binder';
  const base = plan.base.kind === 'image' ? [`base       ${plan.base.reference}`] : [];
  return [`dialect    extended${same ? '; Binder would make the same' : ''}`, ...base];
}

function describeVersions({ versions }: Environment): string[] {
  const { python, pythonInstead, r, julia, separateKernel } = versions;
  const changed =
    pythonInstead === undefined
      ? python
      : renderMessage('plan.python-instead', { python: python ?? '', pythonInstead });
  const named = { python: changed, r, julia };
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

/** What a step's kind does not say. */
function describeStep(step: Step): string {
  if ('packages' in step) return ` ${step.packages.join(' ')}`;
  if ('version' in step) return ` ${step.version}`;
  if ('lock' in step) return ` ${step.lock}`;
  if ('files' in step) return ` ${step.files.join(' ')}`;
  if ('file' in step) return ` ${step.file}`;
  return 'spec' in step ? ` ${step.spec}` : '';
}
