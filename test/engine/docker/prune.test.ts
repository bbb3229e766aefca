import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DockerEngine } from '../../../server/build/docker/engine';
import type { PruneService } from '../../../server/build/prune-service';
import { createPruneService } from '../../../server/build/prune-service';
import { recordUses } from '../../../server/build/uses';
import type { ArtifactSummary, PruneAnswer, Session } from '../../../server/protocol';
import type { DockerWorld } from '../../support/docker-world';
import { dockerWorld, testBase } from '../../support/docker-world';
import { repository } from '../../support/engine-host';
import { temporaryDir } from '../../support/engine-scratch';
import { buildBare, engineApart, importBase } from '../../support/docker-bare';

const clock = (): Date => new Date();

describe('garbage collection of images', function () {
  this.timeout(300_000);
  let world: DockerWorld;
  let engine: DockerEngine;
  let prunes: PruneService;
  let base: string;
  const [foreignName, foreignTag] = ['bindery-tests/foreign', randomUUID()];
  const foreign = `${foreignName}:${foreignTag}`;

  /**
   * A base and tools that nobody else has: other tests build on this engine at the same time, and garbage collection of
   * one state root takes what that one used.
   */
  before(async () => {
    world = await dockerWorld();
    base = await importBase(world.docker, testBase);
    const entryScript = join(temporaryDir('bindery-entry-'), 'entry.py');
    writeFileSync(entryScript, `# ${randomUUID()}\n`);
    const made = engineApart(world, { entryScript });
    engine = recordUses(made, world.store, clock);
    prunes = createPruneService({ store: world.store, sources: [engine.prunable], clock });
    await world.docker.getImage(base).tag({ repo: foreignName, tag: foreignTag });
  });
  after(async () => {
    await prunes.prune({ all: true });
    for (const name of [foreign, base])
      await world.docker
        .getImage(name)
        .remove()
        .catch(() => undefined);
    await world.remove();
  });

  const dir = repository({ 'requirements.txt': '', 'notes.md': 'first\n' });
  const build = (): Promise<ArtifactSummary> => buildBare(engine, dir, base);
  const kinds = ({ removed }: PruneAnswer): readonly string[] => removed.map(({ kind }) => kind).sort();
  async function has(reference: string): Promise<boolean> {
    return await world.docker
      .getImage(reference)
      .inspect()
      .then(
        () => true,
        () => false,
      );
  }
  async function lastUsed(artifact: ArtifactSummary, days: number): Promise<void> {
    const lastUsedAt = new Date(Date.now() - days * 86_400_000).toISOString();
    await world.store.artifacts.put(artifact.key, { ...artifact, lastUsedAt });
  }

  it('takes the image of an old commit and leaves the environment that the next one needs', async () => {
    const old = await build();
    writeFileSync(join(dir, 'notes.md'), 'second\n');
    const recent = await build();
    await lastUsed(old, 40);
    const dry = await prunes.prune({ dryRun: true });
    assert.deepEqual(
      dry.removed.map(({ name, reason }) => [name, reason]),
      [[old.location, 'old']],
    );
    assert.ok(await has(old.location), 'a dry run removes nothing');
    await prunes.prune({});
    assert.deepEqual([await has(old.location), await has(recent.location)], [false, true]);
    assert.equal(await engine.find(old.key), undefined);
    assert.ok(await engine.find(recent.key));
  });

  it('keeps what a session starts from, and what a container of anybody is made from', async () => {
    writeFileSync(join(dir, 'notes.md'), 'third\n');
    const artifact = await build();
    await lastUsed(artifact, 90);
    await world.store.sessions.put('s', { name: 's', state: 'stopped', artifact } as Session);
    assert.ok(!kinds(await prunes.prune({ all: true })).includes('environment'));
    assert.ok(await has(artifact.location));
    await world.store.sessions.delete('s');
    const container = await world.docker.createContainer({ Image: artifact.location, Cmd: ['true'] });
    try {
      await prunes.prune({ all: true });
      assert.ok(await has(artifact.location));
    } finally {
      await container.remove();
    }
  });

  it('takes everything of its own with --all, and nothing else', async () => {
    writeFileSync(join(dir, 'notes.md'), 'fourth\n');
    const artifact = await build();
    const others = (await world.docker.listImages({ filters: { reference: ['bindery-base'] } })).length;
    const answer = await prunes.prune({ all: true });
    assert.ok(
      ['base', 'environment', 'image', 'tools'].every((kind) => kinds(answer).includes(kind as never)),
      kinds(answer).join(),
    );
    for (const { name } of answer.removed) assert.equal(await has(name), false, name);
    assert.equal(await has(artifact.location), false);
    assert.ok((await has(foreign)) && (await has(base)), 'the base belongs to somebody else');
    assert.equal(
      (await world.docker.listImages({ filters: { reference: ['bindery-base'] } })).length,
      others,
    );
    assert.ok((await prunes.prune({ all: true })).removed.length === 0);
  });
});
