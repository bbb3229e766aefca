import { basename } from 'node:path';
import type Docker from 'dockerode';
import type { ArtifactSummary, Checkout, Toolchain } from '../../protocol';
import type { PinnedPlan } from '../types';
import { statusOf } from './connect';

/** Labels by which images of ours are found again; what they say is all there is to know about one. */
export const imageLabels = {
  kind: 'bindery.kind',
  artifactKey: 'bindery.artifactKey',
  environmentHash: 'bindery.environmentHash',
  contentId: 'bindery.contentId',
  toolchains: 'bindery.toolchains',
} as const;

/** Labels of a finished image, those of repo2docker among them (contracts/repo2docker.md section 6). */
export function artifactLabels(
  pinned: PinnedPlan,
  checkout: Checkout,
  version: string,
): Readonly<Record<string, string>> {
  return {
    'repo2docker.repo': pinned.plan.labels['repo2docker.repo'] ?? 'local',
    'repo2docker.ref': pinned.plan.labels['repo2docker.ref'] ?? checkout.commit ?? 'None',
    'repo2docker.version': `bindery ${version}`,
    [imageLabels.kind]: 'artifact',
    [imageLabels.artifactKey]: pinned.artifactKey,
    [imageLabels.environmentHash]: pinned.environmentHash,
    [imageLabels.contentId]: checkout.contentId,
    [imageLabels.toolchains]: JSON.stringify(pinned.plan.toolchains),
  };
}

/** `bindery/<name>:<key>`: the name is for people, the key tells images apart. */
export function imageReference({ plan, artifactKey }: PinnedPlan, checkout: Checkout): string {
  const { repoDir, home } = plan.layout;
  const folder = basename(repoDir === home ? checkout.dir : repoDir);
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `bindery/${name === '' ? 'repository' : name.slice(0, 60)}:${artifactKey.slice(0, 12)}`;
}

/** The finished image with this key. */
export async function findArtifact(
  docker: Docker,
  artifactKey: string,
): Promise<ArtifactSummary | undefined> {
  const images = await imagesWith(docker, imageLabels.artifactKey, artifactKey);
  // What a failed build left has the labels, too, but no name.
  const image = images.find(({ RepoTags }) => nameOf(RepoTags) !== undefined);
  const location = nameOf(image?.RepoTags);
  if (image === undefined || location === undefined) return undefined;
  const label = (name: string): string => image.Labels[name] ?? '';
  const builtAt = new Date(image.Created * 1000).toISOString();
  return {
    kind: 'image',
    key: artifactKey,
    engine: 'docker',
    location,
    environmentHash: label(imageLabels.environmentHash),
    contentId: label(imageLabels.contentId),
    toolchains: JSON.parse(label(imageLabels.toolchains) || '[]') as readonly Toolchain[],
    builtAt,
    lastUsedAt: builtAt,
  };
}

function nameOf(tags: readonly string[] | null | undefined): string | undefined {
  return tags?.find((tag) => tag !== '<none>:<none>');
}

/** Removes the image, and its environment once no other image is built upon that. What is not there is fine. */
export async function removeArtifact(docker: Docker, artifact: ArtifactSummary): Promise<void> {
  await removeImage(docker, artifact.location);
  const related = await imagesWith(docker, imageLabels.environmentHash, artifact.environmentHash);
  if (related.some((image) => image.Labels[imageLabels.kind] === 'artifact')) return;
  for (const reference of related.flatMap((image) => image.RepoTags ?? []))
    await removeImage(docker, reference);
}

async function removeImage(docker: Docker, reference: string): Promise<void> {
  try {
    await docker.getImage(reference).remove();
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

/** Images whose label has this value. */
export async function imagesWith(
  docker: Docker,
  name: string,
  value: string,
): Promise<readonly Docker.ImageInfo[]> {
  return await docker.listImages({ filters: { label: [`${name}=${value}`] } });
}

/** When the image was made, as ISO time; undefined where the engine does not have it. */
export async function imageCreated(docker: Docker, reference: string): Promise<string | undefined> {
  try {
    return (await docker.getImage(reference).inspect()).Created;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
