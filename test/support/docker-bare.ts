import { randomUUID } from 'node:crypto';
import type Docker from 'dockerode';
import type { DockerEngine } from '../../server/build/docker/engine';
import { createDockerEngine } from '../../server/build/docker/engine';
import type { Engine } from '../../server/build/types';
import { entryScriptPath } from '../../server/launch/entry-script';
import { copyRepository } from '../../server/source/copy-repository';
import type { DockerWorld } from './docker-world';
import type { ArtifactSummary, EventBody } from '../../server/protocol';
import { checkoutNow, imagePlan } from './docker-world';

/** An image with the content of `from` that no other test has: returns its name. */
export async function importBase(docker: Docker, from: string): Promise<string> {
  const container = await docker.createContainer({ Image: from, Cmd: ['true'] });
  try {
    const [repo, tag] = ['bindery-tests/base', randomUUID()];
    await container.commit({ repo, tag, changes: `LABEL made-for=${tag}` });
    return `${repo}:${tag}`;
  } finally {
    await container.remove();
  }
}

/** Builds what is in the folder now without Jupyter: for tests of what happens around a build. */
export async function buildBare(
  engine: Engine,
  dir: string,
  base: string,
  options: { readonly refresh?: boolean; readonly events?: EventBody[] } = {},
): Promise<ArtifactSummary> {
  const signal = new AbortController().signal;
  const emit = (event: EventBody): void => void options.events?.push(event);
  const checkout = await checkoutNow(dir);
  const full = imagePlan(dir, 'system', base);
  const plan = { ...full, steps: full.steps.filter(({ op }) => op !== 'install-jupyter') };
  const how = { toolchain: 'system', refresh: options.refresh ?? false } as const;
  const pinned = await engine.pin(plan, checkout, how, emit, signal);
  return (await engine.find(pinned.artifactKey)) ?? (await engine.build(pinned, checkout, emit, signal));
}

/** An engine of the world whose packages caches, or whose tools, no other test has. */
export function engineApart(
  { store }: DockerWorld,
  apart: { readonly trustDomain?: string; readonly entryScript?: string },
): DockerEngine {
  return createDockerEngine({
    env: { ...process.env, BINDERY_EXTRA_CA: '/usr/local/share/ca-certificates' },
    home: process.env['HOME'] ?? '/',
    store,
    clock: () => new Date(),
    trustDomain: apart.trustDomain ?? 'tests',
    version: '0.0.0',
    entryScript: apart.entryScript ?? entryScriptPath(),
    copyRepository: (from, to, options) => copyRepository(from, to, { ...options, env: process.env }),
  });
}
