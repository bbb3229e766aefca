import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testBase } from '../support/docker-world';
import { withAgent } from './agent';
import { execute } from './measure';
import { CannotMeasure } from './row';
import type { BenchContext } from './row';

/** Where Debian keeps the authorities that an operator added. */
const authorities = '/usr/local/share/ca-certificates';

/**
 * Runs `work` with an agent that builds on the test's base image, and removes the images that were built meanwhile; the
 * environments below them stay, for the next run.
 * @throws CannotMeasure where no engine answers or the base image is not there
 */
export async function withDockerAgent<T>(
  { folder, bindery }: BenchContext,
  work: (env: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const missing = 'there is no Docker engine with the base image: get it with npm run test:setup';
  await docker('image', 'inspect', testBase).catch(() => {
    throw new CannotMeasure(missing);
  });
  const more = {
    BINDERY_BASE_IMAGE: testBase,
    BINDERY_TOOLCHAIN: 'system',
    ...(existsSync(authorities) && { BINDERY_EXTRA_CA: authorities }),
  };
  const home = join(folder, 'home');
  try {
    return await withAgent({ bindery, home, env: more }, work);
  } finally {
    for (const image of await builtImages(home)) await docker('image', 'rm', '--force', image);
  }
}

/** Runs a docker command and returns its output. */
export async function docker(...args: readonly string[]): Promise<string> {
  return (await execute({ argv: ['docker', ...args], cwd: '/' })).trim();
}

/** As the logs of the jobs tell: what an image is, the engine itself keeps. */
async function builtImages(home: string): Promise<readonly string[]> {
  const folder = join(home, 'jobs');
  const jobs = await readdir(folder).catch((): string[] => []);
  const logs = await Promise.all(
    jobs.map((job) => readFile(join(folder, job, 'events.jsonl'), 'utf8').catch(() => '')),
  );
  const found = logs.join('').matchAll(/"kind":"image",[^{}]*"location":"([^"]+)"/g);
  return [...new Set([...found].map(([, location = '']) => location))];
}
