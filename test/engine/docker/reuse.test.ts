import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { sessionFiles, writeToken } from '../../../server/launch/session-files';
import type { SpawnSpec } from '../../../server/launch/types';
import type { ArtifactSummary, EventBody, Plan, Session } from '../../../server/protocol';
import type { DockerWorld } from '../../support/docker-world';
import { buildImageOf, dockerWorld, inImage, repoDir, stepsOf, testBase } from '../../support/docker-world';
import { buildBare, importBase } from '../../support/docker-bare';
import { repository } from '../../support/engine-host';
import { temporaryDir } from '../../support/engine-scratch';
import { ask } from '../../support/jupyter-client';

const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];

function git(dir: string, ...args: readonly string[]): void {
  execFileSync('git', [...identity, '-C', dir, ...args], { stdio: 'pipe' });
}

/** A clone of its own, as somebody else would make it. */
function clone(origin: string): string {
  const dir = join(temporaryDir('bindery-clone-'), 'notes');
  git(origin, 'clone', '--quiet', origin, dir);
  return dir;
}

describe('reuse on the docker engine', function () {
  this.timeout(300_000);
  let world: DockerWorld;
  let base: string;
  let origin: string;

  before(async () => {
    world = await dockerWorld();
    base = await importBase(world.docker, testBase);
    origin = repository({ 'requirements.txt': 'six\n', 'index.ipynb': '{"cells": "first"}\n' });
    git(origin, 'init', '--quiet', '--initial-branch', 'main');
    git(origin, 'add', '.');
    git(origin, 'commit', '--quiet', '-m', 'first');
  });
  after(async () => {
    await world.remove();
    await world.docker
      .getImage(base)
      .remove()
      .catch(() => undefined);
  });

  const codes = (events: readonly EventBody[]): readonly string[] => events.flatMap(({ code }) => code ?? []);

  it('builds nothing for another fresh clone of the same commit', async () => {
    const first: EventBody[] = [];
    const second: EventBody[] = [];
    const one = await buildBare(world.engine, clone(origin), base, { events: first });
    const two = await buildBare(world.engine, clone(origin), base, { events: second });
    assert.equal(two.key, one.key);
    assert.equal(two.location, one.location);
    assert.ok(stepsOf(first).length > 0);
    assert.deepEqual(stepsOf(second), []);
    assert.ok(!codes(second).includes('build.engine'), 'no build was begun');
  });

  it('only copies for a commit that changes one notebook, whose text the image then has', async () => {
    writeFileSync(join(origin, 'index.ipynb'), '{"cells": "second"}\n');
    git(origin, 'commit', '--quiet', '-am', 'second');
    const events: EventBody[] = [];
    const artifact = await buildBare(world.engine, clone(origin), base, { events });
    assert.ok(codes(events).includes('build.prefix-reused'));
    const steps = stepsOf(events).map((step) => step.split(':')[0]);
    assert.ok(steps.includes('copy-repo'), steps.join());
    assert.ok(!steps.some((step) => /^(apt|install-python|pip)/.test(step ?? '')), steps.join());
    assert.equal(
      await inImage(world.docker, artifact.location, ['cat', `${repoDir}/index.ipynb`]),
      '{"cells": "second"}\n',
    );
  });

  it('shows the new text in a session of the new commit', async () => {
    const dir = repository({ 'notes.md': `first ${randomUUID()}` });
    await buildImageOf(world, dir);
    const text = `second ${randomUUID()}`;
    writeFileSync(join(dir, 'notes.md'), text);
    const { artifact, pinned, events } = await buildImageOf(world, dir);
    assert.ok(codes(events).includes('build.prefix-reused'));
    const spec = await specFor(world, artifact, pinned.plan);
    const { url } = await world.spawner.start(spec, () => undefined, new AbortController().signal);
    try {
      const server = { url, token: readFileSync(spec.tokenFile, 'utf8') };
      const { body } = await ask(server, 'api/contents/notes.md');
      assert.equal((body as { content?: unknown }).content, text);
    } finally {
      await world.spawner.stop(spec.session, spec.dir, 0);
    }
  });

  it('keeps the base that a tag meant when it was looked up, says so, and takes the new one on request', async () => {
    const dir = clone(origin);
    const before = await idOf(world.docker, base);
    const one = await buildBare(world.engine, dir, base);
    const other = await importBase(world.docker, testBase);
    const [repo = '', tag = ''] = base.split(':');
    await world.docker.getImage(other).tag({ repo, tag });
    const events: EventBody[] = [];
    const two = await buildBare(world.engine, dir, base, { events });
    assert.equal(two.key, one.key, 'the same environment');
    const moved = events.find(({ code }) => code === 'build.base-moved');
    assert.equal(moved?.level, 'warning');
    assert.equal(moved.args?.['digest'], before.slice(0, 19));
    assert.equal(moved.args['date'], new Date().toISOString().slice(0, 10));
    const three = await buildBare(world.engine, dir, base, { refresh: true });
    assert.notEqual(three.environmentHash, one.environmentHash);
    const after: EventBody[] = [];
    assert.equal((await buildBare(world.engine, dir, base, { events: after })).key, three.key);
    assert.ok(codes(after).includes('build.base-pinned'));
    await world.docker.getImage(other).remove();
  });
});

/** What starts a session on the image, in a volume of its own. */
async function specFor({ store }: DockerWorld, artifact: ArtifactSummary, plan: Plan): Promise<SpawnSpec> {
  const name = 'reuse';
  const dir = store.path('sessions', name);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const files = sessionFiles(dir);
  await writeToken(files.token);
  const session: Session = {
    ...{ name, state: 'spawning', reason: '', spawner: 'docker', artifact, limits: {} },
    repo: { provider: 'local', spec: '/', displayName: name },
    workFolder: { kind: 'volume', path: files.work },
    createdAt: new Date().toISOString(),
  };
  return { session, plan, artifact, dir, tokenFile: files.token, port: 0, startTimeout: 120 };
}

async function idOf(docker: Docker, reference: string): Promise<string> {
  return (await docker.getImage(reference).inspect()).Id;
}
