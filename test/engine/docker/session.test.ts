import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { runBuild } from '../../../server/build/docker/build';
import type { SessionOffer } from '../../../server/build/docker/session/services';
import type { EventBody } from '../../../server/protocol';
import { AppError } from '../../../server/protocol';
import { outputOf, runContainer, testBase } from '../../support/docker-world';
import { startHostileRegistry } from '../../support/hostile-registry';
import type { TestRegistry } from '../../support/registry';
import { startRegistry } from '../../support/registry';

const docker = new Docker();
const tag = 'bindery-session-test:1';

/** Builds a Dockerfile that somebody wrote, with what it may ask for. */
async function build(lines: readonly string[], offer: SessionOffer): Promise<readonly EventBody[]> {
  const events: EventBody[] = [];
  const text = `${lines.join('\n')}\n`;
  const layers = lines.map((line, index) => ({ id: index === 0 ? 'from' : line, op: 'engine' as const }));
  const run = {
    ...{ dockerfile: { text, layers }, context: { files: {}, folders: {} }, tag, offer },
    ...{ platform: 'linux/amd64', proxies: {}, total: lines.length, before: 0 },
    label: ({ id }: { id: string }) => id,
  };
  await runBuild(docker, run, (event) => void events.push(event), new AbortController().signal);
  return events;
}

const nothing: SessionOffer = { secrets: {} };

/** Everything that the engine kept of the image: configuration, history, and all of its layers. */
async function savedImage(image: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await docker.getImage(image).get()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('The session of a build', () => {
  let registry: TestRegistry;

  before(async function () {
    this.timeout(60_000);
    const started = await startRegistry();
    if (started === undefined) this.skip();
    registry = started;
    const image = docker.getImage(testBase);
    await image.tag({ repo: `${registry.host}/base`, tag: '1' });
    const authconfig = { username: registry.username, password: registry.password };
    const answer = await docker.getImage(`${registry.host}/base:1`).push({ authconfig });
    await new Promise((resolve) => docker.modem.followProgress(answer, resolve));
    await docker.getImage(`${registry.host}/base:1`).remove();
  });
  after(async () => {
    await docker
      .getImage(tag)
      .remove({ force: true })
      .catch(() => undefined);
    await (registry as TestRegistry | undefined)?.stop();
  });

  const offer = (): SessionOffer => ({
    registry: { host: registry.host, username: registry.username, secret: registry.password },
    secrets: {},
  });

  it('tells the password to the registry that it is for', async () => {
    const lines = [`FROM ${registry.host}/base:1`, 'RUN echo pulled'];
    await assert.rejects(build(lines, nothing), (error) => AppError.is(error, 'engine-failed'));
    await build(lines, offer());
    assert.equal(await runContainer(docker, { Image: tag, Cmd: ['echo', 'there'] }), 'there\n');
  }).timeout(120_000);

  for (const scheme of ['Basic', 'Bearer'] as const) {
    it(`tells nothing to another registry that asks for it (${scheme})`, async () => {
      const evil = await startHostileRegistry(scheme);
      await assert.rejects(build([`FROM ${evil.host}/x:1`, 'RUN true'], offer()), (error) =>
        AppError.is(error, 'engine-failed'),
      );
      await evil.stop();
      assert.ok(evil.requests.length > 0, 'it was asked for the image');
      const pair = Buffer.from(`${registry.username}:${registry.password}`).toString('base64');
      const seen = JSON.stringify(evil.requests);
      for (const word of [registry.password, registry.username, pair]) assert.ok(!seen.includes(word), seen);
      assert.deepEqual(
        evil.requests.filter(({ authorization }) => authorization !== undefined),
        [],
      );
    }).timeout(60_000);
  }

  it('gives a step the secrets that it mounts, which are in no layer, no history and no output', async () => {
    const secret = `s3cret-${randomUUID()}`;
    const encoded = Buffer.from(secret).toString('base64').slice(0, 24);
    const events = await build(
      [
        // What is secret is no part of what steps are known by: without this line they may come from the cache.
        ...[`FROM ${testBase}`, `RUN echo ${randomUUID()}`],
        'RUN --mount=type=secret,id=word,required=true cat /run/secrets/word; sha256sum </run/secrets/word >/sum; echo; echo ran',
        'RUN test ! -s /run/secrets/word',
      ],
      { secrets: { word: secret } },
    );
    assert.match(outputOf(events), /\[redacted\][^]*ran/);
    assert.ok(!JSON.stringify(events).includes(secret));
    const saved = await savedImage(tag);
    assert.ok(saved.includes('/sum') || saved.includes('sum'), 'the layers are in there');
    for (const word of [secret, encoded]) assert.ok(!saved.includes(word));
    assert.ok(!JSON.stringify(await docker.getImage(tag).history()).includes(secret));
  }).timeout(60_000);

  it('has no other secrets', async () => {
    const lines = [`FROM ${testBase}`, 'RUN --mount=type=secret,id=other,required=true true'];
    await assert.rejects(build(lines, { secrets: { word: randomUUID() } }), /other/);
  }).timeout(60_000);

  it('passes the ssh agent of this machine on to a step that mounts it', async () => {
    const sshAgent = join(mkdtempSync(join(tmpdir(), 'bindery-ssh-')), 'agent.sock');
    const server = createServer((client) =>
      client.on('data', (data) => client.write(`agent heard ${data.toString('utf8')}`)),
    );
    await new Promise<void>((resolve) => server.listen(sshAgent, resolve));
    const ask = [
      'import os, socket',
      's = socket.socket(socket.AF_UNIX)',
      's.connect(os.environ["SSH_AUTH_SOCK"])',
      `s.send(b"${randomUUID()}")`,
      'print(s.recv(100).decode()[:12])',
    ].join('; ');
    const events = await build([`FROM ${testBase}`, `RUN --mount=type=ssh python3 -c '${ask}'`], {
      secrets: {},
      sshAgent,
    });
    server.close();
    assert.match(outputOf(events), /agent heard /);
  }).timeout(60_000);
});
