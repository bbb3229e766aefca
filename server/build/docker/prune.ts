import type Docker from 'dockerode';
import type { ArtifactSummary } from '../../protocol';
import type { Store } from '../../store/types';
import type { PruneItem } from '../prune';
import type { PruneRoots, PruneSource } from '../prune-service';
import { isBusy } from '../prune-service';
import { statusOf } from './connect';
import { imageLabels } from './images';
import type { MadeImage } from './made-images';
import { forgetImage, madeImages } from './made-images';

type DockerStore = Pick<Store, 'path' | 'artifacts'>;

/**
 * Images that were built from this state root: those with a record here, and Bindery's label or name. No other image is
 * looked at, and none is removed while a container, whoever's, is made from it.
 */
export function dockerPruneSource(
  store: DockerStore,
  connected: <T>(work: (docker: Docker) => Promise<T>) => Promise<T>,
): PruneSource {
  return {
    name: 'docker',
    list: (roots) =>
      connected(async (docker) => {
        const records = (await store.artifacts.list()).filter(({ engine }) => engine === 'docker');
        const known = new Set(records.map(({ key }) => key));
        const context = { docker, store, roots, known, images: await docker.listImages() };
        const made = await madeImages(store).list();
        return [
          ...records.map((record) => artifactItem(context, record, made)),
          ...made.map((image) => madeItem(context, image)),
        ];
      }),
  };
}

interface Context {
  readonly docker: Docker;
  readonly store: DockerStore;
  readonly roots: PruneRoots;
  /** Keys of the artifacts of this state root. */
  readonly known: ReadonlySet<string>;
  readonly images: readonly Docker.ImageInfo[];
}

/** The engine tells an image without labels, or without names, by null. */
function label(image: Docker.ImageInfo | undefined, name: string): string | undefined {
  return (image?.Labels as Readonly<Record<string, string>> | null | undefined)?.[name];
}

function find({ images }: Context, reference: string): Docker.ImageInfo | undefined {
  return images.find(({ RepoTags }) => (RepoTags as readonly string[] | null)?.includes(reference));
}

const madeId = (reference: string): string => `made:${reference}`;

function artifactItem(context: Context, record: ArtifactSummary, made: readonly MadeImage[]): PruneItem {
  const { docker, store, roots } = context;
  const { key, location, lastUsedAt } = record;
  const image = find(context, location);
  const ours = image !== undefined && label(image, imageLabels.artifactKey) === key;
  const environments = made.filter(
    ({ kind, reference }) =>
      kind === 'environment' &&
      label(find(context, reference), imageLabels.environmentHash) === record.environmentHash,
  );
  const below = Math.max(0, ...environments.map(({ reference }) => find(context, reference)?.Size ?? 0));
  return {
    id: `artifact:${key}`,
    kind: 'image',
    name: location,
    bytes: ours ? Math.max(0, image.Size - below) : 0,
    lastUsedAt,
    needs: environments.map(({ reference }) => madeId(reference)),
    held: record.pinned === true || roots.sessions.has(key) || isBusy(lastUsedAt, roots),
    // Removed by somebody else, or the name given to another image: only the record is left.
    superseded: !ours,
    async remove() {
      if ((await store.artifacts.get(key))?.lastUsedAt !== lastUsedAt) return false;
      if (ours && !(await removeImage(docker, location))) return false;
      await store.artifacts.delete(key);
      return true;
    },
  };
}

/**
 * An environment, the tools, or the name of a base. An environment that an image of another state root is built upon
 * stays too; of a base only our name for it goes.
 */
function madeItem(context: Context, { kind, reference, from, lastUsedAt }: MadeImage): PruneItem {
  const { docker, store, roots } = context;
  const image = find(context, reference);
  const below = from === undefined ? 0 : (find(context, from)?.Size ?? 0);
  return {
    id: madeId(reference),
    kind,
    name: reference,
    bytes: kind === 'base' ? 0 : Math.max(0, (image?.Size ?? 0) - below),
    lastUsedAt,
    needs: from === undefined ? [] : [madeId(from)],
    held: roots.busySince !== undefined || (kind === 'environment' && neededElsewhere(context, image)),
    superseded: image === undefined,
    async remove() {
      if (image !== undefined && !(await removeImage(docker, reference))) return false;
      await forgetImage(store, reference);
      return true;
    },
  };
}

function neededElsewhere({ images, known }: Context, environment: Docker.ImageInfo | undefined): boolean {
  const hash = label(environment, imageLabels.environmentHash);
  return images.some(
    (image) =>
      label(image, imageLabels.kind) === 'artifact' &&
      label(image, imageLabels.environmentHash) === hash &&
      !known.has(label(image, imageLabels.artifactKey) ?? ''),
  );
}

/** Takes the name away, and with its last name the image. False where a container is made from it. */
async function removeImage(docker: Docker, reference: string): Promise<boolean> {
  try {
    await docker.getImage(reference).remove();
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return true;
    if (statusOf(error) === 409) return false;
    throw error;
  }
}
