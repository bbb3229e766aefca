import type Docker from 'dockerode';
import type { ArtifactSummary, Emit } from '../../protocol';
import type { PinnedPlan } from '../types';
import { findArtifact, imageLabels, imagesWith } from './images';
import { AppError } from '../../protocol';
import type { Registry } from './registry';
import { readRegistry } from './registry';
import type { CredentialContext } from './registry-credentials';
import { pullImage, pushImage } from './registry-transfer';

/** The finished image from the registry, where that has it. Nothing is built then. */
export async function pullArtifact(
  docker: Docker,
  registry: Registry,
  { artifactKey, plan }: PinnedPlan,
  emit: Emit,
  signal: AbortSignal,
): Promise<ArtifactSummary | undefined> {
  const wanted = {
    ...({ kind: 'artifact', key: artifactKey, platform: plan.platform } as const),
    local: `bindery/pulled:${artifactKey.slice(0, 12)}`,
    labels: { [imageLabels.kind]: 'artifact', [imageLabels.artifactKey]: artifactKey },
  };
  if (!(await pullImage(docker, registry, wanted, emit, signal))) return undefined;
  return await findArtifact(docker, artifactKey);
}

/** The environment's image from the registry under its local name `bindery/environment:…`, where that has it. */
export async function pullEnvironment(
  docker: Docker,
  registry: Registry,
  asked: { readonly pinned: PinnedPlan; readonly local: string },
  emit: Emit,
  signal: AbortSignal,
): Promise<boolean> {
  const { pinned, local } = asked;
  const labels = {
    [imageLabels.kind]: 'environment',
    [imageLabels.environmentHash]: pinned.environmentHash,
  };
  const wanted = { kind: 'environment', key: tagOf(local), local, labels } as const;
  return await pullImage(docker, registry, { ...wanted, platform: pinned.plan.platform }, emit, signal);
}

/**
 * Pushes to the configured registry.
 * @throws AppError no-registry, push-failed; Cancelled
 */
export async function pushTo(
  context: CredentialContext,
  docker: Docker,
  artifact: ArtifactSummary,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const registry = await readRegistry(context, signal);
  if (registry === undefined) throw new AppError('no-registry', { detail: 'BINDERY_REGISTRY is not set' });
  await pushArtifact(docker, registry, artifact, emit, signal);
}

/**
 * Pushes the image and the environment that it is built upon: others then build upon the same layers.
 * @throws AppError push-failed; Cancelled
 */
export async function pushArtifact(
  docker: Docker,
  registry: Registry,
  artifact: ArtifactSummary,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const related = await imagesWith(docker, imageLabels.environmentHash, artifact.environmentHash);
  const environments = related.filter((image) => image.Labels[imageLabels.kind] === 'environment');
  for (const local of environments.flatMap((image) => image.RepoTags ?? [])) {
    if (!/(^|\/)bindery\/environment:/.test(local)) continue;
    await pushImage(docker, registry, { kind: 'environment', key: tagOf(local), local }, emit, signal);
  }
  const { key, location } = artifact;
  await pushImage(docker, registry, { kind: 'artifact', key, local: location }, emit, signal);
}

function tagOf(reference: string): string {
  return reference.slice(reference.lastIndexOf(':') + 1);
}
