import type { Store } from '../store/types';
import type { Engine } from './types';

/**
 * The same engine, which writes down what modules each new environment has, once per environment: a commit that changes
 * nothing of it costs nothing. What cannot be asked is left out; the build is not worse for it.
 */
export function recordModules<E extends Engine>(engine: E, store: Pick<Store, 'modules' | 'artifacts'>): E {
  return {
    ...engine,
    async build(pinned, checkout, emit, signal) {
      const artifact = await engine.build(pinned, checkout, emit, signal);
      const { environmentHash } = artifact;
      const known = await store.modules.get(environmentHash).catch(() => undefined);
      if (known === undefined) {
        const modules = await engine.modules?.(artifact, signal).catch(() => undefined);
        if (modules !== undefined) await store.modules.put(environmentHash, { modules });
      }
      return artifact;
    },
    async remove(artifact) {
      await engine.remove(artifact);
      const others = await store.artifacts.list();
      const shared = others.some(
        ({ key, environmentHash }) => key !== artifact.key && environmentHash === artifact.environmentHash,
      );
      if (!shared) await store.modules.delete(artifact.environmentHash);
    },
  };
}
