import type { PlanLayout, PrefixName, Step, StepUser } from '../../protocol';
import { cacheMount, secretsMount, settingsMount, toolsMount } from './mounts';
import type { DockerfileOptions, Instruction, LayerOrigin, ToolsSource } from './types';

/** Which cache a step gets: Debian packages, those of uv and pip, or conda's. */
export type CacheKind = 'apt' | 'python' | 'conda';

/** The layer of a step of the plan. */
export function originOf(step: Step): LayerOrigin {
  return { id: step.id, op: step.op };
}

/** Path of an environment in the image. */
export function prefixPath(prefix: PrefixName, layout: PlanLayout): string {
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

/**
 * The mounts of index and proxy settings, where the context has some: `installer.sh`, which reads what is secret of them
 * from the secret `installer` itself. For steps that install packages, and no others.
 */
export function settingsMounts(options: DockerfileOptions): readonly string[] {
  const { settings } = options;
  const given = settings ? [`--mount=type=bind,source=settings,target=${settingsMount}`] : [];
  return [...given, ...secretMounts('installer', options)];
}

/** The mount of a secret as the file of this name, where the builder can ask for it; without it the step fails then. */
export function secretMounts(name: string, { secrets = [] }: DockerfileOptions): readonly string[] {
  if (!secrets.includes(name)) return [];
  return [`--mount=type=secret,id=${name},target=${secretsMount}/${name},required=true,mode=0444`];
}

/** A COPY of a file of the repository, or of all of it where `file` is empty. */
export function copyFromRepo(
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
export function shellWord(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A value of ENV or LABEL, with `${NAME}` expanded by the builder or left as it is. */
export function escapeValue(value: string, dollars: 'expand' | 'literal'): string {
  if (/^[\w./:@%+,${}-]+$/.test(value) && (dollars === 'expand' || !value.includes('$'))) return value;
  const quoted = value.replace(/["\\]/g, '\\$&').replace(/\n/g, ' ');
  return `"${dollars === 'literal' ? quoted.replaceAll('$', '\\$') : quoted}"`;
}
