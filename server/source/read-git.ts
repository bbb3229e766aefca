import { execFile } from 'node:child_process';
import type { Env } from '../platform/paths';
import { Cancelled } from '../protocol';
import { localGitEnvironment } from './git-environment';

/** In bytes: names of the files of the largest repositories that are listed. */
const longestAnswer = 64 * 1024 * 1024;

/**
 * What git prints in a person's own folder, for questions that only read and end at once; undefined where it fails (no
 * checkout, no such thing, no git). Without the process group that longer work is run in: waiting for its end takes
 * longer than the answer.
 * @throws Cancelled
 */
export function readGit(
  folder: string,
  args: readonly string[],
  env: Env,
  signal: AbortSignal,
): Promise<string | undefined> {
  const options = { env: localGitEnvironment(env), signal, timeout: 30_000, maxBuffer: longestAnswer };
  return new Promise((resolve, reject) => {
    execFile('git', ['-C', folder, ...args], options, (error, stdout) => {
      if (signal.aborted) reject(new Cancelled());
      else resolve(error === null ? stdout : undefined);
    });
  });
}

/** The lines that git prints; none where it fails (no checkout, no such thing) or is not installed. @throws Cancelled */
export async function gitLines(
  folder: string,
  args: readonly string[],
  { env, interrupts }: { readonly env: Env; readonly interrupts: { readonly first: AbortSignal } },
): Promise<string[]> {
  const output = (await readGit(folder, args, env, interrupts.first)) ?? '';
  return output.split('\n').filter((line) => line !== '');
}
