import type { Plan, PlanLayout, Step, StepUser } from '../../protocol';
import { entryFolder, settingsMount } from './mounts';
import { copyInstruction, escapeValue, runTool, toolsName } from './run-tool';
import { stepInstructions } from './steps/all';
import { toolsStage } from './tools';
import type { Dockerfile, DockerfileOptions, Instruction, LayerOrigin } from './types';
import { earlyPath, earlyVariables } from './variables';

export type { Dockerfile, DockerfileOptions, LayerOrigin, ToolsSource } from './types';

/**
 * The plan as a Dockerfile for the built-in BuildKit frontend of engine 20.10 and later (image contract and order of
 * layers: contracts/repo2docker.md sections 6 and 7). Pure: same plan and options, same text.
 */
export function renderDockerfile(plan: Plan, options: DockerfileOptions): Dockerfile {
  const instructions = [
    ...(options.part === 'content' ? [] : environmentPart(plan, options)),
    ...(options.part === 'environment' ? [] : contentPart(plan, options)),
  ];
  const from: Instruction = { text: `FROM ${options.from}`, origin: engine('from') };
  const stage = withUsers([from, ...instructions], plan.layout);
  const preamble = options.tools.kind === 'stage' ? toolsStage(options.from, options.tools) : '';
  return {
    text: `${preamble}${stage.map(({ text }) => `${text}\n`).join('')}`,
    layers: stage.flatMap(({ origin }) => (origin === undefined ? [] : [origin])),
  };
}

function environmentPart(plan: Plan, options: DockerfileOptions): readonly Instruction[] {
  const { layout } = plan;
  const before = plan.steps.filter((step) => step.place === 'before-copy');
  const render = (origin: Step['origin']): readonly Instruction[] =>
    before.filter((step) => step.origin === origin).flatMap((step) => stepInstructions(step, plan, options));
  return [
    ...env({ DEBIAN_FRONTEND: 'noninteractive', SHELL: '/bin/bash', PYTHONUNBUFFERED: '1' }),
    ...env({ NB_USER: layout.user, NB_UID: String(layout.uid), USER: layout.user, HOME: layout.home }),
    ...env(earlyVariables(plan)),
    ...authorities(options),
    toolStep('locale', ['make-locale'], options, 'apt'),
    ...env({ LC_ALL: 'en_US.UTF-8', LANG: 'en_US.UTF-8', LANGUAGE: 'en_US.UTF-8' }),
    toolStep('account', ['make-account', '/srv/npm'], options),
    { text: 'EXPOSE 8888' },
    ...env({ PATH: [...earlyPath(plan), '${PATH}'].join(':') }),
    // Up to here nothing depends on the repository: its layers are shared by all that want the same versions.
    ...render('base'),
    ...env({ REPO_DIR: layout.repoDir }),
    ...env({ PATH: '${HOME}/.local/bin:${REPO_DIR}/.local/bin:${PATH}' }),
    toolStep('login', ['make-login', ...activated(plan)], options),
    { text: 'WORKDIR ${REPO_DIR}', origin: engine('workdir') },
    ...plan.envExtra.map(([name, value]) => ({ text: `ENV ${name}=${escapeValue(value, 'expand')}` })),
    ...render('repository'),
    // Not last, as the contract has it, but here: so that a commit costs no more than its own layer.
    copyInstruction(
      {
        from: toolsName(options.tools),
        source: '/entry/',
        target: `${entryFolder}/`,
        origin: engine('entry'),
      },
      layout,
    ),
    ...(options.part === 'environment' ? labels(options.labels) : []),
  ];
}

function contentPart(plan: Plan, options: DockerfileOptions): readonly Instruction[] {
  const after = plan.steps.filter((step) => step.place === 'after-copy');
  const postBuild = after.filter((step) => step.op === 'run-post-build');
  const render = (steps: readonly Step[]): readonly Instruction[] =>
    steps.flatMap((step) => stepInstructions(step, plan, options));
  return [
    ...render(after.filter((step) => step.op !== 'run-post-build')),
    ...labels({ ...plan.labels, ...options.labels }),
    ...render(postBuild),
    ...startScript(plan),
    { text: `USER ${plan.layout.user}` },
    { text: `ENTRYPOINT ["${entryFolder}/repo2docker-entrypoint"]` },
    { text: 'CMD ["jupyter", "notebook", "--ip", "0.0.0.0"]' },
  ];
}

function engine(id: string): LayerOrigin {
  return { id, op: 'engine' };
}

function env(values: Readonly<Record<string, string>>): readonly Instruction[] {
  const pairs = Object.entries(values).map(([name, value]) => `${name}=${escapeValue(value, 'expand')}`);
  return pairs.length === 0 ? [] : [{ text: `ENV ${pairs.join(' \\\n    ')}` }];
}

function labels(values: Readonly<Record<string, string>>): readonly Instruction[] {
  const pairs = Object.entries(values).map(
    ([name, value]) => `${escapeValue(name, 'literal')}=${escapeValue(value, 'literal')}`,
  );
  return pairs.length === 0 ? [] : [{ text: `LABEL ${pairs.join(' \\\n      ')}` }];
}

/** The environment that a login shell activates; a venv needs no more than PATH. */
function activated(plan: Plan): readonly string[] {
  const managed = plan.toolchains.some(({ kind, language }) => kind === 'managed' && language === 'python');
  return managed ? [plan.layout.kernelPrefix] : [];
}

function authorities(options: DockerfileOptions): readonly Instruction[] {
  if (!options.authorities) return [];
  const mount = `--mount=type=bind,source=authorities,target=${settingsMount}`;
  const text = runTool(['add-authorities', settingsMount], options, [mount]);
  return [{ text, origin: engine('authorities'), user: 'root' }];
}

function toolStep(
  id: string,
  command: readonly string[],
  options: DockerfileOptions,
  cache?: 'apt',
): Instruction {
  return { text: runTool(command, options, [], cache), origin: engine(id), user: 'root' };
}

/** What every command of the image is run through: the start script, or the wrapper, which knows the script. */
function startScript(plan: Plan): readonly Instruction[] {
  const script = plan.start === null ? undefined : `\${REPO_DIR}/${plan.start}`;
  const entry = plan.wrapper === undefined ? script : `${entryFolder}/nix-shell-wrapper`;
  return [
    ...(script === undefined
      ? []
      : [{ text: `RUN chmod +x "${script}"`, origin: engine('start'), user: 'user' as const }]),
    ...(entry === undefined ? [] : env({ R2D_ENTRYPOINT: entry })),
  ];
}

/** Puts a USER instruction wherever the account changes. Both images end as the unprivileged one. */
function withUsers(instructions: readonly Instruction[], layout: PlanLayout): readonly Instruction[] {
  let current: StepUser | undefined;
  return instructions.flatMap((instruction) => {
    if (instruction.user === undefined || instruction.user === current) return [instruction];
    current = instruction.user;
    return [{ text: `USER ${current === 'root' ? 'root' : layout.user}` }, instruction];
  });
}
