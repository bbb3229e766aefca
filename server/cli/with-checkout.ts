import { join } from 'node:path';
import type { RepoView } from '../environment/view';
import type { RepoRef } from '../protocol';
import { AppError } from '../protocol';
import { diskView } from '../source/disk-view';
import type { Context } from './command';
import { createProgress } from './progress';
import { isDirectory } from './repo-operand';

/**
 * Reads a repository without building it: a local folder where it is, any other after fetching it.
 * @throws AppError as Source does; Cancelled
 */
export async function withCheckout<T>(
  repo: RepoRef,
  context: Context,
  work: (view: RepoView, dir: string) => Promise<T>,
): Promise<T> {
  if (repo.provider !== 'local' || repo.ref !== undefined) return withFetched(repo, context, work);
  const dir = join(repo.spec, repo.subdir ?? '');
  if (isDirectory(dir)) return work(diskView(dir), dir);
  throw new AppError('subdir-missing', { subdir: repo.subdir ?? dir });
}

async function withFetched<T>(
  repo: RepoRef,
  { env, output, interrupts }: Context,
  work: (view: RepoView, dir: string) => Promise<T>,
): Promise<T> {
  const { openSource } = await import('./open-source');
  const source = await openSource(env);
  const display = createProgress(output);
  const signal = interrupts.first;
  const emit: Parameters<typeof source.resolve>[1]['emit'] = (body) => {
    display.show({ ...body, job: '', id: 0, at: '' });
  };
  try {
    const checkout = await source.fetch(await source.resolve(repo, { emit, signal }), { emit, signal });
    display.end(false);
    try {
      return await work(diskView(checkout.dir), checkout.dir);
    } finally {
      await source.release(checkout);
    }
  } finally {
    display.end(false);
  }
}
