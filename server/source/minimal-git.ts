import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { removeTree } from '../platform/files';
import type { Env } from '../platform/paths';
import { run } from '../platform/run';
import { localGitEnvironment } from './git-environment';

interface MinimalGitOptions {
  readonly env: Env;
  readonly signal: AbortSignal;
}

/**
 * Gives `to`, a copy of the checkout `from`, a `.git` that holds the commit of `from` and nothing else: no history, no
 * remotes, no configuration of the person's. `git status` then tells what the copy changes against the commit. Returns
 * the commit; undefined, and no `.git`, where `from` is not the root of a checkout with a commit, or git cannot read
 * it: a build does without.
 */
export async function writeMinimalGit(
  from: string,
  to: string,
  { env, signal }: MinimalGitOptions,
): Promise<string | undefined> {
  if (!existsSync(join(from, '.git'))) return undefined;
  const base = localGitEnvironment(env);
  const git = async (cwd: string, ...args: readonly string[]): Promise<string | undefined> => {
    const result = await run('git', args, { cwd, env: { ...base, GIT_ALLOW_PROTOCOL: 'file' }, signal });
    return result.code === 0 ? result.stdoutTail : undefined;
  };
  const commit = (await git(from, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}'))?.trim();
  if (commit === undefined) return undefined;
  const steps = [
    ['init', '--quiet', '--template=', '.'],
    [
      'fetch',
      '--quiet',
      '--depth=1',
      '--no-tags',
      '--no-write-fetch-head',
      '--no-recurse-submodules',
      '--',
      from,
      'HEAD',
    ],
    ['update-ref', '--no-deref', 'HEAD', commit],
    ['reset', '--quiet', '--mixed'],
  ];
  for (const step of steps) {
    if ((await git(to, ...step)) === undefined) {
      await removeTree(join(to, '.git'));
      return undefined;
    }
  }
  return commit;
}
