import type { BuiltModules } from '../protocol';
import type { Store } from './types';

/**
 * The modules of the environment that was last built for a folder of this machine, and the distributions that bring each;
 * undefined where none was built, or where its environment could not be asked.
 */
export async function builtModules(
  store: Pick<Store, 'jobs' | 'artifacts' | 'modules'>,
  folder: string,
): Promise<BuiltModules | undefined> {
  const keys = (await store.jobs.list())
    .filter(({ kind, repo }) => kind === 'launch' && repo?.provider === 'local' && repo.spec === folder)
    .sort((left, right) => (left.createdAt < right.createdAt ? 1 : -1))
    .flatMap(({ artifactKey }) => (artifactKey === undefined ? [] : [artifactKey]));
  for (const key of keys) {
    const artifact = await store.artifacts.get(key);
    const record = artifact && (await store.modules.get(artifact.environmentHash));
    if (record !== undefined) return record.modules;
  }
  return undefined;
}
