import type { Plan, PlanLayout, PrefixName, Step, StepUser } from '../protocol';
import { cacheMount, settingsMount, toolsMount } from './dockerfile-scripts';
import type { DockerfileOptions, Instruction, LayerOrigin, ToolsSource } from './dockerfile-types';

/** Which cache a step gets: Debian packages, or those of uv and pip. */
export type CacheKind = 'apt' | 'python';

/** A step of the plan as instructions, in order. */
export function stepInstructions(step: Step, plan: Plan, options: DockerfileOptions): readonly Instruction[] {
  const { layout } = plan;
  const run = (
    command: readonly string[],
    mounts: readonly string[] = [],
    cache?: CacheKind,
  ): Instruction => ({
    text: runTool(command, options, mounts, cache, layout.uid),
    origin: originOf(step),
    user: step.user,
  });
  const install = (prefix: PrefixName, wanted: readonly string[], cache?: CacheKind): Instruction =>
    run(['pip-install', prefixPath(prefix, layout), ...wanted], settingsMounts(options), cache);
  switch (step.op) {
    case 'apt-install':
      return [run(['apt-install', ...step.packages], [], 'apt')];
    case 'install-python':
      return installPython(step.prefix, step.version, plan, run);
    case 'install-jupyter':
      return [install(step.prefix, ['--requirement', `${toolsMount}/locks/${step.lock}.txt`], 'python')];
    case 'copy-files':
      return step.files.map((file) => copyFromRepo(file, `\${REPO_DIR}/${file}`, step, options, layout));
    case 'pip-install-requirements':
      // After the copy the list may name code of the repository itself, which must not reach a shared cache.
      return [
        install(
          step.prefix,
          ['--requirement', step.file],
          step.place === 'before-copy' ? 'python' : undefined,
        ),
      ];
    case 'copy-repo':
      return [copyFromRepo('', '${REPO_DIR}/', step, options, layout)];
    case 'pip-install-repo':
      return [install(step.prefix, ['.'])];
    case 'run-post-build': {
      const file = `./${step.file}`;
      const text = `RUN umask 002 && chmod +x ${shellWord(file)} && ${shellWord(file)}`;
      return [{ text, origin: originOf(step), user: step.user }];
    }
  }
}

type RunStep = (command: readonly string[], mounts?: readonly string[], cache?: CacheKind) => Instruction;

function installPython(
  prefix: PrefixName,
  version: string,
  plan: Plan,
  run: RunStep,
): readonly Instruction[] {
  const path = prefixPath(prefix, plan.layout);
  if (!plan.toolchains.some(({ kind }) => kind === 'managed')) return [run(['make-venv', path])];
  const conda =
    prefix === 'NB_PYTHON_PREFIX' ? [{ text: micromamba(plan) }, run(['make-conda'], [], 'apt')] : [];
  return [...conda, run(['make-conda-python', path, version])];
}

/** Where the first conda client comes from; the build argument MICROMAMBA_URL names another place. */
function micromamba({ platform }: Plan): string {
  const machine = platform === 'linux/amd64' ? 'linux-64' : 'linux-aarch64';
  return `ARG MICROMAMBA_URL=https://micro.mamba.pm/api/micromamba/${machine}/2.8.1`;
}

function originOf(step: Step): LayerOrigin {
  return { id: step.id, op: step.op };
}

function prefixPath(prefix: PrefixName, layout: PlanLayout): string {
  return prefix === 'NB_PYTHON_PREFIX' ? layout.nbPrefix : layout.kernelPrefix;
}

/** The image or stage that the tools are mounted from. */
export function toolsName(tools: ToolsSource): string {
  return tools.kind === 'image' ? tools.reference : 'tools';
}

/** A RUN of one of the scripts, with the tools mounted and, where asked for, a package cache of this trust domain. */
export function runTool(
  [script, ...args]: readonly string[],
  options: DockerfileOptions,
  mounts: readonly string[] = [],
  cache?: CacheKind,
  uid = 0,
): string {
  const source = options.tools.kind === 'stage' ? '/tools' : '/';
  const all = [
    `--mount=type=bind,from=${toolsName(options.tools)},source=${source},target=${toolsMount}`,
    ...cacheMounts(cache, options, uid),
    ...mounts,
  ];
  const command = ['sh', `${toolsMount}/${script ?? ''}`, ...args.map(shellWord)].join(' ');
  return `RUN ${[...all, command].join(' \\\n    ')}`;
}

/** apt and pip keep files of another user out of use, so every account has a cache of its own. */
function cacheMounts(
  cache: CacheKind | undefined,
  { trustDomain }: DockerfileOptions,
  uid: number,
): readonly string[] {
  if (cache === undefined || trustDomain === undefined) return [];
  const owner = cache === 'apt' ? 0 : uid;
  const id = `id=bindery-${trustDomain}-${cache}-${owner}`;
  // apt takes a lock of its own; uv and pip are made for being used at the same time.
  const sharing = cache === 'apt' ? 'locked' : 'shared';
  return [`--mount=type=cache,${id},target=${cacheMount},uid=${owner},gid=${owner},sharing=${sharing}`];
}

function settingsMounts({ settings }: DockerfileOptions): readonly string[] {
  return settings ? [`--mount=type=bind,source=settings,target=${settingsMount}`] : [];
}

function copyFromRepo(
  file: string,
  target: string,
  step: Step,
  { repoFolder }: DockerfileOptions,
  layout: PlanLayout,
): Instruction {
  const source = [repoFolder, file].filter((part) => part !== '').join('/');
  const folder = file === '' ? (source === '' ? '.' : `${source}/`) : source;
  return copyInstruction({ source: folder, target, origin: originOf(step), user: step.user }, layout);
}

interface Copy {
  readonly from?: string;
  readonly source: string;
  readonly target: string;
  readonly origin: LayerOrigin;
  readonly user?: StepUser;
}

/** A COPY whose files belong to the account, except for what comes from the tools. */
export function copyInstruction(copy: Copy, layout: PlanLayout): Instruction {
  const option = copy.from === undefined ? `--chown=${layout.uid}:${layout.uid}` : `--from=${copy.from}`;
  const text = `COPY ${option} ${copyPaths(literalPattern(copy.source), copy.target)}`;
  return { text, origin: copy.origin };
}

/** The readable form where it can hold the names, else the JSON form. */
function copyPaths(source: string, target: string): string {
  const plain = [source, target].every((path) => /^[\w./${}+-]+$/.test(path));
  return plain ? `${source} ${target}` : JSON.stringify([source, target]);
}

/** COPY reads its source as a pattern: what a pattern would take for special stands for itself. */
function literalPattern(path: string): string {
  return path
    .replace(/[\\*?[]/g, (special) => (special === '[' ? '[[]' : `\\${special}`))
    .replace(/\$/g, '\\$');
}

/** A word of a shell command. */
function shellWord(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A value of ENV or LABEL, with `${NAME}` expanded by the builder or left as it is. */
export function escapeValue(value: string, dollars: 'expand' | 'literal'): string {
  if (/^[\w./:@%+,${}-]+$/.test(value) && (dollars === 'expand' || !value.includes('$'))) return value;
  const quoted = value.replace(/["\\]/g, '\\$&').replace(/\n/g, ' ');
  return `"${dollars === 'literal' ? quoted.replaceAll('$', '\\$') : quoted}"`;
}
