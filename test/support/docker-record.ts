// Records what real engines answer to builds, for the tests of the decoders: npx tsx test/support/docker-record.ts [podman]
// Podman is the one that scripts/setup/podman.sh starts. Needs the base image of scripts/setup/base-image.sh; writes into test/unit/docker/recorded/.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { contextStream } from '../../server/build/docker/context';

const folder = join(__dirname, '..', 'unit', 'docker', 'recorded');
const podmanSocket = '/run/bindery-podman/podman.sock';
const base = process.env['BINDERY_BASE_IMAGE'] ?? 'bindery-base:bookworm';
const tag = 'bindery-recorded:1';

/** Three steps, with output in several ways; a stamp keeps the first run from being cached. */
function dockerfile(stamp: string, from = base): string {
  return [
    `FROM ${from}`,
    `ENV STAMP=${stamp}`,
    'WORKDIR /work',
    'COPY a.txt ./',
    "RUN echo 'größer'; echo to-stderr >&2; printf 'no line break'",
    "RUN printf 'ten\\rhalf\\rdone\\n'",
    '',
  ].join('\n');
}

async function record(
  docker: Docker,
  name: string,
  text: string,
  options: object = { t: tag, version: 2 },
): Promise<void> {
  const files = { Dockerfile: text, 'a.txt': 'a\n' };
  const context = contextStream({ files, folders: {} }, new AbortController().signal);
  const answer = await docker.buildImage(context, options);
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(Buffer.from(chunk));
  writeFileSync(join(folder, `${name}.jsonl`), Buffer.concat(chunks));
}

async function main(): Promise<void> {
  const docker = new Docker();
  const { Version } = await docker.version();
  const engine = `engine-${Version.split('.').slice(0, 2).join('.')}`;
  const text = dockerfile(String(Date.now()));
  mkdirSync(folder, { recursive: true });
  await record(docker, `${engine}-built`, text);
  await record(docker, `${engine}-cached`, text);
  await record(docker, `${engine}-failed`, `${text}RUN echo before; exit 42\nRUN echo never\n`);
  await record(docker, `${engine}-missing-file`, `FROM ${base}\nCOPY not-there.txt /\n`);
  await record(docker, `${engine}-missing-base`, 'FROM localhost:1/nobody/has-it:1\n');
  await docker.getImage(tag).remove({ force: true });
}

/** The same with Podman's classic endpoint; its intermediate images are the cache. */
async function podman(): Promise<void> {
  const docker = new Docker({ socketPath: podmanSocket, host: undefined, port: undefined, protocol: 'http' });
  const { Version } = await docker.version();
  const engine = `podman-${Version.split('.').slice(0, 2).join('.')}`;
  const from = `localhost/${base}`;
  const named = { t: `localhost/${tag}` };
  const text = dockerfile(String(Date.now()), from);
  await record(docker, `${engine}-built`, text, named);
  await record(docker, `${engine}-cached`, text, named);
  await record(docker, `${engine}-failed`, `${text}RUN echo before; exit 42\nRUN echo never\n`, named);
  await record(docker, `${engine}-missing-file`, `FROM ${from}\nCOPY not-there.txt /\n`, named);
  await record(docker, `${engine}-missing-base`, 'FROM localhost:1/nobody/has-it:1\n', named);
  await docker.getImage(`localhost/${tag}`).remove({ force: true });
}

const work = process.argv[2] === 'podman' ? podman : main;
void work();
