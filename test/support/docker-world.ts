import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import type { DockerEngine } from '../../server/build/docker/engine';
import { createDockerEngine } from '../../server/build/docker/engine';
import { runOnce } from '../../server/build/docker/run-once';
import { jupyterLockId } from '../../server/build/locks';
import type { PinnedPlan } from '../../server/build/types';
import { readEnvironment } from '../../server/environment/environment';
import { createDockerSpawner } from '../../server/launch/docker-spawner';
import { entryScriptPath } from '../../server/launch/entry-script';
import type { Spawner } from '../../server/launch/types';
import { binderLayout, planRepository } from '../../server/plan/plan-repository';
import { removeTree } from '../../server/platform/files';
import type { ArtifactSummary, Checkout, EventBody, Plan, ToolchainKind } from '../../server/protocol';
import { summarize } from '../../server/source/content-id';
import { copyRepository } from '../../server/source/copy-repository';
import { diskView } from '../../server/source/disk-view';
import { openStore } from '../../server/store/open';
import type { Store } from '../../server/store/types';

/** The image that scripts/setup/base-image.sh makes. */
export const testBase = process.env['BINDERY_BASE_IMAGE'] ?? 'bindery-base:bookworm';

/** A state root with the docker engine and the docker spawner of an agent, and the engine itself to look into. */
export interface DockerWorld {
  readonly root: string;
  readonly store: Store;
  readonly engine: DockerEngine;
  readonly spawner: Spawner;
  readonly docker: Docker;
  /** Everything the engine was made from; tests make others from it. */
  readonly engineWith: (env: Readonly<Record<string, string>>) => DockerEngine;
  /** Removes the images that were built here and the state root. */
  remove(): Promise<void>;
}

/** The machine's own authorities: builds behind a proxy that inspects TLS need them. */
const env = { ...process.env, BINDERY_EXTRA_CA: '/usr/local/share/ca-certificates' };

export async function dockerWorld(): Promise<DockerWorld> {
  const root = mkdtempSync(join(tmpdir(), 'bindery-docker-'));
  const store = await openStore(root);
  const home = process.env['HOME'] ?? '/';
  const built: ArtifactSummary[] = [];
  const engineWith = (more: Readonly<Record<string, string>>): DockerEngine => {
    const engine = createDockerEngine({
      env: { ...env, ...more },
      home,
      store,
      clock: () => new Date(),
      trustDomain: 'tests',
      version: '0.0.0',
      entryScript: entryScriptPath(),
      copyRepository: (from, to, options) => copyRepository(from, to, { ...options, env: process.env }),
    });
    const build: DockerEngine['build'] = async (...args) => {
      const artifact = await engine.build(...args);
      built.push(artifact);
      return artifact;
    };
    return { ...engine, build };
  };
  const engine = engineWith({});
  return {
    root,
    store,
    engine,
    engineWith,
    spawner: createDockerSpawner({ env, home, root }),
    docker: new Docker(),
    async remove() {
      for (const artifact of built) await engine.remove(artifact);
      await removeTree(root);
    },
  };
}

/** Where repositories stand in the images of these tests. */
export const repoDir = '/home/jovyan/work';

export function imagePlan(dir: string, toolchain: ToolchainKind = 'system', base = testBase): Plan {
  return planRepository(readEnvironment(diskView(dir)), {
    platform: process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64',
    base: { kind: 'image', reference: base },
    layout: binderLayout({ user: 'jovyan', uid: 1000, repoDir }),
    toolchain,
    jupyterLock: (python) => jupyterLockId(python),
  });
}

/** The folder as it is now. */
export async function checkoutNow(dir: string): Promise<Checkout> {
  const { contentId } = await summarize(dir, new AbortController().signal);
  return { dir, contentId, inPlace: true };
}

export interface BuiltImage {
  readonly pinned: PinnedPlan;
  readonly artifact: ArtifactSummary;
  readonly events: readonly EventBody[];
}

/** Pins and builds what is in the folder now. */
export async function buildImageOf(
  { engine }: Pick<DockerWorld, 'engine'>,
  dir: string,
  events: EventBody[] = [],
  signal = new AbortController().signal,
): Promise<BuiltImage> {
  const emit = (event: EventBody): void => void events.push(event);
  const checkout = await checkoutNow(dir);
  const options = { toolchain: 'system', refresh: false } as const;
  const pinned = await engine.pin(imagePlan(dir), checkout, options, emit, signal);
  const artifact = await engine.build(pinned, checkout, emit, signal);
  return { pinned, artifact, events };
}

/** What a command prints in a fresh container of the image, through its entry point; throws where it fails. */
export async function inImage(docker: Docker, image: string, command: readonly string[]): Promise<string> {
  return await runContainer(docker, { Image: image, Cmd: [...command] });
}

export async function runContainer(docker: Docker, options: Docker.ContainerCreateOptions): Promise<string> {
  const { exit, output } = await runOnce(docker, options, AbortSignal.timeout(60_000));
  if (exit !== 0) throw new Error(`exit code ${exit}: ${output}`);
  return output;
}

/** Lines of output among the events. */
export function outputOf(events: readonly EventBody[]): string {
  return events.flatMap((event) => (event.stream === undefined ? [] : [event.message ?? ''])).join('\n');
}

/** `id: state` of the steps that ended, in order. */
export function stepsOf(events: readonly EventBody[]): readonly string[] {
  return events.flatMap(({ step }) =>
    step === undefined || step.state === 'started' ? [] : [`${step.id}: ${step.state}`],
  );
}
