import { statSync } from 'node:fs';
import type { RepoRef } from '../protocol';
import { parseRepo } from '../spec/parse-repo';
import type { Context, Input } from './command';

/**
 * The repository that the first operand names, with `--ref` and `--subdir`.
 * @throws AppError invalid-spec, unknown-provider
 */
export function repoOperand(input: Input, { cwd }: Pick<Context, 'cwd'>): RepoRef {
  const repo = parseRepo(input.operands[0] ?? '', { cwd, isDirectory });
  const ref = input.values.get('ref');
  const subdir = input.values.get('subdir')?.replace(/^\/+|\/+$/g, '');
  return {
    ...repo,
    ...(ref !== undefined && { ref }),
    ...(subdir !== undefined && subdir !== '' && { subdir }),
  };
}

export function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
