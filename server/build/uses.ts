import type { ArtifactSummary } from '../protocol';
import type { Store } from '../store/types';
import type { Engine } from './types';

/**
 * The same engine, which writes down what it made and when that was last asked for: what garbage collection goes by.
 * A pin that was set stays.
 */
export function recordUses<E extends Engine>(
  engine: E,
  store: Pick<Store, 'artifacts'>,
  clock: () => Date,
): E {
  const used = async (artifact: ArtifactSummary): Promise<ArtifactSummary> => {
    const known = await store.artifacts.get(artifact.key).catch(() => undefined);
    const pinned = known?.pinned === true ? { pinned: true } : {};
    const kept: ArtifactSummary = { ...artifact, ...pinned, lastUsedAt: clock().toISOString() };
    await store.artifacts.put(kept.key, kept);
    return kept;
  };
  return {
    ...engine,
    async find(key) {
      const found = await engine.find(key);
      return found === undefined ? undefined : await used(found);
    },
    build: async (pinned, checkout, emit, signal) =>
      await used(await engine.build(pinned, checkout, emit, signal)),
    async remove(artifact) {
      await engine.remove(artifact);
      await store.artifacts.delete(artifact.key);
    },
  };
}
