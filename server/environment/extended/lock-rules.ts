import type { Environment, LockFormat } from '../../protocol';
import { exists } from '../config-files';
import type { RepoView } from '../view';

/** What the rules ask: what Binder would do, and what else is there. */
export interface LockContext {
  readonly view: RepoView;
  readonly binder: Environment;
  /** The file that chose Binder's buildpack. */
  readonly decider: string | undefined;
}

/** When the lock file of one tool counts. */
export interface LockRule {
  readonly format: LockFormat;
  readonly path: 'uv.lock' | 'poetry.lock' | 'pylock.toml' | 'conda-lock.yml' | 'pixi.lock' | 'renv.lock';
  /** The buildpack that installs it. */
  readonly buildpack: 'python' | 'conda' | 'r';
  /** The file that it is the lock of, without which it cannot be installed. */
  readonly needs?: 'pyproject.toml';
  /** Buildpacks of Binder that it refines: then it is the lock of what Binder installs itself. */
  readonly refines: readonly string[];
}

/**
 * Which lock file wins, in this order; the first that counts does, and there is only one.
 *
 * | lock           | refines                     | why here                                                               |
 * | -------------- | --------------------------- | ---------------------------------------------------------------------- |
 * | uv.lock        | python (pyproject.toml)     | a tool's own lock is kept up to date by that tool                      |
 * | poetry.lock    | python (pyproject.toml)     | the same; a repository with both moved from Poetry to uv               |
 * | pylock.toml    | python                      | usually exported from one of those two, and older than they are        |
 * | conda-lock.yml | conda (environment.yml)     | made of environment.yml: the same environment                          |
 * | pixi.lock      | nothing                     | made of pixi.toml, which says something else than environment.yml      |
 * | renv.lock      | r                           | made by the project that r installs                                    |
 *
 * Each also counts where Binder finds no file at all and would take its default. What a file says that Binder reads
 * wins otherwise: requirements.txt over every lock of Python packages, environment.yml over pixi.lock.
 */
export const lockRules: readonly LockRule[] = [
  { format: 'uv', path: 'uv.lock', buildpack: 'python', needs: 'pyproject.toml', refines: ['python'] },
  {
    format: 'poetry',
    path: 'poetry.lock',
    buildpack: 'python',
    needs: 'pyproject.toml',
    refines: ['python'],
  },
  { format: 'pylock', path: 'pylock.toml', buildpack: 'python', refines: ['python'] },
  { format: 'conda-lock', path: 'conda-lock.yml', buildpack: 'conda', refines: ['conda'] },
  { format: 'pixi', path: 'pixi.lock', buildpack: 'conda', refines: [] },
  { format: 'renv', path: 'renv.lock', buildpack: 'r', refines: ['r'] },
];

/** Why a lock does not count: the file that wins over it, or that it lacks. */
export type LockRefusal = { readonly loses: string } | { readonly lacks: string };

/** Why this lock does not count beside what Binder reads; undefined where it does. */
export function refusal(rule: LockRule, { view, binder, decider }: LockContext): LockRefusal | undefined {
  const used = binder.files.filter(({ role }) => role === 'used').map(({ path }) => path);
  if (binder.buildpack === 'python' && used.includes('requirements.txt'))
    return { loses: 'requirements.txt' };
  if (rule.needs !== undefined && !exists(view, rule.needs)) return { lacks: rule.needs };
  if (binder.chosenAsFallback || rule.refines.includes(binder.buildpack ?? '')) return undefined;
  return { loses: decider ?? used[0] ?? '' };
}
