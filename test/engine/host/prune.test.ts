import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostPruneSource } from '../../../server/build/host/prune';
import type { PruneService } from '../../../server/build/prune-service';
import { createPruneService } from '../../../server/build/prune-service';
import type { ArtifactSummary, PruneAnswer, Session } from '../../../server/protocol';
import type { HostWorld } from '../../support/engine-host';
import { buildIn, checkoutOf, hostWorld, repository } from '../../support/engine-host';

describe('garbage collection of prefixes', function () {
  this.timeout(120_000);
  let world: HostWorld;
  let prunes: PruneService;
  const repos = {
    six: repository({ 'requirements.txt': 'six\n' }),
    tabulate: repository({ 'requirements.txt': 'tabulate\n' }),
  };

  beforeEach(async () => {
    world = await hostWorld();
    const { store } = world;
    prunes = createPruneService({ store, sources: [hostPruneSource(store)], clock: () => new Date() });
  });
  afterEach(() => world.remove());

  /** Builds a commit of a repository that was last used so many days ago. */
  async function built(repo: keyof typeof repos, commit: string, days: number): Promise<ArtifactSummary> {
    const { artifact, error } = await buildIn(world, checkoutOf(repos[repo], commit, false), { bare: true });
    assert.ok(artifact, error?.message);
    const lastUsedAt = new Date(Date.now() - days * 86_400_000).toISOString();
    await world.store.artifacts.put(artifact.key, { ...artifact, lastUsedAt });
    const complete = join(artifact.location, '../COMPLETE');
    const stored = JSON.parse(readFileSync(complete, 'utf8')) as object;
    writeFileSync(complete, JSON.stringify({ ...stored, builtAt: lastUsedAt }));
    return artifact;
  }
  const kinds = ({ removed }: PruneAnswer): readonly string[] =>
    removed.map(({ kind, reason }) => `${kind} ${reason}`);
  const contents = (): readonly string[] => readdirSync(join(world.root, 'content'));

  it('removes the content of an old commit, and its prefix only with the last commit that needs it', async () => {
    const old = await built('six', 'commit-1', 40);
    const recent = await built('six', 'commit-2', 1);
    const first = await prunes.prune({});
    assert.deepEqual(
      kinds(first).filter((one) => !one.startsWith('log')),
      ['content old'],
    );
    assert.equal(await world.engine.find(old.key), undefined);
    assert.ok(await world.engine.find(recent.key));
    assert.equal(contents().length, 1);
    const second = await prunes.prune({ all: true });
    assert.deepEqual(
      kinds(second).filter((one) => !one.startsWith('log')),
      ['content all', 'prefix all'],
    );
    assert.ok(!existsSync(recent.location));
    assert.equal(contents().length, 0);
    assert.ok(second.freedBytes > 100_000, String(second.freedBytes));
  });

  it('frees the least recently used first, and stops at the limit', async () => {
    const old = await built('six', 'commit-1', 20);
    const recent = await built('tabulate', 'commit-1', 2);
    const { keptBytes } = await prunes.prune({ dryRun: true });
    await prunes.prune({ keepBytes: keptBytes - 100_000 });
    assert.equal(await world.engine.find(old.key), undefined);
    assert.ok(!existsSync(old.location));
    assert.ok(await world.engine.find(recent.key));
  });

  it('keeps what a stopped session starts from, and what is pinned, whatever is asked for', async () => {
    const session = await built('six', 'commit-1', 90);
    const pinned = await built('tabulate', 'commit-1', 90);
    await world.store.sessions.put('s', { name: 's', state: 'stopped', artifact: session } as Session);
    await world.store.artifacts.put(pinned.key, { ...pinned, pinned: true });
    const answer = await prunes.prune({ all: true, keepBytes: 0 });
    assert.deepEqual(
      kinds(answer).filter((one) => !one.startsWith('log')),
      [],
    );
    assert.ok((await world.engine.find(session.key)) && (await world.engine.find(pinned.key)));
  });

  it('takes no prefix while a build runs, and leaves one that is being made alone', async () => {
    const artifact = await built('six', 'commit-1', 90);
    const { id } = await world.store.jobs.create({ kind: 'build', buildOnly: false });
    const answer = await prunes.prune({ all: true });
    assert.deepEqual(
      kinds(answer).filter((one) => !one.startsWith('log')),
      ['content all'],
    );
    assert.ok(existsSync(artifact.location));
    await world.store.jobs.update(id, { state: 'failed', endedAt: new Date().toISOString() });
    await prunes.prune({ all: true });
    assert.ok(!existsSync(artifact.location));
  });
});
